import CanonicalJSON
import CivilTime
import Foundation
import Office
import OfficeSpecification
import Testing

/// The exact bytes of `data` of each type of event, in a file for each type and version.
///
/// Golden files are only ever added. Logs contain these bytes for ten years and more, so an event that was once written must
/// always be readable. A change of an event's content is a new version, with a new file next to the old one. Never change or
/// remove a file here. With `LABD_WRITE_GOLDEN=1`, the file of a new type or version is written from its command.
struct GoldenTests {
    /// Events that come years after all others, or from a faulty machine. They are tested with their rules.
    private static let late: Set<String> = ["person.erased", "record.erased", "log.clock-confirmed"]

    @Test func `every event of the catalogue has its golden bytes, and nothing else has`() throws {
        let expected =
            Catalogue.commands.flatMap { type in (1...type.schema).map { "\(type.event).\($0).json" } }
            + [
                "log.created.1", "log.restored.1", "person.erasure-refused.1", "personal-data.read.1",
                "personal-data.read.2", "person.access-served.1", "person.access-served.2",
                "personal-data.searched.1", "record.erasure-refused.1",
            ].map { "\($0).json" }
        let found = try FileManager.default.contentsOfDirectory(atPath: try #require(Self.folder).path)
        #expect(Set(expected).subtracting(found).sorted() == [])
        #expect(Set(found).subtracting(expected).sorted() == [])
    }

    @Test func `deciding again gives the golden bytes, from a command with all its fields`() throws {
        let scenario = try Scenario()
        scenario.today("2019-07-20")
        var seen: Set<String> = []
        for command in GoldenCommands.all {
            let type = try #require(Catalogue.command(command.name))
            try scenario.given(command)
            let event = try #require(scenario.events.last)
            guard command.isGolden, seen.insert(event.type).inserted else { continue }
            for field in Catalogue.fields(of: type) {
                #expect(command.data[field.name] != nil, "\(command.name) lacks \(field.name)")
            }
            let text = String(decoding: event.data, as: UTF8.self)
            try Self.writeMissing(event.type, event.schema, text)
            #expect(try Self.golden(event.type, event.schema) == text, "\(event.type) is now \(text)")
        }
        #expect(seen == Set(Catalogue.commands.map { $0.event }).subtracting(Self.late))
    }

    @Test func `every golden event is read back where it belongs, and leaves the office as deciding did`() throws {
        let scenario = try Scenario()
        scenario.today("2019-07-20")
        var replayed = Office()
        try Self.read("log.created", 1, into: &replayed, of: scenario)
        var seen: Set<String> = []
        for command in GoldenCommands.all {
            try scenario.given(command)
            let event = try #require(scenario.events.last)
            if command.isGolden, seen.insert(event.type).inserted {
                try Self.read(event.type, event.schema, into: &replayed, of: scenario)
            } else {
                try replayed.replay(
                    type: event.type, schema: event.schema, data: try JSONObject(canonical: event.data),
                    position: scenario.position, time: event.time, occurred: event.occurred)
            }
            #expect(replayed.position == scenario.position)
        }
        #expect(seen.count == Catalogue.commands.count - Self.late.count)
    }

    @Test func `the event of a restore is read, and changes nothing of the work`() throws {
        for text in [
            try Self.golden("log.restored", 1),
            #"{"generation":2,"kept":4711,"keptRoot":"nxpr7aNr3v06ELFS0Z2GfeASOrMWsnmSj7fb4bf671s=","oldOrigin":"labd"}"#,
        ] {
            let scenario = try Scenario()
            scenario.today("2019-07-20")
            for command in GoldenCommands.all { try scenario.given(command) }
            var office = scenario.office
            let before = scenario.position
            try office.replay(
                type: "log.restored", schema: 1, data: try JSONObject(canonical: Array(text.utf8)),
                position: before + 1, time: Instant(microseconds: 1 << 52), occurred: try #require(Day("2019-07-21")))
            #expect(office.position == before + 1)
            #expect(office.identity == scenario.office.identity)
        }
    }

    @Test func `events of every older version are read as what they said`() throws {
        for type in Catalogue.commands where type.schema > 1 {
            for version in 1..<type.schema {
                let scenario = try Scenario()
                scenario.today("2019-07-20")
                var replayed = Office()
                try Self.read("log.created", 1, into: &replayed, of: scenario)
                for command in GoldenCommands.all {
                    try scenario.given(command)
                    let event = try #require(scenario.events.last)
                    let isOld = event.type == type.event && command.isGolden
                    let data = isOld ? Array(try Self.golden(type.event, version).utf8) : event.data
                    try replayed.replay(
                        type: event.type, schema: isOld ? version : event.schema,
                        data: try JSONObject(canonical: data), position: scenario.position, time: event.time,
                        occurred: event.occurred)
                }
                #expect(replayed.position == scenario.position)
            }
        }
    }

    @Test func `a delivery of version 1 that says no mode was in person, and one of a later version must say it`()
        throws
    {
        let data = try JSONObject(
            canonical: Array(
                #"{"kind":"interview","last":false,"mediation":"m-1","minutes":60,"on":"2019-07-01","operatorPresent":true,"start":"09:00"}"#
                    .utf8))
        let up = try #require(Catalogue.event("mediation.delivered")?.upcast(data, from: 1))
        #expect(up["mode"] == "in-person")
        #expect(up.members.count == data.members.count + 1)
        #expect(Catalogue.event("mediation.delivered")?.upcast(data, from: 2) == nil)
        var office = Office()
        for (schema, reason) in [(2, "mode is missing"), (3, "this labd knows versions 1 to 2 of it")] {
            let error = #expect(throws: UnreadableEvent.self) {
                try office.replay(
                    type: "mediation.delivered", schema: schema, data: data, position: 0,
                    time: Instant(microseconds: 0), occurred: .earliest)
            }
            #expect(error?.schema == schema)
            #expect(error?.type == "mediation.delivered")
            #expect(error?.reason == reason)
        }
    }

    private static let folder = Bundle.module.url(forResource: "Golden", withExtension: nil)

    /// Writes a golden file that is not there yet, if that is asked for; never changes one.
    private static func writeMissing(_ type: String, _ schema: Int, _ text: String) throws {
        guard ProcessInfo.processInfo.environment["LABD_WRITE_GOLDEN"] == "1" else { return }
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/\(type).\(schema).json")
        if !FileManager.default.fileExists(atPath: file.path) { try Data(text.utf8).write(to: file) }
    }

    /// Returns the content of the file; empty if there is none yet.
    private static func golden(_ type: String, _ schema: Int) throws -> String {
        let file = try #require(folder).appendingPathComponent("\(type).\(schema).json")
        return String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }

    private static func read(
        _ type: String, _ schema: Int, into office: inout Office, of scenario: Scenario
    ) throws {
        let event = try #require(scenario.events.last)
        try office.replay(
            type: type, schema: schema, data: try JSONObject(canonical: Array(try golden(type, schema).utf8)),
            position: scenario.position, time: event.time, occurred: event.occurred)
    }
}
