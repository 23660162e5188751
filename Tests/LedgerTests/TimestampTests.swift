import Testing

@testable import Ledger

struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_782_399_999_999, "2000-02-28T23:59:59.999999Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
            (1_798_761_599_000_001, "2026-12-31T23:59:59.000001Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)])
    func `a time is written in the form of the log, and read back`(microseconds: Int64, text: String) throws {
        let time = try #require(Timestamp(microseconds: microseconds))
        #expect(time.description == text)
        #expect(Timestamp(Array(text.utf8).span) == time)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00.000000Z", "2026-13-01T00:00:00.000000Z", "2026-00-10T00:00:00.000000Z",
        "2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:60.000000Z",
        "2026-01-01 00:00:00.000000Z", "2026-01-01T00:00:00.00000Z", "2026-01-01T00:00:00.000000+",
        "1969-12-31T23:59:59.999999Z", "2026-01-01T00:00:00.0000001Z", "2100-02-29T00:00:00.000000Z", "",
    ])
    func `any other form, and days that do not exist, are refused`(text: String) {
        #expect(Timestamp(Array(text.utf8).span) == nil)
    }

    @Test func `a time before 1970 or after 9999 is refused`() {
        #expect(Timestamp(microseconds: -1) == nil)
        #expect(Timestamp(microseconds: 253_402_300_800_000_000) == nil)
    }
}
