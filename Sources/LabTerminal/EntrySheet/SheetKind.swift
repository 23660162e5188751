internal import ArgumentParser
internal import Office

/// What a workbook to be filled in is of: a command for each of its rows.
enum SheetKind: String, CaseIterable, ExpressibleByArgument {
    case hours, contacts, mediations, attendance

    /// The command that each row becomes.
    var command: any Command.Type {
        let name =
            switch self {
            case .hours: "hours.log"
            case .contacts: "contact.record"
            case .mediations: "mediation.deliver"
            case .attendance: "activity.hold"
            }
        guard let command = Catalogue.command(name) else { preconditionFailure("\(name) is a command") }
        return command
    }

    /// The kind whose rows become a command; nil if none.
    init?(command name: String) {
        guard let kind = Self.allCases.first(where: { $0.command.name == name }) else { return nil }
        self = kind
    }

    /// How many rows a sheet of it has, if nobody says another number.
    var usualRows: Int { self == .hours ? 2000 : 300 }

    /// What it is called: of the tab, and at the head of the sheet.
    var title: String {
        switch self {
        case .hours: localized("Hours", it: "Ore")
        case .contacts: localized("Contacts", it: "Contatti")
        case .mediations: localized("Mediations", it: "Mediazioni")
        case .attendance: localized("Activities", it: "Attività")
        }
    }
}
