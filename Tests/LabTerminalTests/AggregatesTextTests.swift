import Foundation
import Presentation
import Testing
import Views

@testable import LabTerminal

struct AggregatesTextTests {
    private static func quarter(_ name: String, _ women: String, _ nationalities: String) -> String {
        """
        {"quarter":"\(name)","published":"2020-01-30T23:00:00.000000Z","position":7,"personsServed":20,"byLine":{},
        "byPlace":{},"byMeasure":{},"byAge":{},"bySex":{"F":\(women)},"byNationality":{\(nationalities)},
        "casesOpen":"withheld","casesByPlace":{},"casesByPhase":{"intake":"withheld"}}
        """
    }

    @Test func `each quarter has a column, beside the sum, and says what is withheld`() throws {
        let json = """
            {"basis":{"from":"2019-07-01","position":9,"simulated":true,"to":"2019-12-31"},"position":9,"quarters":[
            \(Self.quarter("2019-Q3", "12", #""MA":20"#)),\(Self.quarter("2019-Q4", #""withheld""#, #""others":20"#))],
            "personsServed":40,"byLine":{},"byPlace":{},"byMeasure":{},"byQuarter":{},"byAge":{},"bySex":{"F":"withheld"},
            "byNationality":{"MA":"withheld","others":20},"casesOpen":"withheld","casesByPlace":{},
            "casesByPhase":{"intake":"withheld"},"hours":[],"least":5,"caution":"persons-of-quarter"}
            """
        let text = try JSONDecoder().decode(Aggregates.self, from: Data(json.utf8)).text(.plain, AnswerNames())
        #expect(
            text == """
                Aggregates  from 2019-07-01, up to 2019-12-31, log at position 9, simulated

                Published          2019-Q3     2019-Q4
                on              2020-01-31  2020-01-31
                knows position           7           7

                Persons  2019-Q3  2019-Q4  Added up
                served        20       20        40

                By sex  2019-Q3   2019-Q4  Added up
                F            12  withheld  withheld

                By nationality  2019-Q3  2019-Q4  Added up
                MA                   20           withheld
                others                        20        20

                Cases   2019-Q3   2019-Q4
                open   withheld  withheld

                By phase   2019-Q3   2019-Q4
                intake    withheld  withheld

                each person counts once in a quarter, and again in another; figures of persons and cases are those of \
                30 days after the quarter, and stay what they were

                """)
    }
}
