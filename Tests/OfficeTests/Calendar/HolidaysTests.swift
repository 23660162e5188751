import CivilTime
import OfficeSpecification
import Testing

@testable import Office

struct HolidaysTests {
    @Test func `Easter falls on the days in the tables, from 1900 to 2200`() throws {
        let table = easterTable.split(whereSeparator: \.isWhitespace)
        try #require(table.count == 301)
        for (year, entry) in zip(1900..., table) {
            let expected = Day("\(year)-\(entry.prefix(2))-\(entry.suffix(2))")
            #expect(Holidays.easter(year) == expected, "Easter of \(year)")
            #expect(Holidays.easter(year).weekday == 7)
        }
    }

    @Test(arguments: [
        "2019-01-01", "2019-01-06", "2019-04-21", "2019-04-22", "2019-04-25", "2019-05-01", "2019-06-02", "2019-08-15",
        "2019-11-01", "2019-12-08", "2019-12-25", "2019-12-26", "2020-04-13", "2038-04-26",
    ]) func `a national holiday`(_ day: String) throws {
        #expect(Holidays.isNational(Day.of(day)))
    }

    @Test(arguments: ["2019-04-20", "2019-04-23", "2019-04-24", "2019-11-04", "2020-02-15", "2019-12-24", "2019-12-31"])
    func `no national holiday`(_ day: String) throws {
        #expect(!Holidays.isNational(Day.of(day)))
    }

    @Test func `a year has twelve holidays, Easter and its Monday among them`() throws {
        let first = Day.of("2019-01-01")
        #expect((0..<365).filter { Holidays.isNational(first.adding($0)) }.count == 12)
    }

    @Test(arguments: [
        ("2025-10-04", false), ("2026-10-04", true), ("2027-10-04", true), ("2000-06-02", false), ("2001-06-02", true),
        ("1985-01-06", false), ("1986-01-06", true), ("1977-01-06", true), ("1978-01-06", false), ("1976-03-19", true),
        ("1977-03-19", false), ("1976-11-04", true), ("1977-11-04", false), ("1976-06-29", true), ("1977-06-29", false),
        ("1976-05-27", true), ("1976-06-17", true), ("1977-05-19", false), ("1960-06-02", true), ("1980-06-02", false),
    ]) func `a holiday is one in the years in which the law says so`(_ day: String, _ isHoliday: Bool) throws {
        #expect(Holidays.isNational(Day.of(day)) == isHoliday)
    }

    @Test func `every row names its law, and the years of two rows of one day do not overlap`() throws {
        for row in Holidays.fixed { #expect(row.law.first == "L" || row.law.first == "D") }
        for (index, row) in Holidays.fixed.enumerated() {
            for other in Holidays.fixed[..<index] where other.day == row.day {
                #expect(!other.years.overlaps(row.years))
            }
        }
    }
}

/// Month and day of Easter Sunday, ten years a line from 1900 on, by the method of Clavius (Knuth, The Art of Computer
/// Programming, 1.3.2, exercise 14), which is not the one that labd uses.
private let easterTable = """
    0415 0407 0330 0412 0403 0423 0415 0331 0419 0411
    0327 0416 0407 0323 0412 0404 0423 0408 0331 0420
    0404 0327 0416 0401 0420 0412 0404 0417 0408 0331
    0420 0405 0327 0416 0401 0421 0412 0328 0417 0409
    0324 0413 0405 0425 0409 0401 0421 0406 0328 0417
    0409 0325 0413 0405 0418 0410 0401 0421 0406 0329
    0417 0402 0422 0414 0329 0418 0410 0326 0414 0406
    0329 0411 0402 0422 0414 0330 0418 0410 0326 0415
    0406 0419 0411 0403 0422 0407 0330 0419 0403 0326
    0415 0331 0419 0411 0403 0416 0407 0330 0412 0404
    0423 0415 0331 0420 0411 0327 0416 0408 0323 0412
    0404 0424 0408 0331 0420 0405 0327 0416 0401 0421
    0412 0404 0417 0409 0331 0420 0405 0328 0416 0401
    0421 0413 0328 0417 0409 0325 0413 0405 0425 0410
    0401 0421 0406 0329 0417 0409 0325 0414 0405 0418
    0410 0402 0421 0406 0329 0418 0402 0422 0414 0330
    0418 0410 0326 0415 0406 0329 0411 0403 0422 0414
    0330 0419 0410 0326 0415 0407 0419 0411 0403 0423
    0407 0330 0419 0404 0326 0415 0331 0420 0411 0403
    0416 0408 0330 0412 0404 0424 0415 0331 0420 0412
    0328 0417 0409 0325 0413 0405 0418 0410 0401 0421
    0406 0329 0417 0402 0422 0414 0329 0418 0410 0326
    0414 0406 0329 0411 0402 0422 0414 0330 0418 0410
    0326 0415 0406 0419 0411 0403 0422 0407 0330 0419
    0403 0326 0415 0331 0419 0411 0403 0416 0407 0330
    0412 0404 0423 0415 0331 0420 0411 0327 0416 0408
    0323 0412 0404 0424 0408 0331 0420 0405 0327 0416
    0401 0421 0412 0404 0417 0409 0331 0420 0405 0328
    0416 0401 0421 0413 0328 0417 0409 0325 0413 0405
    0425 0410 0401 0421 0406 0329 0417 0409 0325 0414
    0406
    """
