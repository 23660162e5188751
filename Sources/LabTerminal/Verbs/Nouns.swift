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
            subcommands: CommandScope.below(Self.self, verbs(of: N.name) + viewCommands(of: N.name) + N.more))
    }
    static var _commandName: String { N.name }
}

enum ProjectNoun: Noun {
    static let name = "project"
    static var abstract: String {
        localized(
            "Suspensions, extended permits, proceedings.",
            it: "Sospensioni, proroghe dei permessi, procedimenti.")
    }
}

enum WorkerNoun: Noun {
    static let name = "worker"
    static var abstract: String {
        localized(
            "Who works: enrolment, changes, rates, absences.",
            it: "Chi lavora: assunzione, variazioni, costi, assenze.")
    }
}

enum HoursNoun: Noun {
    static let name = "hours"
    static var abstract: String {
        localized(
            "Hours worked, logged and adjusted.",
            it: "Le ore lavorate, registrate e rettificate.")
    }
}

enum TimesheetNoun: Noun {
    static let name = "timesheet"
    static var abstract: String {
        localized(
            "A worker's month: completed, signed, approved; `timesheet show` tells one.",
            it: "Il foglio ore di un mese: completato, firmato, approvato; `timesheet show` ne mostra uno.")
    }
}

enum PersonNoun: Noun {
    static let name = "person"
    static var abstract: String {
        localized(
            "People: evidence, eligibility, links, corrections; `person show` tells one.",
            it: "Le persone: documenti, ammissibilità, unioni, correzioni; `person show` ne mostra una.")
    }
    static var more: [any ParsableCommand.Type] { [PersonFind.self, PersonAccess.self] }
}

enum ContactNoun: Noun {
    static let name = "contact"
    static var abstract: String {
        localized(
            "A first contact at a desk.",
            it: "Un primo contatto a uno sportello.")
    }
}

enum CaseNoun: Noun {
    static let name = "case"
    static var abstract: String {
        localized(
            "Cases from opening to closing; `case show` tells one.",
            it: "I casi dall'apertura alla chiusura; `case show` ne mostra uno.")
    }
}

enum MediationNoun: Noun {
    static let name = "mediation"
    static var abstract: String {
        localized(
            "Mediation from request to delivery.",
            it: "La mediazione dalla richiesta all'erogazione.")
    }
}

enum OrientationNoun: Noun {
    static let name = "orientation"
    static var abstract: String {
        localized(
            "Guidance of a young person at a youth desk.",
            it: "La consulenza orientativa a un giovane in uno sportello.")
    }
}

enum ActivityNoun: Noun {
    static let name = "activity"
    static var abstract: String {
        localized(
            "Activities with young people.",
            it: "Le attività con i giovani.")
    }
}

enum RecordNoun: Noun {
    static let name = "record"
    static var abstract: String {
        localized(
            "Voids what was recorded in error.",
            it: "Annulla ciò che è stato registrato per errore.")
    }
}

enum ReportNoun: Noun {
    static let name = "report"
    static var abstract: String {
        localized(
            "Reports: submitted, reopened, listed, and held against what is known now.",
            it: "Le relazioni: trasmesse, riaperte, elencate, confrontate con ciò che è noto ora.")
    }
    static var more: [any ParsableCommand.Type] { [ReportPreview.self, ReportDiff.self, ReportProve.self] }
}

enum AuditNoun: Noun {
    static let name = "audit"
    static var abstract: String {
        localized(
            "What an auditor looks at: `audit show`; and notes: `audit note-finding`.",
            it: "Ciò che guarda un revisore: `audit show`; e i rilievi: `audit note-finding`.")
    }
}

enum ClockNoun: Noun {
    static let name = "clock"
    static var abstract: String {
        localized(
            "Confirms the machine's clock, where labd does not believe it.",
            it: "Conferma l'orologio del server, quando labd non gli crede.")
    }
}

/// The nouns in the order in which help shows them.
let nouns: [any ParsableCommand.Type] = [
    Group<ContactNoun>.self, Group<PersonNoun>.self, Group<CaseNoun>.self, Group<MediationNoun>.self,
    Group<OrientationNoun>.self, Group<ActivityNoun>.self, Group<HoursNoun>.self, Group<TimesheetNoun>.self,
    Group<WorkerNoun>.self, Group<ProjectNoun>.self, Group<RecordNoun>.self,
    Group<ReportNoun>.self, Group<AuditNoun>.self, Group<ClockNoun>.self,
]
