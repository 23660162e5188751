public import CivilTime

/// The promises of the grant agreement: where, when, by whom and how much.
///
/// The plan in force is the last adopted, for all days. Its form on the wire is the catalogue's section 3.
public struct Plan: Sendable, Hashable, Codable {
    /// The office's id.
    public let office: ID
    /// The project's title.
    public let title: Text
    /// The grant's number.
    public let grant: Text
    /// The first and last day on which work may be charged.
    public let period: Period
    /// The minutes owed in a week that is only partly in the window.
    public let partWeek: PartWeekPolicy
    /// The funds.
    public let funds: [Fund]
    /// The places of work.
    public let places: [Place]
    /// The budget lines.
    public let lines: [Line]
    /// The phases of the helping process, in their order.
    public let phases: [Phase]
    /// The fund's kinds of measure, over the codes of topics, needs and purposes.
    public let measures: [Measure]
    /// The figures to be reached.
    public let targets: [Target]
    /// From when on something is remarked.
    public let limits: Limits

    /// A span of days, both ends included.
    public struct Period: Sendable, Hashable, Codable {
        /// The first day.
        public let from: Day
        /// The last day.
        public let to: Day

        /// The span from `from` to `to`, which must not lie before it.
        public init(from: Day, to: Day) {
            self.from = from
            self.to = to
        }
    }

    /// A source of money.
    public struct Fund: Sendable, Hashable, Codable {
        /// Its id.
        public let id: ID
        /// Whether hours on it count as delivered under the plan.
        public let project: Bool
    }

    /// A town's desk or the office itself.
    public struct Place: Sendable, Hashable, Codable {
        /// Its id.
        public let id: ID
        /// Its name for people.
        public let name: Text
        /// The ISTAT code of its municipality.
        public let istat: Text?
        /// Town or office.
        public let kind: Kind
        /// Its patron day, a holiday there.
        public let patron: DayOfYear?

        /// The kind of a place.
        public enum Kind: String, WordList {
            /// A town's desk.
            case town
            /// The Ufficio di Piano.
            case office
        }
    }

    /// A budget line.
    public struct Line: Sendable, Hashable, Codable {
        /// Its id.
        public let id: ID
        /// Which of the three services it is.
        public let service: Service
        /// Its title in Italian and English.
        public let title: Title
        /// Hours owed each week, or work on request.
        public let kind: Kind
        /// The ids of the places that it is for.
        public let places: [ID]
        /// Minutes owed at each place each week, where `kind` is hours.
        public let weeklyMinutes: Int?
        /// Minutes that the line has in all.
        public let budgetMinutes: Int?
        /// The first and last day of its window.
        public let window: Period
        /// The professions that may work on it.
        public let professions: [Profession]

        /// The three services of the project.
        public enum Service: String, WordList {
            /// Segretariato sociale.
            case secretariat
            /// Mediazione linguistica e culturale.
            case mediation
            /// Interventi educativi per giovani stranieri.
            case youth
        }

        /// The kind of a line's obligation.
        public enum Kind: String, WordList {
            /// So many minutes a week at each place.
            case hours
            /// The amount requested and authorised.
            case onRequest = "on-request"
        }
    }

    /// A title in both languages.
    public struct Title: Sendable, Hashable, Codable {
        /// Italian.
        public let it: Text
        /// English.
        public let en: Text
    }

    /// A phase of the helping process.
    public struct Phase: Sendable, Hashable, Codable {
        /// Its id.
        public let id: ID
        /// Its name in both languages.
        public let title: Title
    }

    /// One of the fund's kinds of measure.
    public struct Measure: Sendable, Hashable, Codable {
        /// Its id.
        public let id: ID
        /// Its name in both languages.
        public let title: Title
        /// The codes of topics, needs and purposes that fall under it.
        public let codes: [ID]
    }

    /// A figure to be reached.
    public struct Target: Sendable, Hashable, Codable {
        /// The indicator, such as `personsServed`.
        public let indicator: ID
        /// For one line only.
        public let line: ID?
        /// For one kind of measure only.
        public let measure: ID?
        /// The number.
        public let value: Int
    }

    /// From when on something is remarked.
    public struct Limits: Sendable, Hashable, Codable {
        /// Minutes of a worker in a day.
        public let dailyMinutes: Int
        /// Days between work and its recording.
        public let lateEntryDays: Int
        /// Days without anything on an open case.
        public let silentCaseDays: Int
    }
}

/// The minutes owed in a week of which only some days count, because of the line's window, the period or a suspension.
public enum PartWeekPolicy: String, WordList {
    /// The weekly minutes × working days ÷ 5.
    case workingDays = "working-days"
    /// The weekly minutes × days ÷ 7.
    case calendarDays = "calendar-days"
    /// The whole week if a single day is left.
    case weeksTouched = "weeks-touched"
    /// The whole week if a working day is left.
    case weeksWithWorkingDay = "weeks-with-working-day"
    /// The whole week only if all seven days are left.
    case fullWeeks = "full-weeks"

    /// Whether figures by month count days, rather than put whole weeks into the month of their Thursday.
    public var countsDays: Bool { self == .workingDays || self == .calendarDays }
}

extension Plan {
    /// The line of that id, or nil.
    public func line(_ id: ID) -> Line? { lines.first { $0.id == id } }
    /// The place of that id, or nil.
    public func place(_ id: ID) -> Place? { places.first { $0.id == id } }
    /// The fund of that id, or nil.
    public func fund(_ id: ID) -> Fund? { funds.first { $0.id == id } }
    /// The one line of a service that has just one.
    public func line(of service: Line.Service) -> Line? { lines.first { $0.service == service } }
    /// The place of a phase in the order, or nil.
    public func index(ofPhase id: ID) -> Int? { phases.firstIndex { $0.id == id } }
}

extension Plan.Period {
    /// Whether `day` lies in it.
    public func contains(_ day: Day) -> Bool { from <= day && day <= to }

    /// The days that both have, or nil.
    public func intersection(_ other: Plan.Period) -> Plan.Period? {
        let lower = max(from, other.from)
        let upper = min(to, other.to)
        return lower <= upper ? Plan.Period(from: lower, to: upper) : nil
    }
}
