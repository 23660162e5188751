import CanonicalJSON
import Testing
import Views

@Suite("What is added over the offices of a region, and what is not")
struct RegionSumTests {
    private func object(_ text: String) throws -> JSONObject {
        guard case .object(let object) = try JSONReader.read(Array(text.utf8).span, as: .strict) else {
            throw NoObject()
        }
        return object
    }

    private struct NoObject: Error {}

    private func sum(_ view: any Views.Answer.Type, _ answers: String...) throws -> String {
        let named = try answers.enumerated().map { (office: "o\($0.offset + 1)", answer: try object($0.element)) }
        return String(decoding: JSON.object(RegionSum.sum(named, of: view.columns)).canonicalBytes, as: UTF8.self)
    }

    @Test func `numbers are added by what they are about, and ids of an office stay apart`() throws {
        let sum = try sum(
            Caseload.self,
            #"{"basis":{"position":9},"byPlace":{"chiari":{"closed":1,"open":2}},"closed":1,"flow":{"closed":0,"opened":3,"reopened":0},"open":2,"openByPhase":{"intake":2},"openComplexMinors":0,"openMinors":1,"phaseTimes":[],"position":9,"silent":[],"silentCaseDays":60}"#,
            #"{"basis":{"position":5},"byPlace":{"chiari":{"closed":0,"open":4}},"closed":0,"flow":{"closed":1,"opened":4,"reopened":0},"open":4,"openByPhase":{"intake":1,"review":3},"openComplexMinors":2,"openMinors":0,"phaseTimes":[],"position":5,"silent":[],"silentCaseDays":60}"#
        )
        #expect(
            sum
                == #"{"byPlace":{"o1/chiari":{"closed":1,"open":2},"o2/chiari":{"closed":0,"open":4}},"closed":1,"flow":{"closed":1,"opened":7,"reopened":0},"open":6,"openByPhase":{"intake":3,"review":3},"openComplexMinors":2,"openMinors":1}"#
        )
    }

    @Test func `medians and longest waits are not added, nor are rows`() throws {
        let sum = try sum(
            Mediations.self,
            #"{"byMonth":{"2019-06":{"askedMinutes":60,"authorisedMinutes":60,"deliveredMinutes":0,"requests":1}},"requests":1,"waiting":{"delivered":1,"longestDays":9,"medianDays":4}}"#,
            #"{"byMonth":{"2019-06":{"askedMinutes":90,"authorisedMinutes":60,"deliveredMinutes":30,"requests":2}},"requests":2,"waiting":{"delivered":2,"longestDays":7,"medianDays":6}}"#
        )
        #expect(
            sum
                == #"{"byMonth":{"2019-06":{"askedMinutes":150,"authorisedMinutes":120,"deliveredMinutes":30,"requests":3}},"requests":3,"waiting":{"delivered":3}}"#
        )
    }

    @Test func `a number that an office does not have makes the sum unknown, not smaller`() throws {
        let sum = try sum(
            Costs.self,
            #"{"total":{"approved":{"cents":5,"minutes":1},"open":{"cents":0,"minutes":0},"pending":{"cents":0,"minutes":0},"total":{"cents":5,"minutes":1}}}"#,
            #"{"total":{"approved":{"cents":null,"minutes":2},"open":{"cents":0,"minutes":0},"pending":{"cents":0,"minutes":0},"total":{"cents":null,"minutes":2}}}"#
        )
        #expect(sum.contains(#""approved":{"cents":null,"minutes":3}"#))
        #expect(sum.contains(#""pending":{"cents":0,"minutes":0}"#))
        #expect(try self.sum(Costs.self) == "{}", "without offices there is no sum")
    }

    @Test func `a sum beyond what a number holds is unknown`() throws {
        let sum = try sum(Mediations.self, #"{"requests":9223372036854775807}"#, #"{"requests":1}"#)
        #expect(sum == #"{"requests":null}"#)
    }

    @Test(arguments: Views.Catalogue.overOffices.map { $0.name })
    func `each view that the region answers has something to add`(_ name: String) throws {
        let view = try #require(Views.Catalogue.overOffices.first { $0.name == name })
        let hasNumbers = view.columns.contains { column in
            switch column.content {
            case .value(let unit): [.minutes, .cents, .persons, .cases, .count].contains(unit)
            case .by, .object: column.name != "basis" && column.name != "names"
            default: false
            }
        }
        #expect(hasNumbers)
    }
}
