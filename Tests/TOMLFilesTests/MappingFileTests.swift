import Foundation
import Interchange
import Testing

@testable import TOMLFiles

struct MappingFileTests {
    @Test func `the mapping that ships turns a row into a command`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("config/hours-sheet.toml")
        let mapping = try MappingFile.read(
            text: try String(contentsOf: file, encoding: .utf8), name: "hours-sheet.toml")
        let sheet = "Data;Operatore;Comune;Dalle;Ore;Note\r\n3/6/2019;sw-01;Urago d'Oglio;9:00;2,5;casa\r\n"
        let rows = Array(CSVCommands(Array(sheet.utf8), file: "hours.csv", mapping: mapping))
        guard case .command(line: 2, let bytes)? = rows.first else {
            Issue.record("\(rows)")
            return
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"command":"hours.log","data":{"activity":"desk","entry":"ore:sw-01:2019-06-03:09_3A00","#
                + #""fund":"fami","line":"secretariat-towns","minutes":150,"on":"2019-06-03","place":"urago-d-oglio","#
                + #""start":"09:00","worker":"sw-01"},"id":"ore:sw-01:2019-06-03:09_3A00"}"#)
    }

    @Test(arguments: [
        ("kind = \"clock\"", "kind = \"clok\"", "columns.Dalle.kind"), ("field = \"on\"\n", "", "columns.Data.field"),
        ("delimiter = \";\"", "delimiter = \"|\"", "delimiter"), ("decimal", "decimale", "columns.Ore.decimale"),
        ("required = false", "required = \"no\"", "columns.Dalle.required"),
        ("prefix = \"ore\", ", "", "id.prefix"), ("ignored = [\"Note\"]", "ignored = [1]", "ignored"),
    ])
    func `a wrong key is named with what would be accepted`(_ right: String, _ wrong: String, _ field: String) throws {
        let text = """
            command = "hours.log"
            delimiter = ";"
            ignored = ["Note"]
            id = { prefix = "ore", columns = ["Data"] }
            [columns.Data]
            field = "on"
            kind = "day"
            [columns.Dalle]
            field = "start"
            kind = "clock"
            required = false
            [columns.Ore]
            field = "minutes"
            kind = "hours"
            decimal = ","
            """
        _ = try MappingFile.read(text: text, name: "map.toml")
        let changed = text.replacingOccurrences(of: right, with: wrong)
        try #require(changed != text)
        let error = #expect(throws: PlanFileError.self) { try MappingFile.read(text: changed, name: "map.toml") }
        #expect(error?.code == "invalid-mapping")
        #expect(error?.field == field)
    }
}
