import CanonicalJSON
import LabAPI
import Testing

@testable import LabTerminal

@Suite struct AnswerSheetTests {
    private static let answer = """
        {"basis":{"position":3,"simulated":true},"names":{"places":{}},"position":3,"open":2,"caution":"exact",\
        "byPlace":{"chiari":{"open":1,"minutes":90},"rovato":{"open":1,"minutes":45}},"byPhase":{"intake":2},\
        "total":{"owed":120,"rows":2},"rows":[\
        {"person":"p-1","due":false,"days":12,"reasons":[{"reason":"open-case","about":"c-1"},{"reason":"no-final-payment"}],\
        "flags":["a","b"],"forecast":{"missing":30}},\
        {"person":"p-2","due":true,"days":7,"reasons":[],"flags":[]}],"entries":["e-1","e-2"],\
        "changes":[{"figure":"x","events":[{"position":7,"type":"hours.logged"},{"position":9,"type":"hours.adjusted"}]}]}
        """

    private static func tables() throws -> [AnswerTable] {
        guard case .object(let object) = try JSONReader.read(Array(answer.utf8), as: .strict) else { return [] }
        return AnswerTable.all(object.members.filter { !["basis", "names", "position"].contains($0.name) })
    }

    @Test func `an answer's tables contain everything in it`() throws {
        let tables = try Self.tables()
        #expect(
            tables.map(\.name) == [
                "answer", "byPlace", "byPhase", "total", "rows", "rows.reasons", "entries", "changes", "changes.events",
            ])
        // Every word and number of the answer is in a table.
        let cells = tables.flatMap { $0.rows.flatMap(\.values) }.flatMap { value -> [JSON] in
            if case .array(let values) = value { values } else { [value] }
        }
        for word in [
            "exact", "chiari", "intake", "p-2", "open-case", "c-1", "no-final-payment", "b", "e-2", "hours.logged",
        ] {
            #expect(cells.contains(.string(word)), "\(word)")
        }
        for number: Int64 in [2, 90, 45, 120, 12, 7, 30, 9] { #expect(cells.contains(.integer(number)), "\(number)") }
    }

    @Test(arguments: [
        ("answer", "caution,open\r\nexact,2\r\n"),
        ("byPlace", "name,minutes,minutes.hours,open\r\nchiari,90,1.50,1\r\nrovato,45,0.75,1\r\n"),
        ("byPhase", "name,count\r\nintake,2\r\n"),
        ("total", "name,count,count.hours\r\nowed,120,2.00\r\nrows,2,\r\n"),
        (
            "rows",
            "due,flags,person,reasons,days,forecast.missing,forecast.missing.hours\r\n"
                + "no,a b,p-1,\"open-case, about c-1; no-final-payment\",12,30,0.50\r\nyes,,p-2,,7,,\r\n"
        ),
        (
            "rows.reasons",
            "due,person,reasons.about,reasons.reason,days,forecast.missing,forecast.missing.hours\r\n"
                + "no,p-1,c-1,open-case,12,30,0.50\r\nno,p-1,,no-final-payment,12,30,0.50\r\n"
        ),
        ("entries", "value\r\ne-1\r\ne-2\r\n"),
        ("changes", "events,figure\r\n#7 #9,x\r\n"),
        ("changes.events", "events.type,figure,events.position\r\nhours.logged,x,7\r\nhours.adjusted,x,9\r\n"),
    ])
    func `each table is CSV with a column for each field`(_ name: String, _ csv: String) throws {
        let table = try #require(try Self.tables().first { $0.name == name })
        #expect(AnswerSheet.csv(table) == csv)
    }

    @Test func `for a spreadsheet in Italian a table has semicolons, decimal commas and a mark in front`() throws {
        let table = try #require(try Self.tables().first { $0.name == "byPlace" })
        #expect(
            AnswerSheet.csv(table, CSVForm.it.dialect)
                == "\u{FEFF}name;minutes;minutes.hours;open\r\nchiari;90;1,50;1\r\nrovato;45;0,75;1\r\n")
    }

    @Test func `on a terminal, reasons stand in their row and events as their positions`() throws {
        let sheet = try AnswerSheet(
            ClientAnswer(status: 200, mediaType: MediaTypes.json, body: Array(Self.answer.utf8)))
        let text = sheet.text(.plain)
        #expect(text.contains("open-case, about c-1; no-final-payment"), "\(text)")
        #expect(text.contains("#7 #9"), "\(text)")
        #expect(text.contains("owed   2:00"), "\(text)")
    }
}
