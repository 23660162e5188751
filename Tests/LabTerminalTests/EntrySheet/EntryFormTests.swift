import CanonicalJSON
import CivilTime
import Office
import Spreadsheets
import Testing
import Wording

@testable import LabTerminal

/// The columns of workbooks to be filled in, and what is read of their cells. The way of a workbook through LibreOffice and back is tried
/// by Tests/Interoperability/entries/run.sh.
@Suite struct EntryFormTests {
    private static let plan: JSONObject = [
        "places": [["id": "chiari", "name": "Chiari"], ["id": "rovato", "name": "Rovato"]],
        "lines": [
            [
                "id": "desks", "title": ["en": "Town desks", "it": "Sportelli"], "from": "2019-06-01",
                "to": "2020-03-31",
            ],
            ["id": "old", "title": ["en": "Old", "it": "Vecchia"], "from": "2018-06-01", "to": "2019-03-31"],
        ],
        "funds": [["id": "fami"], ["id": "own"]],
        "measures": [["id": "m", "title": ["en": "Housing", "it": "Casa"], "codes": ["housing", "rent"]]],
    ]
    private static let records: Choices.Records = [
        .worker: [.init(value: "sw-01", text: "social worker")], .mediation: [.init(value: "m-1", text: "m-1")],
    ]
    static let october = Month(year: 2019, month: 10)

    static func form(_ kind: SheetKind) -> EntryForm { EntryForm(kind, october, PlanNames(plan), records) }

    @Test(arguments: SheetKind.allCases, DisplayLanguage.allCases)
    func `no two columns have the same title, and each field but the row's own id has one`(
        kind: SheetKind, language: DisplayLanguage
    ) {
        Speech.$language.withValue(language) {
            let form = Self.form(kind)
            let titles =
                form.columns.map { $0.title(of: kind.command, in: language) } + [
                    EntryForm.numberTitle, EntryForm.resultTitle,
                ]
            #expect(Set(titles).count == titles.count, "\(titles)")
            let fields = Catalogue.fields(of: kind.command).map(\.name)
            #expect(Set(form.columns.map(\.field.name)).union([form.idField].compactMap(\.self)) == Set(fields))
        }
    }

    @Test(arguments: SheetKind.allCases, DisplayLanguage.allCases)
    func `every choice of a list is read as what it stands for, in either language`(
        kind: SheetKind, language: DisplayLanguage
    ) throws {
        let made = Speech.$language.withValue(language) { Self.form(kind) }
        for other in DisplayLanguage.allCases {
            try Speech.$language.withValue(other) {
                for (column, known) in zip(made.columns, Self.form(kind).columns) {
                    for choice in column.choices ?? [] {
                        let read = try EntryCell(column: known, month: Self.october).values(.text(choice.label))
                        let wanted: JSON =
                            column.field.kind == .bool ? .bool(choice.value == "true") : .string(choice.value)
                        #expect(read == [wanted], "\(column.field.name): \(choice.label)")
                    }
                }
            }
        }
    }

    @Test func `lists have what the plan has in the month`() throws {
        let line = try #require(Self.form(.hours).columns.first { $0.field.name == "line" })
        #expect(line.choices?.map(\.value) == ["desks"])
        let worker = try #require(Self.form(.hours).columns.first { $0.field.name == "worker" })
        #expect(worker.choices?.map(\.label) == ["sw-01 (social worker)"])
        #expect(
            Self.form(.contacts).columns.filter { $0.field.name == "topics" }.map(\.key) == [
                "field:topics", "field:topics:2", "field:topics:3",
            ])
    }

    /// A cell, the value that is read of it, or part of why none is.
    struct Case: Sendable {
        let field: String
        let value: FlatWorkbook.Value
        var read: JSON?
        var fault = ""
    }

    @Test(arguments: [
        Case(field: "on", value: .day(year: 2019, month: 10, day: 4, hasTime: false), read: "2019-10-04"),
        Case(
            field: "on", value: .day(year: 2019, month: 11, day: 4, hasTime: false),
            fault: "4 November 2019 is not in October 2019"),
        Case(field: "on", value: .day(year: 2019, month: 10, day: 4, hasTime: true), fault: "time of day too"),
        Case(field: "on", value: .text("4/10/2019"), fault: "is text, not a day"),
        Case(field: "on", value: .number(43_742), fault: "is not a day"),
        Case(field: "start", value: .time(seconds: 34_200), read: "09:30"),
        Case(field: "start", value: .time(seconds: 86_400), fault: "no time of day"),
        Case(field: "start", value: .text("9:30"), fault: "is text, not a time"),
        Case(field: "minutes", value: .time(seconds: 27_000), read: 450),
        Case(
            field: "minutes", value: .time(seconds: 648_000),
            fault: "180:00 is half a day or more; perhaps 7.5 was typed for hours"),
        Case(field: "minutes", value: .time(seconds: 43_140), read: 719),
        Case(
            field: "minutes", value: .time(seconds: 43_200),
            fault: "12:00 is half a day or more; perhaps 0.5 was typed for hours"),
        Case(field: "minutes", value: .time(seconds: 86_400), fault: "perhaps 1 was typed"),
        Case(field: "line", value: .text("Something else (desks)"), read: "desks"),
        Case(field: "worker", value: .text("sw-01 (left the office)"), read: "sw-01"),
        Case(field: "minutes", value: .time(seconds: 90), fault: "not in whole minutes"),
        Case(field: "minutes", value: .number(7.5), fault: "7.5 is a number, not a time"),
        Case(field: "minutes", value: .text("seven"), fault: "\"seven\" is text, not a time"),
        Case(field: "place", value: .text("CHIARI"), read: "chiari"),
        Case(field: "line", value: .text("sportelli"), read: "desks"),
        Case(field: "line", value: .text("desk"), fault: "\"desk\" is not in the list; accepted: Town desks (desks)"),
        Case(field: "activity", value: .text(" équipe "), read: "équipe"),
        Case(field: "activity", value: .number(12), read: "12"),
        Case(field: "activity", value: .number(1.5), fault: "is not text"),
        Case(field: "activity", value: .text("a\nb"), fault: "has a line break"),
        Case(field: "activity", value: .error("#REF!"), fault: "the formula gives #REF!; mend it"),
    ])
    func `a cell is read by its field's kind`(tried: Case) throws {
        let column = try #require(Self.form(.hours).columns.first { $0.field.name == tried.field })
        do throws(EntryCell.Fault) {
            #expect(
                try EntryCell(column: column, month: Self.october).values(tried.value)
                    == [tried.read].compactMap(\.self))
        } catch {
            #expect(
                tried.read == nil && "\(error.detail); accepted: \(error.accepted)".contains(tried.fault), "\(error)")
        }
    }

    @Test func `codes that the plan does not have are taken, and lists of ids parted`() throws {
        let topics = try #require(Self.form(.contacts).columns.first { $0.field.name == "topics" })
        #expect(try EntryCell(column: topics, month: Self.october).values(.text("health")) == ["health"])
        #expect(throws: EntryCell.Fault.self) {
            try EntryCell(column: topics, month: Self.october).values(.text("a b"))
        }
        let present = try #require(Self.form(.attendance).columns.first { $0.field.name == "present" })
        #expect(
            try EntryCell(column: present, month: Self.october).values(.text("p-1, p-2;p-3")) == ["p-1", "p-2", "p-3"])
    }
}
