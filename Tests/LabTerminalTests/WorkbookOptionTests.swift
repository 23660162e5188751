import Foundation
import LabAPI
import Testing

@testable import LabTerminal

/// `--xlsx FILE` on a view. What is in the workbooks is tried with LibreOffice, by Tests/Interoperability/sheets/run.sh.
@Suite struct WorkbookOptionTests {
    /// Asks a labd that has two entries of hours for a workbook of them.
    private static func run(_ path: String, _ more: [String] = []) async throws -> LabctlRun {
        let rows = """
            {"entry":"e-1","on":"2019-06-03","minutes":450,"activity":"=HYPERLINK(1)","worker":"sw-01","fund":"fami"},
            {"entry":"e-2","on":"2019-06-04","minutes":90,"activity":"équipe","worker":"sw-01","fund":"fami"}
            """
        return try await LabctlRun(
            ["hours", "list", "--xlsx", path] + more,
            answers: [
                Paths.view("hours"): LabctlRun.Answer(
                    body: #"{"basis":{"position":9,"simulated":false},"position":9,"rows":[\#(rows)]}"#)
            ])
    }

    private static func temporary() -> String { "/tmp/labctl-workbook-\(UUID().uuidString).xlsx" }

    @Test func `the answer is written to the file, for this account alone, and labctl says what is in it`() async throws
    {
        let path = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let run = try await Self.run(path)
        #expect(run.status == 0 && run.output == "" && run.errors == "\(path): 1 table, 2 rows\n", "\(run.errors)")
        // APPNOTE 4.3.7: the signature of a local file header.
        let bytes = try #require(FileManager.default.contents(atPath: path))
        #expect(bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // A second time it is replaced, here by fewer rows.
        let again = try await Self.run(path, ["--limit", "1"])
        #expect(again.errors == "\(path): 1 table, 1 row\n", "\(again.errors)")
        #expect(try #require(FileManager.default.contents(atPath: path)) != bytes)
    }

    @Test func `a link is not followed, and a folder that is not there is named`() async throws {
        let (target, link) = (Self.temporary(), Self.temporary())
        defer { for path in [target, link] { try? FileManager.default.removeItem(atPath: path) } }
        try Data("mine".utf8).write(to: URL(filePath: target))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        let followed = try await Self.run(link)
        #expect(followed.status == 2 && followed.errors.contains("symbolic link"), "\(followed.errors)")
        #expect(FileManager.default.contents(atPath: target) == Data("mine".utf8))
        let missing = try await Self.run("/nonexistent/a.xlsx")
        #expect(
            missing.status == 2 && missing.errors.contains("/nonexistent/a.xlsx cannot be written"), "\(missing.errors)"
        )
    }
}
