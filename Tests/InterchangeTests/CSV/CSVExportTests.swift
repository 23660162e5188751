import CanonicalJSON
import Interchange
import Testing

struct CSVExportTests {
    /// Reads back the table of a log, with a dictionary for each row.
    private static func table(_ log: SmallLog) throws -> [[String: String]] {
        let events = try log.events
        var fields = CSVFields()
        for event in events { fields.note(event) }
        let export = CSVExport(fields: fields)
        let text = try export.header + events.map(export.row).joined()
        var reader = CSVReader(Array(text.utf8))
        let header = try #require(try reader.next()?.get()).cells.map(\.text)
        var rows: [[String: String]] = []
        while let row = reader.next() {
            rows.append(Dictionary(uniqueKeysWithValues: zip(header, try row.get().cells.map(\.text))))
        }
        return rows
    }

    @Test func `columns are the envelope, then every field once, sorted, with hours beside minutes`() throws {
        var fields = CSVFields(["on", "worker", "minutes"])
        for event in try SmallLog.season.events.suffix(2) { fields.note(event) }
        #expect(
            CSVExport(fields: fields).header
                == "position,time,occurred,type,subject,revision,actor,cause,flags,minutes,hours,on,data.position,"
                + "reason,worker\r\n")
    }

    @Test func `every event is a row, voided or not`() throws {
        let table = try Self.table(.season)
        #expect(table.map { $0["position"] } == (0...9).map { "\($0)" })
        #expect(table[8]["type"] == "record.voided")
        #expect(table[8]["data.position"] == "4")
    }

    @Test func `a row contains the fields of its event`() throws {
        let row = try Self.table(.season)[1].filter { !$0.value.isEmpty }
        #expect(
            row == [
                "position": "1", "time": "2019-06-05T08:00:00.000000Z", "occurred": "2019-06-04",
                "type": "case.opened", "subject": "case/c-1", "revision": "1", "actor": "anna", "cause": "k-1",
                "case": "c-1", "line": "desk", "members": "p-1 p-2", "minor": "false", "on": "2019-06-04",
                "person": "p-1", "place": "chiari", "worker": "sw-1",
            ])
        #expect(try Self.table(.season)[3]["flags"] == "late-entry out-of-order")
    }

    @Test(arguments: [
        (450, "7.50"), (1, "0.02"), (2, "0.03"), (20, "0.33"), (40, "0.67"), (50, "0.83"), (59, "0.98"), (60, "1.00"),
        (0, "0.00"), (6003, "100.05"),
    ])
    func `minutes are given as hours too`(minutes: Int64, hours: String) throws {
        var log = SmallLog()
        log.append("hours.logged", "timesheet/sw-1/2019-06", ["minutes": .integer(minutes)])
        let row = try Self.table(log)[0]
        #expect(row["minutes"] == "\(minutes)")
        #expect(row["hours"] == hours)
    }

    @Test func `objects and lists of other than plain words are canonical JSON`() throws {
        var log = SmallLog()
        log.append(
            "project.plan-adopted", "project",
            ["plan": ["b": [1], "a": true], "mixed": ["a b", "c"], "numbers": [1, 2], "none": []])
        let row = try Self.table(log)[0]
        #expect(row["plan"] == #"{"a":true,"b":[1]}"#)
        #expect(row["mixed"] == #"["a b","c"]"#)
        #expect(row["numbers"] == "[1,2]")
        #expect(row["none"] == "")
    }

    @Test func `a field without a column is an error, and is not lost`() throws {
        let event = try #require(try SmallLog.season.events.last)
        let error = #expect(throws: InterchangeError.self) {
            try CSVExport(fields: CSVFields(["position"])).row(event)
        }
        #expect(error?.code == .unknownField)
        #expect(error?.value == "reason")
    }

    @Test func `for a spreadsheet in Italian the table begins with a mark, has semicolons and decimal commas`() throws {
        var log = SmallLog()
        log.append("hours.logged", "timesheet/sw-1/2019-06", ["minutes": 450, "on": "2019-06-03"])
        let export = CSVExport(fields: CSVFields(["minutes", "on"]), writer: CSVWriter(dialect: .italian))
        #expect(export.header.hasPrefix("\u{FEFF}position;time;occurred;"))
        #expect(export.header.hasSuffix("flags;minutes;hours;on\r\n"))
        #expect(try export.row(try #require(log.events.first)).hasSuffix(";450;7,50;2019-06-03\r\n"))
    }
}
