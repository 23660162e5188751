import Markup
import Office
import Views

/// The parts of the site, in the order of its navigation. Each view is in one of them.
enum Section: CaseIterable {
    case today, hours, cases, mediation, youth, plan, indicators, reports, register

    /// The views of the section; the first is where its link leads.
    var views: [any Answer.Type] {
        switch self {
        case .today: [DaySummary.self, OfficeCalendar.self, Usual.self, Remedies.self]
        case .hours: [Timesheets.self, Hours.self, Timesheet.self, EntryFile.self, Workers.self, WorkerFile.self]
        case .cases:
            [
                Caseload.self, Cases.self, CaseFile.self, Contacts.self, ContactFile.self, Persons.self,
                PersonFile.self,
            ]
        case .mediation: [Mediations.self, Requests.self, MediationFile.self]
        case .youth: [Youth.self, Orientations.self, OrientationFile.self, Activities.self, ActivityFile.self]
        case .plan: [Compliance.self, Costs.self, Reconciliation.self]
        case .indicators: [Indicators.self, Aggregates.self, Explanation.self]
        case .reports: [Reports.self, ClaimableEntries.self, ReportFile.self, Diff.self]
        case .register: [Audit.self, Retention.self]
        }
    }

    /// The section of a view.
    init(of view: any Answer.Type) {
        self = Self.allCases.first { section in section.views.contains { $0.name == view.name } } ?? .register
    }

    /// Its name in the navigation.
    func title(_ visit: Visit) -> String {
        switch self {
        case .today: visit.say("Today", it: "Oggi")
        case .hours: visit.say("Hours", it: "Ore")
        case .cases: visit.say("Cases", it: "Casi")
        case .mediation: visit.say("Mediation", it: "Mediazioni")
        case .youth: visit.say("Youth", it: "Giovani")
        case .plan: visit.say("Plan", it: "Piano")
        case .indicators: visit.say("Indicators", it: "Indicatori")
        case .reports: visit.say("Reports", it: "Relazioni")
        case .register: visit.say("Register", it: "Registro")
        }
    }

    /// The views that can be asked without naming anything, which its second line of navigation leads to.
    var open: [any Answer.Type] { views.filter { $0.required.isEmpty && $0.name != Remedies.name } }

    /// The forms of the daily work that belong here and that an account may fill in.
    func dailyForms(_ visit: Visit) -> [(title: String, address: Address)] {
        switch self {
        case .today, .hours:
            guard visit.maySee(Timesheet.self) else { return [] }
            // From the sheet of one month, the grid of the same one.
            return [(visit.say("The month", it: "Il mese"), Address(["pages", "month"], visit.askedMonth))]
        case .youth:
            guard visit.sends.contains(.operator) else { return [] }
            return [(visit.say("Attendance", it: "Presenze"), Address(["pages", "attendance"]))]
        case .cases, .mediation, .plan, .indicators, .reports, .register: return []
        }
    }
}
