import ArgumentParser
import Testing
import Views

@testable import LabTerminal

struct ViewWordsTests {
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
        #expect(fields.subtracting(ViewWords.columns.keys) == [])
        #expect(Set(ViewWords.columns.keys).subtracting(fields) == [])
        for (name, title) in ViewWords.columns { #expect(!title.isEmpty && title != name, "\(name)") }
    }

    @Test func `each view has a title and a purpose, which its command tells`() throws {
        #expect(Set(ViewWords.views.keys) == Set(Catalogue.views.map { $0.name }))
        for view in Catalogue.views {
            let words = try #require(ViewWords.views[view.name])
            #expect(!words.title.isEmpty && words.purpose.hasSuffix("."), "\(view.name)")
        }
    }

    @Test func `each view is asked by one command, by the words that it says`() throws {
        let nouns = Set(
            Catalogue.views.compactMap { view in
                view.command.contains(" ") ? view.command.split(separator: " ").first.map(String.init) : nil
            })
        let commands = ([nil] + nouns.map { $0 }).flatMap { noun in
            viewCommands(of: noun).map { (noun.map { $0 + " " } ?? "") + ($0.configuration.commandName ?? "") }
        }
        #expect(commands.sorted() == Catalogue.views.map { $0.command }.sorted())
        for view in Catalogue.views {
            let words = view.command.split(separator: " ").map(String.init)
            let values = view.required.map { _ in "x-1" } + (view.name == Diff.name ? ["--since", "1"] : [])
            let command = try #require(try Labctl.parseAsRoot(words + values) as? any ViewCommand)
            #expect(type(of: command).view == view)
            #expect(command.arguments.map(\.parameter) == view.required)
        }
    }
}
