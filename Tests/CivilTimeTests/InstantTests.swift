import CivilTime
import OfficeSpecification
import Testing

struct InstantTests {
    @Test(
        arguments: [
            (-1, "1969-12-31T23:59:59.999999Z"),
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_782_399_999_999, "2000-02-28T23:59:59.999999Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
            (1_798_761_599_000_001, "2026-12-31T23:59:59.000001Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)])
    func `a time is written as the log has it, and read back`(microseconds: Int64, text: String) throws {
        let time = Instant(microseconds: microseconds)
        #expect(time.microseconds == microseconds)
        #expect(time.description == text)
        #expect(Instant(text) == time)
        #expect(Instant(rfc3339: text) == time)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00.000000Z", "2026-13-01T00:00:00.000000Z", "2026-00-10T00:00:00.000000Z",
        "2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:60.000000Z",
        "2026-01-01 00:00:00.000000Z", "2026-01-01T00:00:00.00000Z", "2026-01-01T00:00:00.000000+",
        "2026-01-01T00:00:00.0000001Z", "2100-02-29T00:00:00.000000Z", "2020-02-29T23:59:59Z",
        "2020-02-29T23:59:59.0+02:00", "2020-02-29t23:59:59.000000z", "1899-12-31T23:59:59.999999Z", "",
    ])
    func `any other form, and days that do not exist, are not in the log`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test(arguments: [
        ("2020-02-29T23:59:59Z", "2020-02-29T23:59:59.000000Z"),
        ("2020-02-29t23:59:59.5z", "2020-02-29T23:59:59.500000Z"),
        ("2020-03-01 01:30:00+02:00", "2020-02-29T23:30:00.000000Z"),
        ("2020-02-29T23:59:59.000001-00:30", "2020-03-01T00:29:59.000001Z"),
    ]) func `a moment of RFC 3339 is read in any offset`(_ text: String, _ stored: String) {
        #expect(Instant(rfc3339: text)?.description == stored)
    }

    @Test(arguments: [
        "1900-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01", "2020-02-29", "2020-02-29T23:59Z",
        "2020-02-29T23:59:59", "2020-02-29T23:59:59.Z", "2020-02-29T23:59:59.1234567Z", "2020-02-29T23:59:59+24:00",
    ]) func `a moment outside the calendar, or in another form, is not one of RFC 3339`(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `a moment cannot leave the calendar that labd takes`() {
        #expect(Instant(microseconds: .max).description == "9999-12-31T23:59:59.999999Z")
        #expect(Instant(microseconds: .min).description == "1900-01-01T00:00:00.000000Z")
    }
}
