import ArgumentParser
import CivilTime
import Office
import Testing
import Views

@testable import LabTerminal

/// The words of every command that asks a view, with what its arguments take.
private let commands: [[String]] = [
    ["compliance"], ["caseload"], ["mediations"], ["indicators"], ["timesheets"], ["youth"], ["costs"],
    ["reconciliation"], ["retention"], ["aggregates"], ["diff", "--since", "1"], ["explain", "compliance"],
    ["case", "show", "c-1"], ["person", "show", "p-1"], ["timesheet", "show", "sw-1", "2019-06"], ["audit", "show"],
    ["report", "list"], ["report", "show", "r-1"], ["report", "diff", "r-1"], ["privacy", "suspected"],
    ["privacy", "reads"], ["case", "list"], ["contact", "list"], ["contact", "show", "k-1"], ["person", "list"],
    ["mediation", "list"], ["mediation", "show", "m-1"], ["orientation", "list"], ["orientation", "show", "o-1"],
    ["activity", "list"], ["activity", "show", "a-1"], ["hours", "list"], ["hours", "show", "h-1"], ["worker", "list"],
    ["worker", "show", "sw-1"], ["today"], ["undo"], ["usual"],
    ["calendar"], ["report", "claimable"],
]

/// A command that asks a view, opened.
private func opened(_ words: [String]) throws -> any ViewCommand {
    try #require(try Labctl.parseAsRoot(words) as? any ViewCommand)
}

@Suite struct ViewOptionsTests {
    @Test func `every view has a command here`() throws {
        func name<Command: ViewCommand>(_ command: Command) -> String { Command.view.name }
        #expect(Set(try commands.map { name(try opened($0)) }) == Set(Catalogue.views.map { $0.name }))
    }

    @Test(arguments: commands)
    func `every parameter of a view is an option or an argument of its command, unless labctl never uses it`(
        _ words: [String]
    ) throws {
        func check<Command: ViewCommand>(_ command: Command) throws {
            let given = Set(command.arguments.map(\.parameter))
            for parameter in Command.view.parameters {
                #expect(
                    Command.offered.contains(parameter) || given.contains(parameter)
                        || Command.withoutOption.contains(parameter) || parameter == .report
                        || parameter.isOfPlaces,
                    "\(words) \(parameter)")
            }
            #expect(Command.withoutOption.isSubset(of: Command.view.parameters))
        }
        try check(try opened(words))
    }

    @Test(arguments: commands.enumerated().map { ($0.offset, $0.element) })
    func `a command takes the options of its view, tells them in its help, and refuses all others`(
        _ number: Int, _ words: [String]
    ) throws {
        func check<Command: ViewCommand>(_ command: Command) throws {
            // The command's own group of options: that of all of labctl takes long to be put together.
            typealias Options = ViewOptions<Command>
            func typed(_ parameter: Parameter) -> [String] {
                [parameter.option] + (parameter.isYesOrNo ? [] : [Self.sample(parameter)])
            }
            let optional = Parameter.allCases.filter {
                ![.id, .of, .report, .since].contains($0) && !$0.isOfPlaces
            }
            let offered = optional.filter(Command.offered.contains)
            let others = optional.filter { !Command.offered.contains($0) }
            let help = Command.helpMessage(includeHidden: false, columns: 100)
            for parameter in optional {
                #expect(help.contains("  \(parameter.option) ") == offered.contains(parameter), "\(parameter)")
            }
            #expect(throws: Never.self, "\(offered)") { try Options.parse(offered.flatMap(typed)) }
            // A parser takes long to be put together without optimisation: each command refuses one, and each is refused by some.
            let refused = typed(others[number % others.count])
            let error = #expect(throws: (any Error).self, "\(refused)") { try Options.parse(refused) }
            let message = error.map { Options.message(for: $0) } ?? ""
            #expect(message.contains("has no option \(refused[0]); it has"), "\(refused): \(message)")
        }
        try check(try opened(words))
    }

    @Test func `a command knows which parameters were given, in the view's order`() throws {
        let words = ["costs", "--worker", "sw-1", "--week", "2019-W45", "--as-of", "12", "--on", "yesterday"]
        let command = try #require(try Labctl.parseAsRoot(words) as? Ask<Costs, NoArgument>)
        #expect(
            command.options.given.map { "\($0.parameter)=\($0.value)" } == [
                "asOf=12", "on=yesterday", "worker=sw-1", "week=2019-W45",
            ])
    }

    @Test func `compliance in a real log ends with today, or with the day of the moment that is asked about`() throws {
        let today = try #require(Day("2019-12-10"))
        #expect(ComplianceCommand.lastDay(asOf: nil, today: today) == "2019-12-10")
        #expect(ComplianceCommand.lastDay(asOf: "12", today: today) == "as-of")
        #expect(ComplianceCommand.lastDay(asOf: "2019-08-01T00:00:00Z", today: today) == Question.dayOfAsOf)
    }

    @Test(arguments: [
        ["caseload", "--json", "--csv"], ["caseload", "--json", "--xlsx", "a"], ["caseload", "--csv", "--xlsx", "a"],
        ["caseload", "--xlsx", "a", "--watch"], ["caseload", "--table", "byPlace"],
    ])
    func `an answer is printed in one form, and a table named for CSV alone`(_ words: [String]) {
        #expect(throws: (any Error).self) { try Labctl.parseAsRoot(words) }
    }

    private static func sample(_ parameter: Parameter) -> String {
        switch parameter {
        case .on, .from, .to: "2019-06-03"
        case .month: "2019-06"
        case .week: "2019-W23"
        case .quarter: "2019-Q2"
        case .asOf, .since: "1"
        default: "x"
        }
    }
}
