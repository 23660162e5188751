import Testing
import Wording

@testable import LabTerminal

/// Numbers and moments as the language that is spoken writes them.
@Suite struct SpokenNumbersTests {
    @Test func `in Italian thousands have points, from four digits on, and decimals a comma`() {
        Speech.$language.withValue(.italian) {
            #expect(hours(79_560) == "1.326:00" && hours(-450) == "-7:30" && hours(60_000_000) == "1.000.000:00")
            #expect(grouped(999) == "999" && grouped(4402) == "4.402" && grouped(-1_000_000) == "-1.000.000")
            #expect(euros(164_042) == "1.640,42 €" && euros(-5) == "-0,05 €")
            #expect(decimal(37.14, 1) == "37,1" && duration(0.416) == "0,42 s" && duration(185) == "3:05 min")
        }
    }

    @Test func `in English they are as before`() {
        #expect(hours(79_560) == "1326:00" && euros(164_042) == "1640.42" && euros(1_234_500) == "12'345.00")
        #expect(decimal(37.14, 1) == "37.1")
    }

    @Test(arguments: [
        ("2019-06-04T08:00:00.000000Z", "2019-06-04 10:00:00"), ("2019-12-31T23:30:05.900000Z", "2020-01-01 00:30:05"),
        ("2019-10-27T00:59:59.999999Z", "2019-10-27 02:59:59"), ("2019-10-27T01:00:00.000000Z", "2019-10-27 02:00:00"),
        ("1969-12-31T23:59:59.999999Z", "1970-01-01 00:59:59"), ("soon", "soon"),
    ])
    func `an instant is shown as a clock in the office shows it`(_ instant: String, _ text: String) {
        #expect(local(instant) == text)
    }
}
