/// `log.created`: the log's first event, written by labd itself.
struct LogCreated: EventBody {
    static let event = "log.created"

    let office: ID
    let isSimulated: Bool

    init(from fields: inout Fields) throws(Refusal) {
        office = try fields.required("office", .code)
        let _: Text = try fields.required("origin")
        let _: Text = try fields.required("zone")
        isSimulated = try fields.required("simulated")
        let _: Count = try fields.required("generation")
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.identity = self.office.text
        office.isSimulated = isSimulated
        office.record(.log, row: 0, mark)
    }
}

/// `log.restored`: a backup was put in the place of a log that had gone on since, and the log goes on from there as
/// another generation. Written by labd itself; nothing of the work changes by it.
struct LogRestored: EventBody {
    static let event = "log.restored"

    init(from fields: inout Fields) throws(Refusal) {
        let _: Count = try fields.required("generation")
        let _: Count = try fields.required("kept")
        let _: Text = try fields.required("keptRoot")
        let _: Text = try fields.required("oldOrigin")
        // Absent if nothing of the old log could be read any more.
        let _: Count? = try fields.optional("oldSize")
        let _: Text? = try fields.optional("oldRoot")
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.record(.log, row: 0, mark)
    }
}
