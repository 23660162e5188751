import Foundation
import Testing

/// Tests that personal fields need not be on labctl's command line, and in a real log must not be.
@Suite struct SealedInputTests {
    private let register = ["person", "register", "--person", "p-1", "--nationality", "MA", "--basis", "declared"]

    @Test func `in a real log labctl does not accept personal fields on the command line`() async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start([], settings: Programs.settings)
            for typed in [["--name", "Anna Rossi"], ["--note", "una nota"], ["--taxCode=RSSNNA80A41F205X"]] {
                let refused = try programs.labctl(register + typed)
                #expect(refused.status == 2 && refused.errors.contains("--sealed FILE"), "\(refused.errors)")
                #expect(!refused.errors.contains("Rossi"))
            }
            let accepted = try programs.labctl(
                register + ["--name", "-", "--note", "-"], input: "Anna Rossi\nuna nota\n")
            #expect(accepted.status == 0, "\(accepted.errors)")
            let opened = try programs.labctl(["person", "show", "p-1", "--sealed", "--fields", "name,note"])
            #expect(opened.output.contains("Anna Rossi") && opened.output.contains("una nota"), "\(opened.output)")

            let file = programs.temporary.appending(path: "sealed").path
            try "name = Bruna Neri\n".write(toFile: file, atomically: true, encoding: .utf8)
            let second = register.map { $0 == "p-1" ? "p-2" : $0 }
            #expect(try programs.labctl(second + ["--sealed", file]).status == 0)
            let exposed = try programs.labctl(["person", "find", "--name", "Bruna Neri"])
            #expect(
                exposed.status == 2 && exposed.errors.contains("every account of this machine"), "\(exposed.errors)")
            let found = try programs.labctl(["person", "find", "--name", "-"], input: "bruna neri\n")
            #expect(found.output == "p-2\n", "\(found.errors)")
            try programs.stop()
        }
    }

    @Test func `in a simulated log personal fields may be on the command line`() async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start()
            let at = ["--at", "2019-06-03T08:00:00Z"]
            #expect(try programs.labctl(register + ["--name", "Anna Rossi"] + at).status == 0)
            #expect(try programs.labctl(["person", "find", "--name", "anna rossi"]).output == "p-1\n")
            try programs.stop()
        }
    }
}
