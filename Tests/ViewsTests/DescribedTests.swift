import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

/// What views say of their fields, held against their types and against the answers of a season.
struct DescribedTests {
    @Test(arguments: Catalogue.views.map { $0.name })
    func `a view and all within it describe each field that they decode, with a unit that fits its type`(
        _ name: String
    ) throws {
        let view = try #require(Catalogue.views.first { $0.name == name })
        try check(view)
    }

    @Test(arguments: [
        Question(), Question(on: Day("2019-12-31")), Question(from: Day("2019-09-01"), to: Day("2019-10-31")),
        Question(to: Day("2019-08-31")),
    ])
    func `every answer of the season has the fields that its view describes, and values of their units`(
        _ question: Question
    ) throws {
        let season = try Season.recorded.get()
        for view in Catalogue.views where view.name != ReportFile.name {
            let answer = try answer(view, season.office, question.naming(what: view.name), season.events)
            #expect(faults(of: .object(view), in: answer, view.name) == [])
        }
        for counted in Catalogue.counted {
            var question = question
            question.of = counted.name
            if counted.isOfOneDay { question.from = nil }
            let answer = try answer(Explanation.self, season.office, question, season.events)
            #expect(faults(of: .object(Explanation.self), in: answer, counted.name) == [])
        }
    }

    @Test func `reports, findings and what was voided have the fields that their views describe`() throws {
        let scenario = try Scenario.withApprovedJune()
        scenario.freezer = RecordedFigures()
        try scenario.given(
            .hours("h-2", "2019-07-03"), .adjust("h-2", 30, "2019-07-04"),
            Sending("worker.set-rate", ["worker": "sw-1", "annualCostCents": 3_300_000, "from": "2019-01-01"]),
            .submit("q", "quarterly", "2019-06-01", "2019-06-30"), .submit("c", "claim", "2019-06-01", "2019-06-30"),
            .hours("h-3", "2019-06-06", ["reason": "dimenticato"]),
            Sending(
                "audit.note-finding",
                ["finding": "f-1", "report": "q", "on": "2019-07-05", "severity": "low", "text": "manca un foglio"]))
        for (view, id) in [(ReportFile.self, "q"), (ReportFile.self, "c"), (Audit.self, nil), (Reports.self, nil)]
            as [(any Answer.Type, String?)]
        {
            let asked = Question(id: id.flatMap { ID($0) })
            let answer = try answer(view, scenario.office, asked, scenario.events)
            #expect(faults(of: .object(view), in: answer, view.name) == [])
        }
    }

    @Test func `a field that is missing, unknown or of another unit is found`() throws {
        let content = Column.Content.object(Compliance.Total.self)
        #expect(faults(of: content, in: ["owed": 1, "delivered": 2, "balance": 1], "t") == [])
        #expect(faults(of: content, in: ["owed": 1, "delivered": 2], "t") == ["t.balance is missing"])
        #expect(
            faults(of: content, in: ["owed": 1, "delivered": 2, "balance": "x", "more": 3], "t") == [
                "t.balance is not of minutes", "t.more is not described",
            ])
    }

    /// Holds the columns of a type against what it decodes, and does the same for all types within it.
    private func check(_ type: any Described.Type) throws {
        let fields = try DecodedFields(of: type)
        #expect(Set(type.columns.map(\.name)).count == type.columns.count, "\(type)")
        #expect(Set(type.columns.map(\.name)) == Set(fields.types.keys), "\(type)")
        for column in type.columns {
            let decoded = try #require(fields.types[column.name])
            #expect(column.content.types.contains { $0 == decoded }, "\(type).\(column.name) decodes \(decoded)")
            // Where a rate is missing, cents are null on the wire, and not left out.
            let isNull = column.name == "cents" && (type == Costs.Amount.self || type == Costs.Row.self)
            #expect((column.isOptional || isNull) == fields.optional.contains(column.name), "\(type).\(column.name)")
            if let inner = column.content.described { try check(inner) }
        }
    }
}

/// What an answer has that is not as its description says.
private func faults(of content: Column.Content, in json: JSON, _ path: String) -> [String] {
    switch (content, json) {
    case (.value(let unit), let value): return unit.fits(value) ? [] : ["\(path) is not of \(unit)"]
    case (.values(let unit), .array(let values)):
        return values.flatMap { faults(of: .value(unit), in: $0, path) }
    case (.rows(let type), .array(let rows)): return rows.flatMap { faults(of: .object(type), in: $0, path) }
    case (.by(let unit, let inner), .object(let object)):
        return object.members.flatMap {
            faults(of: .value(unit), in: .string($0.name), path) + faults(of: inner, in: $0.value, path + "." + $0.name)
        }
    case (.object(let type), .object(let object)):
        let known = type.columns.flatMap { column -> [String] in
            let path = path + "." + column.name
            guard let value = object[column.name] else { return column.isOptional ? [] : ["\(path) is missing"] }
            return faults(of: column.content, in: value, path)
        }
        return known
            + object.members.map(\.name).filter { name in !type.columns.contains { $0.name == name } }
            .map { "\(path).\($0) is not described" }
    default: return ["\(path) is not \(content)"]
    }
}

extension Unit {
    /// Whether a value can be of the unit.
    fileprivate func fits(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.cents, .null): true
        case (.persons, "withheld"), (.cases, "withheld"): true
        case (_, .integer): isNumber
        case (.yesNo, .bool): true
        case (.day, .string(let text)): Day(text) != nil
        case (.month, .string(let text)): Month(text) != nil
        case (.week, .string(let text)): ISOWeek(text) != nil
        case (.quarter, .string(let text)): Quarter(text) != nil
        case (.instant, .string(let text)): Instant(rfc3339: text) != nil
        case (.id, .string(let text)): ID(text) != nil
        case (.figureName, .string(let text)): Catalogue.unit(ofFigure: text) != nil
        case (.code, .string(let text)), (.account, .string(let text)): !text.isEmpty && !text.contains(" ")
        case (.eventType, .string(let text)): text.split(separator: ".").count == 2
        case (.stream, .string(let text)): text == "project" || text == "log" || text.contains("/")
        case (.note, .string(let text)): Note(rawValue: text) != nil
        case (.digest, .string(let text)): text.utf8.count == 44
        case (.text, .string(let text)): !text.isEmpty
        default: false
        }
    }
}

extension Column.Content {
    /// The types that decode it.
    fileprivate var types: [Any.Type] {
        func list<Element>(_ type: Element.Type) -> Any.Type { [Element].self }
        func named<Value>(_ type: Value.Type) -> Any.Type { [String: Value].self }
        return switch self {
        case .value(let unit) where unit.isNumber:
            unit == .persons || unit == .cases ? [Int.self, Aggregates.Figure.self] : [Int.self]
        case .value(let unit): [unit == .yesNo ? Bool.self : String.self]
        case .values, .rows: elements.map { list($0) }
        case .object(let type): [type]
        case .by(_, let inner): inner.types.map { named($0) }
        case .optional(let inner): inner.types
        }
    }

    private var elements: [Any.Type] {
        switch self {
        case .values(let unit): Column.Content.value(unit).types
        case .rows(let type): [type]
        default: []
        }
    }

    /// The type of the objects in it, if it holds any.
    fileprivate var described: (any Described.Type)? {
        switch self {
        case .object(let type), .rows(let type): type
        case .by(_, let inner), .optional(let inner): inner.described
        case .value, .values: nil
        }
    }
}
