import CanonicalJSON
import Foundation
import Office
import OfficeSpecification
import Testing

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

    @Test func `the rest of another office is refused`() throws {
        let scenario = try Self.scenario()
        let before = OfficeImage(scenario.office)
        try scenario.given(GoldenCommands.all[0])
        #expect(throws: ImageError.self) {
            try Office(OfficeImage(tables: before.tables, rest: OfficeImage(scenario.office).rest))
        }
    }
}
