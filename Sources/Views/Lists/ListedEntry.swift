public import CanonicalJSON
import CivilTime
public import Office

/// The list of entries of hours.
public typealias Hours = Listing<ListedEntry>

/// One entry of hours with its adjustments.
public typealias EntryFile = Shown<ListedEntry>

/// An entry of hours, with its present minutes. The last day is listed first; on a day, what was recorded last.
public struct ListedEntry: ListedRow {
    /// The list's name.
    public static let list = "hours"
    /// The words of the command.
    public static let listCommand = "hours list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .workers, .hours]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] =
        .days + [.worker, .line, .place, .month, .week, .fund, .serviceRecord]

    /// The entry's id.
    public let entry: String
    /// The day.
    public let on: String
    /// The time at which the work began, if recorded.
    public let start: String?
    /// The worker.
    public let worker: String
    /// Net minutes, after all adjustments.
    public let minutes: Int
    /// The minutes as logged, if they were adjusted.
    public let logged: Int?
    /// The fund.
    public let fund: String
    /// The line, if the hours have one.
    public let line: String?
    /// The place, if the hours have one.
    public let place: String?
    /// The activity.
    public let activity: String
    /// The contact, case, mediation, orientation or activity for which the work was done.
    public let about: String?

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .entry: .id(of: .entry), .on: .day, .start: .text.optional, .worker: .id(of: .worker), .minutes: .minutes,
        .logged: .minutes.optional, .fund: .id(of: .fund), .line: .id(of: .line).optional,
        .place: .id(of: .place).optional, .activity: .code, .about: .id(of: .serviceRecord).optional,
    ]).all

    /// Returns the entries that a question selects. Refuses names that the office does not know.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedEntry> {
        let selection = try Selection(office, question)
        let about = question.facets[.serviceRecord].flatMap { office.serviceRecords.find($0) }
        var found: [(on: Day, ref: Ref<Entry>)] = []
        func take(_ ref: Ref<Entry>, _ entry: Entry) {
            guard selection.admits(entry), selection.admits(fund: entry.fund) else { return }
            found.append((entry.on, ref))
        }
        if let about {
            office.hours.forEachEntry(about: about, take)
        } else {
            office.hours.entries.forEach(take)
        }
        found.sort { a, b in a.on == b.on ? a.ref.index > b.ref.index : a.on > b.on }
        return SelectedRows(found) { ListedEntry($0.ref, office) }
    }

    init(_ ref: Ref<Entry>, _ office: Office) {
        let row = office.hours.entries[ref]
        entry = office.hours.entries.id(ref)
        on = row.on.description
        start = row.start?.description
        worker = office.workers.id(row.worker)
        minutes = Int(row.minutes)
        var first: Int32?
        for adjustment in office.hours.adjustments.chain(from: row.lastAdjustment) { first = adjustment.before }
        logged = first.map(Int.init)
        fund = office.symbols[row.fund]
        line = row.line.map { office.symbols[$0] }
        place = row.place.map { office.symbols[$0] }
        activity = office.symbols[row.activity]
        about = row.about.map { office.serviceRecords.id($0) }
    }
}

extension ListedEntry: CanonicallyWritten {
    /// Writes the row's members in order, without those that are nil.
    public func write(to writer: inout JSONWriter) {
        if let about {
            writer.raw("{\"about\":")
            writer.string(about)
            writer.raw(",\"activity\":")
        } else {
            writer.raw("{\"activity\":")
        }
        writer.string(activity)
        writer.raw(",\"entry\":")
        writer.string(entry)
        writer.raw(",\"fund\":")
        writer.string(fund)
        if let line {
            writer.raw(",\"line\":")
            writer.string(line)
        }
        if let logged {
            writer.raw(",\"logged\":")
            writer.integer(logged)
        }
        writer.raw(",\"minutes\":")
        writer.integer(minutes)
        writer.raw(",\"on\":")
        writer.string(on)
        if let place {
            writer.raw(",\"place\":")
            writer.string(place)
        }
        if let start {
            writer.raw(",\"start\":")
            writer.string(start)
        }
        writer.raw(",\"worker\":")
        writer.string(worker)
        writer.raw("}")
    }
}

extension ListedEntry: ShownRow {
    /// The name of the answer about one entry.
    public static let file = "entry"
    /// The words of its command.
    public static let fileCommand = "hours show"
    /// The parts of the office on which the details depend.
    public static let detailNeeds: OfficeParts = []
    /// The kind of record.
    public static let noun = Noun.entry

    /// The month and the adjustments of an entry.
    public struct Detail: Described, Hashable {
        /// The state of the worker's month: `open`, `completed`, `signed` or `approved`.
        public let state: String
        /// Whether the month waits for another approval.
        public let pending: Bool
        /// The event that recorded it.
        public let event: EventNote
        /// The adjustments, in the order of recording.
        public let adjustments: [Adjustment]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .state: .code, .pending: .yesNo, .event: .object(EventNote.self), .adjustments: .rows(Adjustment.self),
        ]).all
    }

    /// An adjustment of an entry.
    public struct Adjustment: Described, Hashable {
        /// The minutes before.
        public let before: Int
        /// The minutes after.
        public let after: Int
        /// Why, as the event says in clear.
        public let reason: String?
        /// The event.
        public let event: EventNote

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>(
            [
                .before: .minutes, .after: .minutes, .reason: .text.optional, .event: .object(EventNote.self),
            ], essential: [.reason], minor: [.event]
        ).all
    }

    /// Returns an entry with its adjustments.
    public static func find(
        _ id: ID, _ office: Office, _ question: Question, _ past: any Past
    ) throws(Refusal) -> (row: ListedEntry, detail: Detail)? {
        guard let ref = office.hours.entries.find(id.text) else { return nil }
        let entry = office.hours.entries[ref]
        let sheet = office.hours.sheet(entry.worker, entry.on.month)
        let changes = office.hours.adjustments.chain(from: entry.lastAdjustment).reversed()
        let adjustments = try changes.map { row throws(Refusal) in
            Adjustment(
                before: Int(row.before), after: Int(row.minutes), reason: try past.reason(of: Int(row.position)),
                event: try past.event(at: Int(row.position)))
        }
        return (
            ListedEntry(ref, office),
            Detail(
                state: sheet.state.rawValue, pending: sheet.isPending,
                event: try past.event(at: Int(entry.position)), adjustments: adjustments)
        )
    }
}
