import LabAPI
import OfficeSpecification
import TOMLFiles
import Testing
import Wording

@testable import Interchange
@testable import LabTerminal

/// Errors of other modules, in the language in which labctl speaks.
@Suite struct SpokenErrorsTests {
    private func check(_ text: () -> String, sourceLocation: SourceLocation = #_sourceLocation) {
        for language in DisplayLanguage.allCases {
            let text = Speech.$language.withValue(language) { text() }
            let foreign = FunctionWords.foreign(to: language, in: text)
            #expect(
                foreign.isEmpty && !text.hasSuffix("."), "not \(language.tag): \(text)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: ClientError.Code.allCases)
    func `why labd cannot be reached`(code: ClientError.Code) {
        for reason in [nil, "/run/labd"] {
            let error = ClientError(code, socket: "/run/labd/labd.sock", reason: reason)
            check { error.spoken }
            for language in DisplayLanguage.allCases {
                #expect(Speech.$language.withValue(language) { error.spoken }.contains("/run/labd/labd.sock"))
            }
        }
    }

    @Test(arguments: InterchangeError.Code.allCases)
    func `what is wrong with a sheet`(code: InterchangeError.Code) {
        let place = CSVPlace(line: 3, column: 2, character: 14, header: "Data")
        let error = InterchangeError(code, at: place, value: "3x", "x", accepted: "y")
        check { error.spoken }
        #expect(
            Speech.$language.withValue(.italian) { error.spoken }
                .hasPrefix("riga 3, colonna 2 (Data), carattere 14: "))
        #expect(Speech.$language.withValue(.english) { error.spoken } == error.description)
    }

    @Test(arguments: [
        "[%", "a = [1", "a = {b = 1", "a = ", "a", "office = \"x", "office = \"x\"\n", "place = 1\noffice = \"x\"\n",
        "a = \"\\u0000\"", "[]", "[a\n", "a = 1 b",
    ])
    func `what is wrong with a plan's file`(text: String) throws {
        let error = try #require(throws: PlanFileError.self) { try PlanFile(text: text, name: "plan.toml").check() }
        check { error.spoken }
        #expect(Speech.$language.withValue(.italian) { error.spoken } != error.description)
    }
}
