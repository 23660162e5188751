public import Office

/// What is shown of a contact, a session or an activity beside its row: when it was recorded, and what refers to it.
public struct RecordDetail: Described, Hashable {
    /// Whether it was voided, and counts as never recorded.
    public let voided: Bool
    /// The event that recorded it.
    public let event: EventNote
    /// The cases that came from it.
    public let cases: [String]
    /// Net minutes of hours logged about it.
    public let loggedMinutes: Int
    /// The entries of these hours, the last day first.
    public let hours: [ListedEntry]

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .voided: .yesNo, .cases: .ids(of: .case), .loggedMinutes: .minutes, .event: .object(EventNote.self),
        .hours: .rows(ListedEntry.self),
    ]).all

    fileprivate init(_ ref: Ref<ServiceRecord>, _ office: Office, _ past: any Past) throws(Refusal) {
        var question = Question()
        question.facets[.serviceRecord] = office.serviceRecords.id(ref)
        voided = office.isVoided(ref)
        event = try past.event(at: Int(office.serviceRecords[ref].position))
        cases = office.cases(from: ref).filter { !$0.isVoided }.map { office.serviceRecords.id($0.serviceRecord) }
        hours = try ListedEntry.rows(office, question)
        loggedMinutes = hours.reduce(0) { $0 + $1.minutes }
    }
}

extension Office {
    /// Returns the record of an id as its list has it, if it is of that kind, with its details.
    fileprivate func shown<Row, Listed>(
        _ kind: ServiceRecord.Kind, _ id: ID, in table: KeyPath<Office, Table<Row>>, _ past: any Past,
        as listed: (Row, Office) -> Listed
    ) throws(Refusal) -> (row: Listed, detail: RecordDetail)? {
        guard let ref = serviceRecords.find(id.text), serviceRecords[ref].kind == kind else { return nil }
        let row = self[keyPath: table][Ref(Int(serviceRecords[ref].row))]
        return (listed(row, self), try RecordDetail(ref, self, past))
    }
}

extension ListedContact: ShownRow {
    /// The name of the answer about one contact.
    public static let file = "contact"
    /// The words of its command.
    public static let fileCommand = "contact show"
    /// The parts of the office on which the details depend.
    public static let detailNeeds: OfficeParts = [.cases, .hours]
    /// The kind of record.
    public static let noun = Noun.contact

    /// Returns a contact with what refers to it.
    public static func find(
        _ id: ID, _ office: Office, _ question: Question, _ past: any Past
    ) throws(Refusal) -> (row: ListedContact, detail: RecordDetail)? {
        try office.shown(.contact, id, in: \.contacts, past, as: ListedContact.init)
    }
}

extension ListedOrientation: ShownRow {
    /// The name of the answer about one session.
    public static let file = "orientation"
    /// The words of its command.
    public static let fileCommand = "orientation show"
    /// The parts of the office on which the details depend.
    public static let detailNeeds: OfficeParts = [.cases, .hours]
    /// The kind of record: ids of all service records are one space.
    public static let noun = Noun.serviceRecord

    /// Returns a session with what refers to it.
    public static func find(
        _ id: ID, _ office: Office, _ question: Question, _ past: any Past
    ) throws(Refusal) -> (row: ListedOrientation, detail: RecordDetail)? {
        try office.shown(.orientation, id, in: \.orientations, past, as: ListedOrientation.init)
    }
}

extension ListedActivity: ShownRow {
    /// The name of the answer about one activity.
    public static let file = "activity"
    /// The words of its command.
    public static let fileCommand = "activity show"
    /// The parts of the office on which the details depend.
    public static let detailNeeds: OfficeParts = [.cases, .hours]
    /// The kind of record: ids of all service records are one space.
    public static let noun = Noun.serviceRecord

    /// Returns an activity with what refers to it.
    public static func find(
        _ id: ID, _ office: Office, _ question: Question, _ past: any Past
    ) throws(Refusal) -> (row: ListedActivity, detail: RecordDetail)? {
        try office.shown(.activity, id, in: \.activities, past, as: ListedActivity.init)
    }
}
