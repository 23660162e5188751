import CanonicalJSON
import CivilTime

/// `record.erase`: destroys the sealed data in a stream that belongs to no person whom the office serves (a worker's name, a
/// mediation's referent, a note on hours). Before the end of the retention period, the refusal is recorded instead.
struct EraseRecord: Command {
    static let name = "record.erase"
    static let event = "record.erased"
    static let leastRole = Role.admin
    static let isCompleted = true

    let target: StreamName

    init(from fields: inout Fields) throws(Refusal) {
        target = try fields.required("stream", .stream)
        let _: Text = try fields.required("authorisation")
        let _: Count? = try fields.added("keys")
        let _: Count? = try fields.added("boxes")
        // Applied again to an older log that was restored.
        let _: Bool? = try fields.added("again")
    }

    init(_ target: StreamName) { self.target = target }

    func stream(in office: Office) -> Stream { target.stream }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let persons = target.stream.person.map { [$0.text] } ?? office.persons(of: target.stream).map(office.people.id)
        if let person = persons.first {
            throw Refusal(.record(.sealedForPerson(ID(stored: person))), field: "stream", value: target.quoted)
        }
        if let worker = target.workerOfMonth {
            throw Refusal(.record(.sealedForWorker(ID(stored: String(worker)))), field: "stream", value: target.quoted)
        }
        guard office.knows(target) else {
            throw Refusal(.record(.noStream(target.stream.name)), field: "stream", value: target.quoted)
        }
        guard !office.erasedStreams.contains(target.stream.name) else {
            throw Refusal(.record(.erased(stream: target.stream.name)), field: "stream", value: target.quoted)
        }
        return Flags()
    }

    func completed(
        _ office: Office, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Completion? {
        let retention = Office.Retention(RetentionRule.reasons(office, upTo: recording.today))
        if let earliest = retention.earliest, earliest <= recording.today {
            return Completion(body: self, added: [], erases: [target.stream])
        }
        let (reasons, added) = retention.refusing(on: recording.today)
        return Completion(
            body: RecordErasureRefused(), added: added,
            refusal: .erasureRefused(target, reasons, earliest: retention.earliest))
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.erasedStreams.insert(target.stream.name)
        office.record(.erasure, row: 0, mark)
    }
}

extension StreamName {
    /// The worker of a month's stream; nil of every other.
    fileprivate var workerOfMonth: Substring? {
        let parts = stream.name.split(separator: "/")
        return parts.first == "timesheet" && parts.count == 3 ? parts[1] : nil
    }
}

extension Office {
    /// Whether a stream that is no person's has events.
    fileprivate func knows(_ target: StreamName) -> Bool {
        let stream = target.stream
        guard let id = stream.id else { return stream == .project && plan != nil }
        return serviceRow(of: stream) != nil || stream == .worker(id) && workers.find(id.text) != nil
            || stream == .report(id) && reports.report(id) != nil
            || stream == .finding(id) && reports.findings.contains { $0.id == id }
    }
}

/// `record.erasure-refused`: an erasure was requested before a stream's sealed data may be erased, with the reasons.
struct RecordErasureRefused: EventBody {
    static let event = "record.erasure-refused"

    init() {}

    init(from fields: inout Fields) throws(Refusal) {
        let _: StreamName = try fields.required("stream", .stream)
        let _: Text = try fields.required("authorisation")
        let _: [ID] = try fields.required("reasons", .code)
        let _: Day? = try fields.optional("earliest")
    }

    func apply(to office: inout Office, _ mark: EventMark) { office.record(.erasureRefusal, row: 0, mark) }
}

extension Refusal {
    /// Returns the refusal for a sender who requested the erasure of a stream too early.
    static func erasureRefused(_ target: StreamName, _ reasons: [String], earliest: Day?) -> Refusal {
        Refusal(
            .record(.erasureRefused(stream: target.stream.name, reasons: reasons, earliest: earliest)), field: "stream",
            value: target.quoted)
    }
}
