import Wording
import Foundation
import OfficeSpecification
import Presentation
import Testing
import Views

@testable import LabTerminal

/// The documentation's page of views is derived from the views' own descriptions, and held against them here.
struct ViewsPageTests {
    private static let page = DerivedPage("Views/Views.docc/CataloguePage.md", suite: Self.self)

    @Test func `the page of views says what the views themselves say`() throws {
        try Self.page.expect(Self.text())
    }

    private static func text() -> String {
        var lines = [
            "# The catalogue of views", "",
            "All views of labd: how to ask them, and their answers. This page is derived from the views' own",
            "descriptions and tested against them. Every answer also has its `basis`, and `position`, that of the",
            "last event that it includes. A question mark marks a field that may be missing.",
        ]
        for view in Catalogue.views {
            let arguments = view.required.map { " " + $0.rawValue.uppercased() }.joined()
            lines += [
                "", "## \(view.name)", "", view.purpose(in: .english), "",
                "`GET /v1/\(view.name)`, `labctl \(view.command)\(arguments)`"
                    + (view.audience == .everyone ? "; viewers may ask it." : "."), "",
                "| parameter | | accepted values |", "|---|---|---|",
            ]
            for parameter in view.parameters {
                lines.append(
                    "| `\(parameter.rawValue)` | \(view.required.contains(parameter) ? "required" : "") | "
                        + "\(view.form(of: parameter).replacing("|", with: "\\|")) |")
            }
            let columns = view.columns.filter { !["basis", "position", "names"].contains($0.name) }
            lines += table(of: columns, [AnswerTable.answerName])
            var objects: [(type: any Described.Type, paths: [String])] = []
            for column in columns { add(column.content, column.name, to: &objects) }
            for (type, paths) in objects { lines += table(of: type.columns, paths) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Adds the types of the objects in a field, each with the fields in which it stands.
    private static func add(
        _ content: Column.Content, _ path: String, to objects: inout [(type: any Described.Type, paths: [String])]
    ) {
        switch content {
        case .object(let type), .rows(let type):
            if let index = objects.firstIndex(where: { $0.type == type }) {
                objects[index].paths.append(path)
            } else {
                objects.append((type, [path]))
                for column in type.columns { add(column.content, path + "." + column.name, to: &objects) }
            }
        case .by(_, let content), .optional(let content): add(content, path, to: &objects)
        case .value, .values: break
        }
    }

    private static func table(of columns: [Column], _ paths: [String]) -> [String] {
        ["", "| \(paths.map { "`\($0)`" }.joined(separator: ", ")) | meaning | unit |", "|---|---|---|"]
            + columns.map { column in
                "| `\(column.name)`\(column.isOptional ? "?" : "") | \(Column.title(of: column.name, in: .english)) | "
                    + "\(text(column.content)) |"
            }
    }

    private static func text(_ content: Column.Content) -> String {
        switch content {
        case .value(let unit): "\(unit)"
        case .values(let unit): "list of \(unit)"
        case .object: "object"
        case .rows: "list of objects"
        case .by(let unit, let inner): "by \(unit): \(text(inner))"
        case .optional(let inner): text(inner)
        }
    }
}
