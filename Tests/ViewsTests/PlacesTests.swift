import CanonicalJSON
import CivilTime
import Office
import Testing
import ViewsSpecification

@testable import Views

/// Tests the parameters `limit` and `skip` of views with a long list.
struct PlacesTests {
    private static let lists = Catalogue.views.filter { $0.parameters.contains(.limit) }

    private static func answer(_ view: any Answer.Type, _ parameters: (String, String)...) throws -> JSONObject {
        let season = try Season.recorded.get()
        var question = try Question(parameters: parameters.map { (name: $0.0, value: $0.1) }, to: view)
        // A coordinator who is a worker too sees all lists of a day.
        question.asker = Asker(account: "anna", roles: [.coordinator, .operator], today: Day("2019-11-06"))
        if view.name == DaySummary.name { question.worker = ID("sw-01") }
        // In canonical order, so that answers can be compared.
        let bytes = try ViewsTests.answer(view, season.office, question, season.events).canonicalBytes
        guard case .object(let answer) = try JSONReader.read(bytes, as: .canonical) else {
            return [:]
        }
        return answer
    }

    private static func rows(_ answer: JSONObject, _ name: String) -> [JSON] {
        if case .array(let rows)? = answer[name] { rows } else { [] }
    }

    @Test func `the long lists can be asked for in parts, which are those of the whole`() throws {
        #expect(Self.lists.count == 14)
        for view in Self.lists where !Self.countsSeveral(view) {
            let isCaseload = view.name == Caseload.name
            let (name, count) = isCaseload ? ("silent", "silentCount") : ("rows", "rowCount")
            let whole = try Self.answer(view)
            let rows = Self.rows(whole, name)
            #expect(whole[count] == nil && rows.count > 1, "\(view.name)")
            for (limit, skip) in [(0, 0), (1, 0), (3, 1), (2, rows.count - 1), (5, rows.count), (7, rows.count + 9)] {
                let part = try Self.answer(view, ("limit", "\(limit)"), ("skip", "\(skip)"))
                #expect(
                    Self.rows(part, name) == Array(rows.dropFirst(skip).prefix(limit)), "\(view.name) \(limit) \(skip)")
                #expect(part[count] == .integer(Int64(rows.count)))
                // Nothing else depends on the places that are asked for.
                for member in whole.members where member.name != name {
                    #expect(part[member.name] == member.value, "\(view.name): \(member.name)")
                }
            }
            #expect(Self.rows(try Self.answer(view, ("skip", "1")), name) == Array(rows.dropFirst()))
        }
    }

    private static func countsSeveral(_ view: any Answer.Type) -> Bool {
        view.columns.contains { $0.name == "rowCounts" }
    }

    private static func listsOfRows(_ view: any Answer.Type) -> [String] {
        var names: [String] = []
        for column in view.columns {
            if case .rows = column.content { names.append(column.name) }
        }
        return names
    }

    private static func count(_ answer: JSONObject, _ list: String) -> Int? {
        guard case .object(let counts)? = answer["rowCounts"], case .integer(let count)? = counts[list] else {
            return nil
        }
        return Int(count)
    }

    private static let several = lists.filter(countsSeveral)

    @Test func `of a view with several lists, each is counted and listed in part`() throws {
        #expect(Self.several.map { $0.name } == ["audit", "today", "calendar"])
        for view in Self.several {
            let names = Self.listsOfRows(view)
            let whole = try Self.answer(view)
            let longest = names.map { Self.rows(whole, $0).count }.max() ?? 0
            #expect(Self.count(whole, "rows") == nil && longest > 3, "\(view.name)")
            for (limit, skip) in [(0, 0), (1, 0), (3, 1), (2, 7), (100, 3)] {
                let part = try Self.answer(view, ("limit", "\(limit)"), ("skip", "\(skip)"))
                for name in names {
                    let rows = Self.rows(whole, name)
                    #expect(Self.rows(part, name) == Array(rows.dropFirst(skip).prefix(limit)), "\(view.name) \(name)")
                    #expect(Self.count(part, name) == rows.count, "\(view.name) \(name)")
                }
                for member in whole.members where !names.contains(member.name) {
                    #expect(part[member.name] == member.value, "\(view.name): \(member.name)")
                }
            }
        }
    }

    @Test func `an audit of some days is the same in parts`() throws {
        let days = [("from", "2019-08-01"), ("to", "2019-11-30")]
        let whole = try Self.answer(Audit.self, days[0], days[1])
        let part = try Self.answer(Audit.self, days[0], days[1], ("limit", "2"), ("skip", "1"))
        #expect(Self.rows(whole, "flagged").count > 1 && part["flags"] == whole["flags"])
        for list in ["flagged", "voids", "adjustments"] {
            #expect(Self.rows(part, list) == Array(Self.rows(whole, list).dropFirst().prefix(2)), "\(list)")
        }
    }

    @Test func `a number of rows is written in digits`() throws {
        for text in ["", "-1", "+1", "1.0", " 1", "1000000000", "x", "٣"] {
            let refusal = #expect(throws: Refusal.self) { try Self.answer(Cases.self, ("limit", text)) }
            #expect(refusal?.field == "limit" && refusal?.code == .invalidValue, "\(text)")
            #expect(throws: Refusal.self) { try Self.answer(Cases.self, ("skip", text)) }
        }
        #expect(throws: Refusal.self) { try Self.answer(Compliance.self, ("limit", "1")) }
    }
}
