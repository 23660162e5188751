internal import ArgumentParser

/// One of the catalogue's nouns, under which labctl groups its verbs.
protocol Noun {
    /// The noun, as in the catalogue.
    static var name: String { get }
    /// What it is about, in a line.
    static var abstract: String { get }
    /// Verbs beside those of the catalogues' commands and views.
    static var more: [any ParsableCommand.Type] { get }
}

extension Noun {
    static var more: [any ParsableCommand.Type] { [] }
}

/// `labctl NOUN VERB`.
struct Group<N: Noun>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: N.name, abstract: N.abstract,
            subcommands: verbs(of: N.name) + viewCommands(of: N.name) + N.more)
    }
}

enum ProjectNoun: Noun {
    static let name = "project"
    static let abstract = "Suspensions, extended permits, proceedings."
}

enum WorkerNoun: Noun {
    static let name = "worker"
    static let abstract = "Who works: enrolment, changes, rates, absences."
}

enum HoursNoun: Noun {
    static let name = "hours"
    static let abstract = "Hours worked, logged and adjusted."
}

enum TimesheetNoun: Noun {
    static let name = "timesheet"
    static let abstract = "A worker's month: completed, signed, approved; `timesheet show` tells one."
}

enum PersonNoun: Noun {
    static let name = "person"
    static let abstract = "People: evidence, eligibility, links, corrections; `person show` tells one."
    static var more: [any ParsableCommand.Type] { [PersonFind.self, PersonAccess.self] }
}

enum ContactNoun: Noun {
    static let name = "contact"
    static let abstract = "A first contact at a desk."
}

enum CaseNoun: Noun {
    static let name = "case"
    static let abstract = "Cases from opening to closing; `case show` tells one."
}

enum MediationNoun: Noun {
    static let name = "mediation"
    static let abstract = "Mediation from request to delivery."
}

enum OrientationNoun: Noun {
    static let name = "orientation"
    static let abstract = "Guidance of a young person at a youth desk."
}

enum ActivityNoun: Noun {
    static let name = "activity"
    static let abstract = "Activities with young people."
}

enum RecordNoun: Noun {
    static let name = "record"
    static let abstract = "Voids what was recorded in error."
}

enum ReportNoun: Noun {
    static let name = "report"
    static let abstract = "Reports: submitted, reopened, listed, and held against what is known now."
    static var more: [any ParsableCommand.Type] { [ReportDiff.self] }
}

enum AuditNoun: Noun {
    static let name = "audit"
    static let abstract = "What an auditor looks at: `audit show`; and notes: `audit note-finding`."
}

enum ClockNoun: Noun {
    static let name = "clock"
    static let abstract = "Confirms the machine's clock, where labd does not believe it."
}

/// The nouns in the order in which help shows them.
let nouns: [any ParsableCommand.Type] = [
    Group<ContactNoun>.self, Group<PersonNoun>.self, Group<CaseNoun>.self, Group<MediationNoun>.self,
    Group<OrientationNoun>.self, Group<ActivityNoun>.self, Group<HoursNoun>.self, Group<TimesheetNoun>.self,
    Group<WorkerNoun>.self, Group<ProjectNoun>.self, Group<RecordNoun>.self,
    Group<ReportNoun>.self, Group<AuditNoun>.self, Group<ClockNoun>.self,
]
