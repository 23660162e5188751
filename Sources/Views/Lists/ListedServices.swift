import CivilTime
public import Office

/// The list of first contacts.
public typealias Contacts = Listing<ListedContact>
/// The list of sessions of orientation.
public typealias Orientations = Listing<ListedOrientation>
/// The list of activities with young people.
public typealias Activities = Listing<ListedActivity>

/// One first contact.
public typealias ContactFile = Shown<ListedContact>
/// One session of orientation.
public typealias OrientationFile = Shown<ListedOrientation>
/// One activity with young people.
public typealias ActivityFile = Shown<ListedActivity>

/// A first contact. The last day is listed first; on a day, what was recorded last.
public struct ListedContact: ListedRow {
    /// The list's name.
    public static let list = "contacts"
    /// The words of the command.
    public static let listCommand = "contact list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .people, .contacts]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] =
        .days + [.line, .place, .worker, .month, .week, .person, .channel, .outcome]
    /// The outcomes of contacts.
    public static let words: [Parameter: [String]] = [.outcome: ContactOutcome.allCases.map(\.rawValue)]

    /// The contact's id.
    public let contact: String
    /// The day.
    public let on: String
    /// The place.
    public let place: String
    /// The line.
    public let line: String
    /// The way in which the contact was made.
    public let channel: String
    /// The topics.
    public let topics: [String]
    /// The outcome.
    public let outcome: String
    /// The person, if known.
    public let person: String?
    /// The worker.
    public let worker: String
    /// The minutes that it took, if recorded.
    public let minutes: Int?

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .contact: .id(of: .contact), .on: .day, .place: .id(of: .place), .line: .id(of: .line), .channel: .code,
        .topics: .codes, .outcome: .code, .person: .id(of: .person).optional, .worker: .id(of: .worker),
        .minutes: .minutes.optional,
    ]).all

    /// Returns the contacts that a question selects. Refuses names that the office does not know.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedContact> {
        let selection = try Selection(office, question)
        return SelectedRows(
            office.contacts.newestFirst { row in
                guard !row.isVoided, selection.admits(row.worker, on: row.on), selection.admits(line: row.line),
                    selection.admits(place: row.place), selection.admits(person: row.person),
                    question.admits(.channel, row.channel.rawValue), question.admits(.outcome, row.outcome.rawValue)
                else { return nil }
                return row.on
            }
        ) { ListedContact($0, office) }
    }

    init(_ row: Contact, _ office: Office) {
        contact = office.serviceRecords.id(row.serviceRecord)
        on = row.on.description
        place = office.symbols[row.place]
        line = office.symbols[row.line]
        channel = row.channel.rawValue
        topics = office.words(of: row.topics)
        outcome = row.outcome.rawValue
        person = row.person.map { office.people.id($0) }
        worker = office.workers.id(row.worker)
        minutes = row.minutes.map(Int.init)
    }
}

/// A session of orientation. The last day is listed first; on a day, what was recorded last.
public struct ListedOrientation: ListedRow {
    /// The list's name.
    public static let list = "orientations"
    /// The words of the command.
    public static let listCommand = "orientation list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .people, .orientations]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] =
        .days + [.place, .worker, .month, .week, .person, .desk, .schoolExit]

    /// The session's id.
    public let orientation: String
    /// The day.
    public let on: String
    /// The place.
    public let place: String
    /// The desk.
    public let desk: String
    /// The person.
    public let person: String
    /// The worker.
    public let worker: String
    /// The minutes.
    public let minutes: Int
    /// The person's relation to school.
    public let schoolExit: String
    /// The needs.
    public let needs: [String]
    /// The difficulties.
    public let difficulties: [String]

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .orientation: .id(of: .orientation), .on: .day, .place: .id(of: .place), .desk: .code,
        .person: .id(of: .person), .worker: .id(of: .worker), .minutes: .minutes, .schoolExit: .code, .needs: .codes,
        .difficulties: .codes,
    ]).all

    /// Returns the sessions that a question selects. Refuses names that the office does not know.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedOrientation>
    {
        let selection = try Selection(office, question)
        return SelectedRows(
            office.orientations.newestFirst { row in
                guard !row.isVoided, selection.admits(row.worker, on: row.on), selection.admits(place: row.place),
                    selection.admits(person: row.person), question.admits(.desk, row.desk.rawValue),
                    question.admits(.schoolExit, row.schoolExit.rawValue)
                else { return nil }
                return row.on
            }
        ) { ListedOrientation($0, office) }
    }

    init(_ row: Orientation, _ office: Office) {
        orientation = office.serviceRecords.id(row.serviceRecord)
        on = row.on.description
        place = office.symbols[row.place]
        desk = row.desk.rawValue
        person = office.people.id(row.person)
        worker = office.workers.id(row.worker)
        minutes = Int(row.minutes)
        schoolExit = row.schoolExit.rawValue
        needs = office.words(of: row.needs)
        difficulties = office.words(of: row.difficulties)
    }
}

/// An activity with young people. The last day is listed first; on a day, what was recorded last.
public struct ListedActivity: ListedRow {
    /// The list's name.
    public static let list = "activities"
    /// The words of the command.
    public static let listCommand = "activity list"
    /// The parts of the office on which the rows depend.
    public static let needs: OfficeParts = [.project, .people, .activities]
    /// The parameters that the list accepts.
    public static let filters: [Parameter] = .days + [.place, .worker, .month, .week, .person, .desk, .kind]
    /// The kinds of activities.
    public static let words: [Parameter: [String]] = [.kind: ActivityKind.allCases.map(\.rawValue)]

    /// The activity's id.
    public let activity: String
    /// The day.
    public let on: String
    /// The place.
    public let place: String
    /// The desk.
    public let desk: String
    /// The kind.
    public let kind: String
    /// The worker.
    public let worker: String
    /// The minutes.
    public let minutes: Int
    /// The persons who were present.
    public let persons: [String]
    /// Participants who are not known by name.
    public let anonymous: Int

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .activity: .id(of: .activity), .on: .day, .place: .id(of: .place), .desk: .code, .kind: .code,
        .worker: .id(of: .worker), .minutes: .minutes, .persons: .ids(of: .person), .anonymous: .count,
    ]).all

    /// Returns the activities that a question selects. Refuses names that the office does not know.
    public static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<ListedActivity> {
        let selection = try Selection(office, question)
        return SelectedRows(
            office.activities.newestFirst { row in
                guard !row.isVoided, selection.admits(row.worker, on: row.on), selection.admits(place: row.place),
                    selection.admits(oneOf: office.lists.values(row.present)),
                    question.admits(.desk, row.desk.rawValue),
                    question.admits(.kind, row.kind.rawValue)
                else { return nil }
                return row.on
            }
        ) { ListedActivity($0, office) }
    }

    init(_ row: Activity, _ office: Office) {
        activity = office.serviceRecords.id(row.serviceRecord)
        on = row.on.description
        place = office.symbols[row.place]
        desk = row.desk.rawValue
        kind = row.kind.rawValue
        worker = office.workers.id(row.worker)
        minutes = Int(row.minutes)
        persons = office.lists.values(row.present, of: Person.self).map { office.people.id($0) }
        anonymous = Int(row.anonymous)
    }
}

extension Table {
    /// Returns the rows for which `day` is not nil, those of the last day first, and on a day those recorded last.
    fileprivate func newestFirst(_ day: (Row) -> Day?) -> [Row] {
        var found: [(on: Day, ref: Ref<Row>)] = []
        forEach { ref, row in if let on = day(row) { found.append((on, ref)) } }
        found.sort { a, b in a.on == b.on ? a.ref.index > b.ref.index : a.on > b.on }
        return found.map { self[$0.ref] }
    }
}
