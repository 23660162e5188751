import CanonicalJSON
import Office
import Testing
import ViewsSpecification

@testable import Views

/// Tests the parameters `limit` and `skip` of views with a long list.
struct PlacesTests {
    private static let lists = Catalogue.views.filter { $0.parameters.contains(.limit) }

    private static func answer(_ view: any Answer.Type, _ parameters: (String, String)...) throws -> JSONObject {
        let season = try Season.recorded.get()
        let question = try Question(parameters: parameters.map { (name: $0.0, value: $0.1) }, to: view)
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
        #expect(Self.lists.count == 11)
        for view in Self.lists {
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

    @Test func `a number of rows is written in digits`() throws {
        for text in ["", "-1", "+1", "1.0", " 1", "1000000000", "x", "٣"] {
            let refusal = #expect(throws: Refusal.self) { try Self.answer(Cases.self, ("limit", text)) }
            #expect(refusal?.field == "limit" && refusal?.code == .invalidValue, "\(text)")
            #expect(throws: Refusal.self) { try Self.answer(Cases.self, ("skip", text)) }
        }
        #expect(throws: Refusal.self) { try Self.answer(Compliance.self, ("limit", "1")) }
    }
}
