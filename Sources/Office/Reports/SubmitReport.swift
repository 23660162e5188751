import CanonicalJSON

/// `report.submit`: freezes the figures of some days as they are now known, so that they can be held against what is
/// known later.
struct SubmitReport: Command {
    static let name = "report.submit"
    static let event = "report.submitted"
    static let leastRole = Role.coordinator
    static let freezesFigures = true
    static let summary = "Submits a report, which freezes its figures; a claim takes approved entries, each once."

    let report: ID
    let kind: ReportKind
    let from: Day
    let to: Day
    /// What labd added; nil in the command as sent.
    private(set) var frozen: FrozenFigures?
    /// The entries of a claim.
    private(set) var entries: [ID]

    init(from fields: inout Fields) throws(Refusal) {
        report = try fields.required("report")
        kind = try fields.required("kind")
        from = try fields.required("from")
        to = try fields.required("to")
        let position: Count? = try fields.added("position")
        let root: Text? = try fields.added("root")
        let digest: Text? = try fields.added("figures")
        let totals: FigureTotals? = try fields.added("totals")
        let list: EntryList? = try fields.added("entries")
        entries = list?.ids ?? []
        if let position, let root, let digest, let totals {
            frozen = FrozenFigures(
                position: position.count, root: root.text, digest: digest.text, totals: totals.values)
        }
    }

    var occurred: Day? { nil }
    func stream(in office: Office) -> Stream { Stream("report/" + report.text) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        _ = try office.planInForce()
        guard from <= to else {
            throw Refusal(
                .invalidValue, field: "to", value: to.quoted, "\(to) lies before \(from)", accepted: "\(from) or later")
        }
        if let known = office.reports.report(report), !known.isReopened {
            throw Refusal(
                .exists, field: "report", value: report.quoted, "the report \(report.text) was submitted already",
                accepted: "report.reopen first, or an id that is not taken")
        }
        guard kind == .claim else { return Flags() }
        let (entries, other) = office.claimable(from: from, to: to)
        guard entries.isEmpty else { return Flags() }
        if let other {
            throw Refusal(
                .alreadyClaimed, field: "report", value: report.quoted,
                "every approved entry of \(from) to \(to) is in the claim \(other.id.text) already",
                accepted: "days with approved entries that are in no claim")
        }
        throw Refusal(
            .wrongOrder, field: "from", value: from.quoted,
            "no entry of \(from) to \(to) is approved and not pending", accepted: "timesheet.approve first")
    }

    func completed(
        _ office: Office, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Completion? {
        var body = self
        let frozen = try freezer.freeze(office, kind, from: from, to: to)
        body.frozen = frozen
        var added: [JSONObject.Member] = [
            .init("position", .integer(Int64(frozen.position))), .init("root", .string(frozen.root)),
            .init("figures", .string(frozen.digest)), .init("totals", FigureTotals(values: frozen.totals).json),
        ]
        if kind == .claim {
            let ids = office.claimable(from: from, to: to).entries.map { office.hours.entries.id($0) }
            body.entries = ids.compactMap { ID($0) }
            added.append(.init("entries", .array(ids.map(JSON.string))))
        }
        return Completion(body: body, added: added)
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let frozen else { return }
        let submission = Report.Submission(
            position: mark.position, time: mark.time, figures: frozen, entries: entries)
        office.reports.submit(
            Report(id: report, kind: kind, from: from, to: to, submissions: [submission]),
            claiming: entries.compactMap { office.hours.entries.find($0.text) })
        office.record(.report, row: office.reports.index(of: report) ?? 0, mark)
    }
}

/// `report.reopen`: a submitted report stands for nothing any more, until it is submitted again. What a claim had
/// claimed is free.
struct ReopenReport: Command {
    static let name = "report.reopen"
    static let event = "report.reopened"
    static let leastRole = Role.coordinator
    static let summary = "Opens a submitted report again, with a reason; a claim's entries are free then."

    let report: ID

    init(from fields: inout Fields) throws(Refusal) {
        report = try fields.required("report")
        let _: Text = try fields.required("reason")
    }

    var occurred: Day? { nil }
    func stream(in office: Office) -> Stream { Stream("report/" + report.text) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard let known = office.reports.report(report) else { throw .unknown("report", report) }
        guard !known.isReopened else {
            throw Refusal(
                .wrongOrder, field: "report", value: report.quoted, "the report \(report.text) is open already",
                accepted: "report.submit")
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let index = office.reports.index(of: report) else { return }
        office.reports.reopen(index)
        office.record(.report, row: index, mark)
    }
}

/// The figures of a report's rows, by name.
struct FigureTotals: FieldValue {
    let values: [String: Int]

    init(values: [String: Int]) { self.values = values }

    init(_ json: JSON, field: String) throws(Refusal) {
        guard case .object(let object) = json else { throw .wrongType(json, field, Self.form) }
        var values: [String: Int] = [:]
        for member in object.members {
            guard case .integer(let value) = member.value else {
                throw .wrongType(member.value, field + "." + member.name, "a whole number")
            }
            values[member.name] = Int(value)
        }
        self.values = values
    }

    var json: JSON {
        .object(JSONObject(values.sorted { $0.key < $1.key }.map { .init($0.key, .integer(Int64($0.value))) }))
    }

    static var form: String { "an object of whole numbers" }
    static var kind: FieldKind { .object }
    static var placeholder: FigureTotals { FigureTotals(values: [:]) }
}

/// The entries of a claim: as many as a line has room for.
struct EntryList: FieldValue {
    let ids: [ID]

    init(ids: [ID]) { self.ids = ids }

    init(_ json: JSON, field: String) throws(Refusal) {
        guard case .array(let values) = json else { throw .wrongType(json, field, Self.form) }
        var ids: [ID] = []
        ids.reserveCapacity(values.count)
        for value in values { ids.append(try ID(value, field: field)) }
        self.ids = ids
    }

    static var form: String { "a list of ids" }
    static var kind: FieldKind { [ID].kind }
    static var placeholder: EntryList { EntryList(ids: []) }
}
