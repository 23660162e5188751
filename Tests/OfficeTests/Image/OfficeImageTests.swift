import CanonicalJSON
import CivilTime
import Foundation
import OfficeSpecification
import Testing

@testable import Office

struct OfficeImageTests {
    /// Returns an office that is read from its image, as after a restart.
    private static func restarted(_ office: Office) throws -> Office {
        let image = OfficeImage(office)
        let rest = try JSONEncoder().encode(image.rest)
        return try Office(
            OfficeImage(tables: image.tables, rest: try JSONDecoder().decode(OfficeImage.Rest.self, from: rest)))
    }

    private static func scenario() throws -> Scenario {
        let scenario = try Scenario()
        scenario.today("2019-07-20")
        return scenario
    }

    @Test func `an office read from its image equals the office, and continues like it`() throws {
        let scenario = try Self.scenario()
        var restarted: [Office] = []
        for command in GoldenCommands.all {
            try scenario.given(command)
            let office = try Self.restarted(scenario.office)
            try #require(office == scenario.office, "after \(command.name)")
            restarted.append(office)
        }
        try #require(restarted.count > 50)
        let whole = scenario.office
        for var office in restarted {
            let begin = office.position
            for (position, event) in scenario.events.enumerated().dropFirst(begin + 1) {
                try office.replay(
                    type: event.type, schema: event.schema, data: try JSONObject(canonical: event.data),
                    position: position, time: event.time, occurred: event.occurred)
            }
            #expect(office == whole, "restarted at \(begin)")
            #expect(try Self.restarted(office) == whole, "restarted at \(begin) and again at the end")
        }
    }

    @Test func `offices that differ in one event are not equal`() throws {
        let scenario = try Self.scenario()
        var earlier = scenario.office
        for command in GoldenCommands.all {
            try scenario.given(command)
            #expect(scenario.office != earlier, "\(command.name)")
            earlier = scenario.office
        }
    }

    @Test func `the empty office has an image too`() throws {
        #expect(try Self.restarted(Office()) == Office())
    }

    @Test func `an image whose tables were cut short or lengthened is refused`() throws {
        let scenario = try Self.scenario()
        for command in GoldenCommands.all { try scenario.given(command) }
        let image = OfficeImage(scenario.office)
        for length in stride(from: 0, to: image.tables.count, by: 37) {
            #expect(throws: ImageError.self, "\(length) bytes") {
                try Office(OfficeImage(tables: Array(image.tables.prefix(length)), rest: image.rest))
            }
        }
        #expect(throws: ImageError.self) { try Office(OfficeImage(tables: image.tables + [0], rest: image.rest)) }
        var endless = image.tables
        for index in 0..<8 { endless[index] = 0xFF }
        #expect(throws: ImageError.self) { try Office(OfficeImage(tables: endless, rest: image.rest)) }
    }

    @Test func `a rest with a value too few or too many is refused`() throws {
        let rest = try JSONEncoder().encode(OfficeImage(try Self.full()).rest)
        guard case .array(let values) = try JSONReader.read(Array(rest), as: .strict) else {
            Issue.record("the rest is not a list")
            return
        }
        func read(_ values: [JSON]) throws -> OfficeImage.Rest {
            try JSONDecoder().decode(OfficeImage.Rest.self, from: Data(JSON.array(values).canonicalBytes))
        }
        _ = try read(values)
        #expect(throws: (any Error).self) { try read(Array(values.dropLast())) }
        #expect(throws: (any Error).self) { try read(values + [.integer(1)]) }
    }

    @Test func `the rest of another office is refused`() throws {
        let scenario = try Self.scenario()
        let before = OfficeImage(scenario.office)
        try scenario.given(GoldenCommands.all[0])
        #expect(throws: ImageError.self) {
            try Office(OfficeImage(tables: before.tables, rest: OfficeImage(scenario.office).rest))
        }
    }

    @Test func `an office with something in all that it holds is the office again, and finds all by their ids`() throws
    {
        let office = try Self.full()
        let empty = Self.leftEmpty(in: office, as: Office(), "office")
        #expect(empty.isEmpty, "the run leaves these as they were: \(empty)")
        let restarted = try Self.restarted(office)
        #expect(restarted == office)
        #expect(restarted.workers.find("sw-1") == office.workers.find("sw-1"))
        #expect(restarted.people.find("p-2") == office.people.find("p-2"))
        #expect(restarted.serviceRecords.find("c-1") == office.serviceRecords.find("c-1"))
        #expect(restarted.hours.entries.find("h-1") == office.hours.entries.find("h-1"))
        #expect(restarted.symbols.find("rovato") == office.symbols.find("rovato"))
        #expect(office.symbols.find("rovato") != nil)
    }

    @Test func `what is added to a detached office is found there alone`() throws {
        let office = try Self.full()
        var detached = office.detached()
        #expect(detached == office)
        let more = detached.symbols.intern("a word of a rehearsal")
        #expect(detached.symbols.find("a word of a rehearsal") == more)
        #expect(detached.symbols.find("rovato") == office.symbols.find("rovato"))
        #expect(office.symbols.find("a word of a rehearsal") == nil)
        var later = office
        let other = later.symbols.intern("another word")
        #expect(other == more && detached.symbols.find("another word") == nil)
        #expect(later.symbols[other] == "another word" && detached.symbols[more] == "a word of a rehearsal")
    }

    @Test func `an image has every stored property of the books of an office`() {
        #expect(Self.leftOut(of: HoursBook(), HoursBook.parts.map(\.path)) == [])
        #expect(Self.leftOut(of: DeliveryDays(), DeliveryDays.parts.map(\.path)) == [])
        #expect(Self.leftOut(of: CaseloadSums(), CaseloadSums.parts.map(\.path)) == [])
        #expect(Self.leftOut(of: HoursBook(), HoursBook.parts.dropFirst().map(\.path)) == ["entries"])
    }

    /// An office after a run in which every command comes, and what labd records by itself.
    private static func full() throws -> Office {
        let scenario = try scenario()
        for command in GoldenCommands.all { try scenario.given(command) }
        try scenario.given(
            .link("p-1", "p-2"), .submit("r-2", "claim", "2019-06-01", "2019-06-30", ["withoutRate": "left-out"]))
        scenario.doubtedClock = DoubtedClock(
            shows: Instant(microseconds: 2_000_000_000_000_000), last: scenario.office.time, aheadOfSteady: 0,
            confirmed: nil, isSynchronised: { true })
        try scenario.given(Sending("clock.confirm", [:]))
        var office = scenario.office
        let stream = try #require(StreamName("worker/sw-1"))
        office.apply(
            EraseRecord(stream),
            EventMark(position: office.position + 1, time: office.time, occurred: Day(number: 18_000), flags: Flags()))
        return office
    }

    /// The properties, also those of books, in which an office does not differ from another.
    private static func leftEmpty(in value: Any, as other: Any, _ name: String) -> [String] {
        guard value is Office || value is HoursBook || value is LinkBook || value is DeliveryDays || value is ReportBook
        else { return isEqual(value, other) ? [name] : [] }
        return zip(Mirror(reflecting: value).children, Mirror(reflecting: other).children).flatMap { mine, others in
            leftEmpty(in: mine.value, as: others.value, "\(name).\(mine.label ?? "")")
        }
    }

    private static func isEqual(_ one: Any, _ other: Any) -> Bool {
        func equal<Value: Equatable>(_ one: Value) -> Bool { one == other as? Value }
        guard let one = one as? any Equatable else { return false }
        return equal(one)
    }

    /// The stored properties of a value in which no path begins: each is where the rules of layout put it.
    private static func leftOut<Whole>(of value: Whole, _ paths: [PartialKeyPath<Whole>]) -> [String] {
        let offsets = paths.compactMap { MemoryLayout<Whole>.offset(of: $0) }
        func size<Value>(_: Value) -> (size: Int, alignment: Int) {
            (MemoryLayout<Value>.size, MemoryLayout<Value>.alignment)
        }
        var end = 0
        var found: [String] = []
        for child in Mirror(reflecting: value).children {
            let (size, alignment) = size(child.value)
            let begin = (end + alignment - 1) / alignment * alignment
            end = begin + size
            if !offsets.contains(where: { (begin..<end).contains($0) }) { found.append(child.label ?? "") }
        }
        return end == MemoryLayout<Whole>.size ? found : found + ["the layout is another"]
    }
}
