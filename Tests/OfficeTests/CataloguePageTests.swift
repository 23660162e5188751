import Foundation
import Office
import OfficeSpecification
import Testing
import Wording

/// The documentation's page of commands is derived from the commands' own descriptions, and compared with them here.
struct CataloguePageTests {
    private static let page = DerivedPage("Office/Office.docc/CataloguePage.md", suite: Self.self)

    @Test func `the page of commands says what the commands themselves say`() throws {
        try Self.page.expect(Self.text())
    }

    static func text() -> String {
        var lines = [
            "# The catalogue of commands", "",
            "Every command that labd takes, the event it becomes, and the least role that may send it. Personal fields are",
            "sealed: no line of the log holds them. This page is derived from the commands' own descriptions and tested",
            "against them. What was chosen where the regulations leave a choice is on the page <doc:Rules>.",
        ]
        var noun = ""
        for command in Catalogue.commands {
            let next = String(command.name.prefix { $0 != "." })
            if next != noun {
                noun = next
                lines += ["", "## \(noun)"]
            }
            lines += [
                "", "### \(command.name)", "", command.summary(in: .english), "",
                "Becomes `\(command.event)`, version \(command.schema). Least role: \(command.leastRole.rawValue).", "",
                "| field | | what is accepted |", "|---|---|---|",
            ]
            for field in Catalogue.fields(of: command) {
                let marks = [field.isRequired ? "required" : "", field.isSealed ? "personal" : ""].filter {
                    !$0.isEmpty
                }
                let form = field.form.text(in: .english).replacingOccurrences(of: "|", with: "\\|")
                lines.append("| `\(field.name)` | \(marks.joined(separator: ", ")) | \(form) |")
            }
        }
        lines += [
            "", "## Flags", "", "What an accepted command can be flagged with.", "", "| flag | |", "|---|---|",
        ]
        lines += Flag.allCases.map { "| `\($0.rawValue)` | \($0.text(in: .english)) |" }
        return lines.joined(separator: "\n") + "\n"
    }
}
