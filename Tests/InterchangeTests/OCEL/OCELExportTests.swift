import CanonicalJSON
import Interchange
import Testing

struct OCELExportTests {
    /// The document's parts, read back.
    private struct Document {
        let eventTypes: [String: [String: String]]
        let events: [JSON]
        let objectTypes: [String]
        let objects: [String: String]

        func event(_ position: Int) throws -> JSON {
            try #require(events.first { $0["id"] == .string("\(position)") })
        }
    }

    private static func read(_ log: SmallLog) throws -> Document {
        var export = OCELExport(.small) { MemoryStore() }
        for line in log.lines { try export.add(line) }
        var text = ""
        try export.finish { text += $0 }
        let document = try JSONReader.read(Array(text.utf8), as: .strict)
        return Document(
            eventTypes: Dictionary(
                uniqueKeysWithValues: document["eventTypes"].items.map { type in
                    let attributes = type["attributes"].items.map { ($0["name"].text, $0["type"].text) }
                    return (type["name"].text, Dictionary(uniqueKeysWithValues: attributes))
                }),
            events: document["events"].items, objectTypes: document["objectTypes"].items.map(\.["name"].text),
            objects: Dictionary(
                uniqueKeysWithValues: document["objects"].items.map { ($0["id"].text, $0["type"].text) }))
    }

    private static func named(_ event: JSON) -> [String] {
        event["relationships"].items.map { "\($0["qualifier"].text) \($0["objectId"].text)" }
    }

    @Test func `every event that was not voided is exported, by day, and has an object`() throws {
        let document = try Self.read(.season)
        #expect(document.events.map { $0["id"].text } == ["0", "2", "3", "6", "7", "1"].sorted(by: Self.byDay))
        #expect(document.events.allSatisfy { !$0["relationships"].items.isEmpty })
    }

    // Only position 1 is of the 4th of June; all other events that were not voided are of the 3rd.
    private static func byDay(_ a: String, _ b: String) -> Bool { (a == "1" ? 1 : 0, a) < (b == "1" ? 1 : 0, b) }

    @Test func `every object that is named exists once, with a declared type, and no other does`() throws {
        let document = try Self.read(.season)
        let named = document.events.flatMap { $0["relationships"].items.map(\.["objectId"].text) }
        #expect(Set(named) == Set(document.objects.keys))
        #expect(Set(document.objects.values) == Set(document.objectTypes))
        #expect(document.objectTypes == document.objectTypes.sorted())
        #expect(
            document.objects == [
                "log": "log", "case/c-1": "case", "case/c-2": "case", "mediation/m-1": "mediation",
                "person/p-1": "person", "person/p-2": "person", "person/p-3": "person", "worker/sw-1": "worker",
                "place/chiari": "place", "line/desk": "line", "timesheet/sw-1/2019-06": "timesheet",
            ])
    }

    @Test func `objects are named with their part, including the object of the stream`() throws {
        let document = try Self.read(.season)
        #expect(
            Self.named(try document.event(1)) == [
                "case case/c-1", "line line/desk", "members person/p-1", "members person/p-2", "person person/p-1",
                "place place/chiari", "worker worker/sw-1",
            ])
        #expect(
            Self.named(try document.event(6)) == [
                "about mediation/m-1", "worker worker/sw-1", "timesheet timesheet/sw-1/2019-06",
            ])
    }

    @Test func `the subject of hours is an attribute if no event tells its type`() throws {
        var log = SmallLog()
        log.append("hours.logged", "timesheet/sw-1/2019-06", ["about": "x-1", "activity": "desk", "worker": "sw-1"])
        let document = try Self.read(log)
        #expect(document.objects.keys.sorted() == ["timesheet/sw-1/2019-06", "worker/sw-1"])
        #expect(document.eventTypes["hours.logged"]?["about"] == "string")
    }

    @Test func `words that only look like ids are not objects`() throws {
        var log = SmallLog()
        log.append("mediation.missed", "mediation/m-1", ["by": "user", "mediation": "m-1"])
        log.append("mediation.authorised", "mediation/m-1", ["by": "co-1", "mediation": "m-1"])
        log.append("project.suspended", "project", ["lines": "all", "places": ["chiari"]])
        let document = try Self.read(log)
        #expect(document.objects.keys.sorted() == ["mediation/m-1", "place/chiari", "project", "worker/co-1"])
        #expect(document.eventTypes["project.suspended"]?["lines"] == "string")
    }

    @Test func `every attribute is declared with the type of its values`() throws {
        let document = try Self.read(.season)
        #expect(
            document.eventTypes["mediation.requested"] == [
                "actor": "string", "cause": "string", "language": "string", "minutes": "integer", "on": "time",
                "position": "integer", "recorded": "time", "revision": "integer",
            ])
        #expect(document.eventTypes["case.opened"]?["minor"] == "boolean")
        for event in document.events {
            let types = try #require(document.eventTypes[event["type"].text])
            for attribute in event["attributes"].items {
                switch (types[attribute["name"].text], attribute["value"]) {
                case ("string", .string), ("time", .string), ("integer", .integer), ("boolean", .bool): break
                default: Issue.record("\(attribute) is not as declared")
                }
            }
        }
    }

    @Test func `a field that is a day in one event and text in another is text in both`() throws {
        var log = SmallLog()
        log.append("case.referred", "case/c-1", ["to": "2019-06-03"])
        log.append("case.referred", "case/c-1", ["to": "consultorio"])
        let document = try Self.read(log)
        #expect(document.eventTypes["case.referred"]?["to"] == "string")
        let values = document.events.flatMap { $0["attributes"].items.filter { $0["name"] == "to" } }
        #expect(values.map { $0["value"] } == ["2019-06-03", "consultorio"])
    }

    @Test func `voided records and their objects are left out`() throws {
        let document = try Self.read(.season)
        #expect(document.objects["contact/k-1"] == nil)
        #expect(document.events.count == 6)
    }

    @Test func `the time is the day on which it happened`() throws {
        let document = try Self.read(.season)
        #expect(try document.event(1)["time"] == "2019-06-04T00:00:00.000Z")
    }

    @Test func `an empty log is a document with empty lists`() throws {
        let document = try Self.read(SmallLog())
        #expect(document.events.isEmpty && document.objects.isEmpty && document.eventTypes.isEmpty)
    }
}

extension JSON {
    /// Returns the member with that name; null if there is none.
    fileprivate subscript(_ name: String) -> JSON {
        guard case .object(let object) = self else { return .null }
        return object[name] ?? .null
    }

    fileprivate var items: [JSON] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    fileprivate var text: String {
        guard case .string(let text) = self else { return "" }
        return text
    }
}
