import CivilTime
public import Office

/// The needs and difficulties of young people, and the activities held for them.
///
/// It counts everyone served, whatever was decided about their eligibility; linked ids are one person. Each person is counted
/// once in every figure, so the rows of persons do not add up to the total; those of sessions, minutes, presences and heads do.
/// Known persons and anonymous heads are never added together, because a head may be one of the persons.
public struct Youth: View {
    /// The view's name.
    public static let name = "youth"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .people, .orientations, .activities]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.place]

    /// The number of times a need or difficulty was named.
    public struct Named: Described, Hashable {
        /// Sessions in which it was named.
        public let sessions: Int
        /// Persons who named it.
        public let persons: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.sessions: .count, .persons: .persons]).all
    }

    /// Orientation sessions.
    public struct Sessions: Described, Hashable {
        /// Sessions.
        public let sessions: Int
        /// Their minutes.
        public let minutes: Int
        /// Persons who had one.
        public let persons: Int
        /// Needs by code.
        public let needs: [String: Named]
        /// Difficulties by code.
        public let difficulties: [String: Named]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .sessions: .count, .minutes: .minutes, .persons: .persons, .needs: .by(.code, .object(Named.self)),
            .difficulties: .by(.code, .object(Named.self)),
        ]).all
    }

    /// Sessions at one place of young people with one kind of school exit.
    public struct Row: Described, Hashable {
        /// `dropout`, `completed` or `attending`.
        public let schoolExit: String
        /// The place's id.
        public let place: String
        /// Their sessions.
        public let orientation: Sessions

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .schoolExit: .code, .place: .id(of: .place), .orientation: .object(Sessions.self),
        ]).all
    }

    /// Activities and their participants.
    public struct Attendance: Described, Hashable {
        /// Activities held.
        public let activities: Int
        /// Their minutes.
        public let minutes: Int
        /// Known persons, each counted once.
        public let persons: Int
        /// Presences of known persons.
        public let presences: Int
        /// Participants who are not known, counted at each activity.
        public let anonymous: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .activities: .count, .minutes: .minutes, .persons: .persons, .presences: .count, .anonymous: .count,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .caution: .note, .orientation: .object(Sessions.self),
        .rows: .rows(Row.self), .bySchoolExit: .by(.code, .object(Sessions.self)),
        .byPlace: .by(id: .place, .object(Sessions.self)), .byDesk: .by(.code, .object(Sessions.self)),
        .activities: .object(Attendance.self), .activitiesByKind: .by(.code, .object(Attendance.self)),
        .activitiesByPlace: .by(id: .place, .object(Attendance.self)),
        .activitiesByDesk: .by(.code, .object(Attendance.self)),
        .activitiesByMonth: .by(.month, .object(Attendance.self)),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// All sessions.
    public let orientation: Sessions
    /// Sessions by school exit and place.
    public let rows: [Row]
    /// Sessions by school exit.
    public let bySchoolExit: [String: Sessions]
    /// Sessions by place.
    public let byPlace: [String: Sessions]
    /// Sessions by desk.
    public let byDesk: [String: Sessions]
    /// All activities.
    public let activities: Attendance
    /// Activities by kind.
    public let activitiesByKind: [String: Attendance]
    /// Activities by place.
    public let activitiesByPlace: [String: Attendance]
    /// Activities by desk.
    public let activitiesByDesk: [String: Attendance]
    /// Activities by month.
    public let activitiesByMonth: [String: Attendance]
    /// The word of the `Note` on its figures.
    public let caution: String

    /// Answers from the present office. Refuses a place that the office does not know.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let window = question.window
        let selection = try Selection(office, question)
        let linked = LinkedSets(office.links)
        var all = SessionTally()
        var byExitAndPlace: [ExitPlace: SessionTally] = [:]
        var byExit: [String: SessionTally] = [:]
        var byPlace: [String: SessionTally] = [:]
        var byDesk: [String: SessionTally] = [:]
        office.orientations.forEach { _, row in
            guard !row.isVoided, window.contains(row.on), selection.admits(place: row.place) else { return }
            let session = Session(row, linked, office)
            let place = office.symbols[row.place]
            all.add(session)
            byExitAndPlace[ExitPlace(exit: row.schoolExit, place: place), default: SessionTally()].add(session)
            byExit[row.schoolExit.rawValue, default: SessionTally()].add(session)
            byPlace[place, default: SessionTally()].add(session)
            byDesk[row.desk.rawValue, default: SessionTally()].add(session)
        }
        var held = AttendanceTally()
        var heldByKind: [String: AttendanceTally] = [:]
        var heldByPlace: [String: AttendanceTally] = [:]
        var heldByDesk: [String: AttendanceTally] = [:]
        var heldByMonth: [String: AttendanceTally] = [:]
        office.activities.forEach { _, row in
            guard !row.isVoided, window.contains(row.on), selection.admits(place: row.place) else { return }
            let present = Set(office.lists.values(row.present, of: Person.self).map { linked.representative($0) })
            held.add(row, present)
            heldByKind[row.kind.rawValue, default: AttendanceTally()].add(row, present)
            heldByPlace[office.symbols[row.place], default: AttendanceTally()].add(row, present)
            heldByDesk[row.desk.rawValue, default: AttendanceTally()].add(row, present)
            heldByMonth[row.on.month.description, default: AttendanceTally()].add(row, present)
        }
        basis = Basis(office, question)
        position = office.position
        orientation = all.sum(office)
        rows = byExitAndPlace.map { key, tally in
            Row(schoolExit: key.exit.rawValue, place: key.place, orientation: tally.sum(office))
        }.sorted { ($0.schoolExit, $0.place) < ($1.schoolExit, $1.place) }
        bySchoolExit = byExit.mapValues { $0.sum(office) }
        self.byPlace = byPlace.mapValues { $0.sum(office) }
        self.byDesk = byDesk.mapValues { $0.sum(office) }
        activities = held.sum
        activitiesByKind = heldByKind.mapValues(\.sum)
        activitiesByPlace = heldByPlace.mapValues(\.sum)
        activitiesByDesk = heldByDesk.mapValues(\.sum)
        activitiesByMonth = heldByMonth.mapValues(\.sum)
        caution = Note.personsAndHeads.rawValue
    }
}

private struct ExitPlace: Hashable {
    let exit: SchoolExit
    let place: String
}

/// One session, with each code once and the person under the id that represents all linked ids.
private struct Session {
    let person: Ref<Person>
    let minutes: Int
    let needs: Set<Symbol>
    let difficulties: Set<Symbol>

    init(_ row: Orientation, _ linked: LinkedSets, _ office: Office) {
        person = linked.representative(row.person)
        minutes = Int(row.minutes)
        needs = Set(office.lists.values(row.needs, of: SymbolRow.self))
        difficulties = Set(office.lists.values(row.difficulties, of: SymbolRow.self))
    }
}

private struct SessionTally {
    private var sessions = 0
    private var minutes = 0
    private var persons = Set<Ref<Person>>()
    private var needs: [Symbol: (sessions: Int, persons: Set<Ref<Person>>)] = [:]
    private var difficulties: [Symbol: (sessions: Int, persons: Set<Ref<Person>>)] = [:]

    mutating func add(_ session: Session) {
        sessions += 1
        minutes += session.minutes
        persons.insert(session.person)
        for code in session.needs {
            needs[code, default: (0, [])].sessions += 1
            needs[code]?.persons.insert(session.person)
        }
        for code in session.difficulties {
            difficulties[code, default: (0, [])].sessions += 1
            difficulties[code]?.persons.insert(session.person)
        }
    }

    func sum(_ office: Office) -> Youth.Sessions {
        Youth.Sessions(
            sessions: sessions, minutes: minutes, persons: persons.count,
            needs: office.named(needs).mapValues { Youth.Named(sessions: $0.sessions, persons: $0.persons.count) },
            difficulties: office.named(difficulties).mapValues {
                Youth.Named(sessions: $0.sessions, persons: $0.persons.count)
            })
    }
}

private struct AttendanceTally {
    private var activities = 0
    private var minutes = 0
    private var persons = Set<Ref<Person>>()
    private var presences = 0
    private var anonymous = 0

    mutating func add(_ row: Activity, _ present: Set<Ref<Person>>) {
        activities += 1
        minutes += Int(row.minutes)
        persons.formUnion(present)
        presences += present.count
        anonymous += Int(row.anonymous)
    }

    var sum: Youth.Attendance {
        Youth.Attendance(
            activities: activities, minutes: minutes, persons: persons.count, presences: presences,
            anonymous: anonymous)
    }
}
