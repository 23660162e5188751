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
        #expect(Set(English.columns.keys).subtracting(fields) == [])
        for (name, title) in English.columns { #expect(!title.isEmpty && title != name, "\(name)") }
    }

    @Test func `each view has a title and a purpose, which its command tells`() throws {
        #expect(Set(English.views.keys) == Set(Catalogue.views.map { $0.name }))
        for view in Catalogue.views {
            let words = try #require(English.views[view.name])
            #expect(!words.title.isEmpty && words.purpose.hasSuffix("."), "\(view.name)")
        }
    }
}
