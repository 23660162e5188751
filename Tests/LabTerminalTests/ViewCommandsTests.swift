import ArgumentParser
import Testing
import Views

@testable import LabTerminal

struct ViewCommandsTests {
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
