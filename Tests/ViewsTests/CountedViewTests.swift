import Office
import Testing

@testable import Views

/// Tests that the descriptions of views' figures hold for every fact of a season.
struct CountedViewTests {
    @Test(arguments: Catalogue.counted.map { $0.name })
    func `facts have only the measures, facets and states that their view names`(
        _ name: String
    ) throws {
        let view = try #require(Catalogue.counted.first { $0.name == name })
        let facts = try view.facts(try Season.recorded.get().office, Question())
        #expect(!facts.isEmpty && Set(facts.map(\.measure)).isSubset(of: view.measures.map(\.name)))
        #expect(Set(facts.flatMap { $0.facets.map(\.name) }) == Set(view.facets))
        for fact in facts {
            for facet in fact.facets where facet.name == .state {
                #expect(view.states.contains(facet.value))
            }
        }
        #expect(Set(view.shapes.joined()).isSubset(of: view.facets))
        #expect(!view.explained.isEmpty)
    }

    @Test func `the unit of a figure follows from its name`() {
        #expect(Catalogue.unit(ofFigure: "compliance/line=l.1/place=rovato/owed") == .minutes)
        #expect(Catalogue.unit(ofFigure: "indicators/personsServed") == .persons)
        #expect(Catalogue.unit(ofFigure: "costs/state=open/centFractions") == .centFractions)
        #expect(Catalogue.unit(ofFigure: "compliance/cents") == nil)
        #expect(Catalogue.unit(ofFigure: "nothing/minutes") == nil)
        #expect(Catalogue.unit(ofFigure: "") == nil)
    }

    @Test func `the views with figures are in the order that reports have frozen`() {
        #expect(
            Catalogue.counted.map { $0.name } == [
                "compliance", "timesheets", "caseload", "mediations", "indicators", "costs", "reconciliation",
            ])
    }
}
