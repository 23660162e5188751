import CivilTime
import Office
import OfficeSpecification
import Testing

struct DoubtedClockTests {
    struct Row: CustomTestStringConvertible {
        let shows: String
        let last: String
        /// Seconds by which the clock is ahead of the clock that nobody can set.
        let ran: Int64
        let confirmed: String?
        let isSynchronised: Bool?
        let doubt: DoubtedClock.Doubt?

        init(
            _ shows: String, after last: String, ran: Int64 = 0, confirmed: String? = nil, synchronised: Bool? = true,
            _ doubt: DoubtedClock.Doubt?
        ) {
            (self.shows, self.last, self.ran, self.confirmed) = (shows, last, ran, confirmed)
            (isSynchronised, self.doubt) = (synchronised, doubt)
        }

        var testDescription: String { "\(shows) after \(last), ran \(ran), synchronised \(isSynchronised as Any)" }
    }

    static let table = [
        // The same clock, an hour on; and a month on, after holidays.
        Row("2026-11-25T10:00", after: "2026-11-25T09:00", nil),
        Row("2026-11-25T10:00", after: "2026-10-25T09:00", synchronised: false, nil),
        // The clock is behind: it is believed, and time does not advance.
        Row("2026-11-25T10:00", after: "2028-11-25T10:00", synchronised: false, nil),
        // 60 days ahead and unsynchronised. A synchronised clock, and one of which the kernel says nothing, are believed.
        Row("2026-03-02T10:00", after: "2026-01-01T10:00", synchronised: false, nil),
        Row("2026-03-02T10:01", after: "2026-01-01T10:00", synchronised: false, .unsynchronised),
        Row("2026-03-02T10:01", after: "2026-01-01T10:00", synchronised: true, nil),
        Row("2026-03-02T10:01", after: "2026-01-01T10:00", synchronised: nil, nil),
        // A quiet year, and two.
        Row("2027-01-01T10:00", after: "2026-01-01T10:00", nil),
        Row("2027-12-31T10:00", after: "2026-01-01T10:01", nil),
        Row("2028-01-01T10:00", after: "2026-01-01T10:00", .yearsAhead),
        Row("2028-01-01T10:00", after: "2026-01-01T10:00", confirmed: "2026-01-01T10:00", .yearsAhead),
        // Set forward while labd worked; set back.
        Row("2026-11-25T10:00", after: "2026-11-25T09:00", ran: 86_400, nil),
        Row("2026-11-25T10:00", after: "2026-11-25T09:00", ran: 86_401, .ranAhead),
        Row("2026-11-25T10:00", after: "2026-11-25T09:00", ran: -800_000, nil),
        // A time before labd existed is never believed, until it is confirmed; then the clock is measured from there.
        Row("2018-12-31T23:59", after: "2018-12-31T23:59", .before2019),
        Row("2018-12-31T23:59", after: "2026-01-01T10:00", .before2019),
        Row("2019-01-01T00:00", after: "2018-12-31T23:59", nil),
        Row("2015-06-01T10:00", after: "2015-05-31T10:00", confirmed: "2015-05-31T10:00", nil),
        Row("2015-05-30T10:00", after: "2015-05-31T10:00", confirmed: "2015-05-31T10:00", .before2019),
        Row("2015-06-01T10:00", after: "2015-05-31T10:00", confirmed: "2026-05-31T10:00", .before2019),
        Row("2018-06-01T10:00", after: "2015-05-31T10:00", confirmed: "2015-05-31T10:00", .yearsAhead),
    ]

    private func instant(_ minute: String) throws -> Instant { try #require(Instant(minute + ":00.000000Z")) }

    @Test(arguments: table)
    func `a clock is judged by the last event, the kernel's word and the clock that nobody sets`(_ row: Row) throws {
        let doubted = DoubtedClock(
            shows: try instant(row.shows), last: try instant(row.last), aheadOfSteady: row.ran * 1_000_000,
            confirmed: try row.confirmed.map(instant), isSynchronised: { row.isSynchronised })
        #expect(doubted?.doubt == row.doubt)
        guard let doubted else { return }
        #expect(doubted.refusal.code == .clockImplausible)
        #expect(doubted.refusal.detail.contains(row.shows.prefix(10)))
        #expect(doubted.refusal.accepted?.contains("labctl clock confirm") == true)
    }

    @Test func `the kernel is asked only where its word decides`() throws {
        _ = DoubtedClock(
            shows: try instant("2026-11-25T10:00"), last: try instant("2026-11-25T09:00"), aheadOfSteady: 0,
            confirmed: nil,
            isSynchronised: {
                Issue.record("the kernel was asked")
                return nil
            })
    }
}
