import Testing
import Views

@testable import Wording

struct AnswerWordingTests {
    /// The names of all fields of a type and of those within it.
    private static func fields(of type: any Described.Type) -> Set<String> {
        type.columns.reduce(into: []) { names, column in
            names.insert(column.name)
            if let inner = inner(column.content) { names.formUnion(fields(of: inner)) }
        }
    }

    private static func inner(_ content: Column.Content) -> (any Described.Type)? {
        switch content {
        case .object(let type), .rows(let type): type
        case .by(_, let content), .optional(let content): inner(content)
        case .value, .values: nil
        }
    }

    @Test func `each field of a view has a title, and each title is one of a field`() {
        let fields = Catalogue.views.reduce(into: Set<String>()) { $0.formUnion(Self.fields(of: $1)) }
        #expect(fields.subtracting(English.columns.keys) == [])
        #expect(Set(English.columns.keys.filter { !$0.contains(".") }).subtracting(fields) == [])
        #expect(Set(Italian.columns.keys) == Set(English.columns.keys))
        for (name, title) in English.columns { #expect(!title.isEmpty && title != name, "\(name)") }
    }

    @Test func `a field has another title in a view where it is said of something else`() throws {
        for name in Italian.columns.keys where name.contains(".") {
            let parts = name.split(separator: ".").map(String.init)
            let view = try #require(Catalogue.views.first { $0.name == parts[0] }, "\(name)")
            #expect(parts.count == 2 && Self.fields(of: view).contains(parts[1]), "\(name)")
            #expect(Italian.columns[name] != Italian.columns[parts[1]], "\(name)")
        }
        let title = { (view: String?) in Column.title(of: "approved", ofView: view, in: .italian) }
        #expect(title("costs") == "Approvate" && title("timesheet") == "Approvato" && title(nil) == "Approvato")
        #expect(Column.title(of: ["approved", "minutes"], ofView: "costs", in: .italian).hasPrefix("Approvate "))
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `the figures of a view have different titles`(language: DisplayLanguage) {
        for view in Catalogue.views {
            let figures = English.columns.keys.filter { Catalogue.unit(of: $0, countedBy: view.name) != nil }
            let titles = figures.map { Column.title(of: $0, ofView: view.name, in: language) }
            #expect(Set(titles).count == titles.count, "\(view.name): \(titles)")
        }
    }

    @Test func `each view has a title and a purpose, which its command tells`() throws {
        #expect(Set(English.views.keys) == Set(Catalogue.views.map { $0.name }))
        for view in Catalogue.views {
            let words = try #require(English.views[view.name])
            #expect(!words.title.isEmpty && words.purpose.hasSuffix("."), "\(view.name)")
        }
    }
}
