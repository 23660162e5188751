import ArgumentParser
import Testing

@testable import LabTerminal

@Suite struct CSVFormTests {
    @Test(arguments: [
        (["--csv"], CSVForm.international), (["--csv", "it"], .it), (["--csv=it"], .it),
        (["--csv", "--to", "3"], .international),
        (["--format", "csv", "--csv=it"], .it), (["--csv=international"], .international),
    ])
    func `--csv accepts a form or nothing`(arguments: [String], form: CSVForm) throws {
        let command = try #require(try Labctl.parseAsRoot(["export"] + arguments) as? ExportCommand)
        #expect(command.csv == form)
    }

    @Test(arguments: [
        (["caseload", "--csv"], CSVForm.international), (["caseload", "--csv=it"], .it),
        (["caseload", "--csv", "it"], .it),
        (["caseload", "--csv", "--on", "2019-06-30"], .international),
        (["caseload", "--csv=it", "--table", "byPlace"], .it),
    ])
    func `views take it as well`(arguments: [String], form: CSVForm) throws {
        let command = try #require(try Labctl.parseAsRoot(arguments) as? any ViewCommand)
        #expect(Self.output(command).csv == form)
    }

    private static func output<Command: ViewCommand>(_ command: Command) -> OutputOptions { command.options.output }

    @Test(arguments: [["case", "show", "--csv", "c-1"], ["case", "show", "c-1", "--csv"]])
    func `a word after --csv that is not a form belongs to the command`(arguments: [String]) throws {
        let command = try #require(try Labctl.parseAsRoot(arguments) as? any ViewCommand)
        #expect(Self.output(command).csv == .international)
        #expect(command.arguments.map(\.value) == ["c-1"])
    }

    @Test func `without --csv there is no form`() throws {
        #expect(try (Labctl.parseAsRoot(["export"]) as? ExportCommand)?.csv == nil)
    }

    @Test func `--csv and another format do not go together`() {
        #expect(throws: (any Error).self) { try Labctl.parseAsRoot(["export", "--format", "xes", "--csv"]) }
    }

    @Test func `an unknown form is refused by name, and not ignored`() async {
        let failure = #expect(throws: Failure.self) { try CSVForm.check(["export", "--csv=de"]) }
        #expect(failure?.message == "--csv cannot be \"de\": it takes international or it, or nothing")
        #expect(throws: Never.self) { try CSVForm.check(["export", "--csv", "--csv=it", "--", "--csv=de"]) }
        #expect(await LabctlProgram.run(["export", "--csv=de"]) == .usage)
    }
}
