import ArgumentParser
import LabAPI
import Synchronization
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

    @Test(arguments: [([], 1), (["--place", "Rovato"], 1), (["--json"], 0), (["--json", "--place", "Rovato"], 1)])
    func `the plan is asked for once, and only if its names are needed`(_ options: [String], _ times: Int) async throws
    {
        let paths = Mutex<[String]>([])
        let run = try await LabctlRun(
            ["contact", "list"] + options,
            answers: [
                Paths.plan: .init(body: #"{"plan":{"places":[{"id":"rovato","name":"Rovato"}]}}"#),
                Paths.view(Contacts.name): .init(
                    body: #"{"basis":{"position":1,"simulated":false},"position":1,"rows":[]}"#),
            ]
        ) { path in paths.withLock { $0.append(path) } }
        #expect(run.status == 0, "\(run.errors)")
        #expect(paths.withLock { $0.count { $0 == Paths.plan } } == times)
        #expect(run.output.contains("no rows") != options.contains("--json"), "\(run.output)")
    }
}
