import Foundation
import Interchange
import Testing

@testable import TOMLFiles

/// Sheets as LibreOffice Calc 7.4 saved them in Italian (`Fixtures/Sheets`): dates, times and durations in the formats that
/// it gives to what is typed.
struct LibreOfficeSheetTests {
    private static func rows(_ name: String, _ map: String) throws -> (rows: [MappedRow], encoding: CSVEncoding) {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Fixtures/Sheets"))
        let commands = CSVCommands(
            [UInt8](try Data(contentsOf: url)), file: url.lastPathComponent,
            mapping: try MappingFile.read(text: map, name: "map.toml"))
        return (Array(commands), commands.encoding)
    }

    private static func map(_ delimiter: String, _ more: String = "") -> String {
        """
        command = "hours.log"
        delimiter = "\(delimiter)"
        \(more)
        id = { prefix = "ore", columns = ["Operatore", "Data", "Dalle"] }
        [columns."Operatore"]
        field = "worker"
        kind = "text"
        [columns."Data"]
        field = "on"
        kind = "day"
        order = "day/month/year"
        [columns."Dalle"]
        field = "start"
        kind = "clock"
        [columns."Ore"]
        field = "minutes"
        kind = "hours"
        decimal = ","
        [columns."Comune"]
        field = "place"
        kind = "text"
        [columns."Attività"]
        field = "activity"
        kind = "text"
        """
    }

    private static func data(_ rows: [MappedRow]) throws -> [[String: String]] {
        try rows.map { row in
            guard case .command(_, let bytes) = row,
                let command = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
                let data = command["data"] as? [String: Any]
            else {
                Issue.record("\(row)")
                return [:]
            }
            return data.mapValues { "\($0)" }
        }
    }

    private static func problems(_ rows: [MappedRow]) -> [InterchangeError] {
        var found: [InterchangeError] = []
        for case .problems(_, let problems) in rows { found += problems }
        return found
    }

    @Test(arguments: [("typed-windows-1252", ";"), ("commas", ","), ("tabs", "\\t")])
    func `the same cells are read from each form in which a sheet is saved`(name: String, delimiter: String) throws {
        let (rows, encoding) = try Self.rows(name, Self.map(delimiter))
        #expect(encoding == (name.contains("1252") ? .windows1252 : .utf8))
        #expect(
            try Self.data(rows) == [
                [
                    "worker": "sw-01", "on": "2019-06-03", "start": "09:00", "minutes": "450", "place": "Chiari",
                    "activity": "sportello, città",
                ],
                [
                    "worker": "sw-02", "on": "2019-06-04", "start": "14:30", "minutes": "195", "place": "Urago d'Oglio",
                    "activity": "più \"mattina\"",
                ],
                [
                    "worker": "sw-01", "on": "2019-12-31", "start": "08:00", "minutes": "1800", "place": "Rovato",
                    "activity": "così",
                ],
            ])
    }

    @Test func `durations as 07.30.00 are minutes`() throws {
        let (rows, _) = try Self.rows("windows-1252", Self.map(";", "encoding = \"windows-1252\""))
        #expect(try Self.data(rows).map { $0["minutes"] } == ["450", "195", "600"])
        #expect(try Self.data(rows).map { $0["activity"] } == ["sportello, città", "più \"mattina\"", "così; fine"])
    }

    @Test func `a sheet that should be UTF-8 and is not is refused at that byte, with what to do`() throws {
        let problem = try #require(
            Self.problems(try Self.rows("windows-1252", Self.map(";", "encoding = \"utf-8\"")).rows).first)
        #expect(problem.code == .notUTF8)
        #expect(problem.place?.description == "line 1, column 6, character 40")
        #expect(problem.accepted?.contains("encoding = \"windows-1252\"") == true)
    }

    @Test(arguments: [("commas", ";", ","), ("windows-1252", ",", ";"), ("tabs", ";", "\\t"), ("tabs", ",", "\\t")])
    func `another delimiter than the map's is named`(name: String, said: String, found: String) throws {
        let problems = Self.problems(try Self.rows(name, Self.map(said)).rows)
        #expect(problems.map(\.code) == [.wrongDelimiter])
        #expect(problems.first?.value == "\"\(found)\"")
        #expect(problems.first?.detail.contains("but the mapping says \"\(said)\"") == true)
        #expect(problems.first?.accepted?.hasPrefix("delimiter = \"\(found)\" in the mapping") == true)
    }

    @Test func `UTF-16 is refused and not mistaken for Windows-1252`() throws {
        let (rows, encoding) = try Self.rows("utf-16", Self.map(";"))
        #expect(encoding == .utf8)
        #expect(Self.problems(rows).map(\.code) == [.notUTF8])
    }
}
