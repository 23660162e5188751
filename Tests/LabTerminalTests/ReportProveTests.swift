import ArgumentParser
import Testing
import TransparencyCrypto
import TransparencyLog
import Wording

@testable import LabTerminal

@Suite struct ReportProveTests {
    @Test(arguments: [
        ("report/q-1", "report.submitted", true), ("report/q-2", "report.submitted", false),
        ("report/q-1", "report.withdrawn", false),
    ])
    func `only the report's own submission is proven`(_ subject: String, _ type: String, _ isIt: Bool) {
        let line = #"{"data":{},"subject":"\#(subject)","type":"\#(type)"}"#
        #expect(ReportProve.isSubmission(Array(line.utf8), of: "q-1") == isIt)
        #expect(!ReportProve.isSubmission(Array(line.utf8.dropLast()), of: "q-1"))
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `the README names the position and a command that labctl reads`(_ language: DisplayLanguage) throws {
        let key = try SigningKey().signer(name: "labd.example/office", type: .ed25519).key
        let verified = ProvenPosition(position: 7, log: "labd.example/office", size: 9)
        let readme = Speech.$language.withValue(language) { ReportProve.readme("q-1", verified, key) }
        // The last position of nine events is 8.
        #expect(readme.contains(" 7 ") && readme.split(separator: "\n").first?.hasSuffix(" 8.") == true, "\(readme)")
        let line = try #require(readme.split(separator: "\n").first { $0.hasPrefix("  labctl log verify --proof") })
        let words = line.split(separator: " ").dropFirst().map(String.init)
        let command = try #require(try Labctl.parseAsRoot(words) as? LogVerifyCommand)
        #expect(command.proof == "proof.txt" && command.line == "line.json" && command.key?.key == key)
    }
}
