import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

/// Tests of the form of a command, which is checked before the office is asked.
struct CommandRequestTests {
    private func outcome(_ text: String) throws -> Scenario.Outcome {
        try Scenario.atWork().when(text: Array(text.utf8))
    }

    private func outcome(_ command: Sending) throws -> Scenario.Outcome {
        try Scenario.atWork().when(command)
    }

    // MARK: - The envelope

    @Test(arguments: [
        "", "{", "[]", "\"x\"", "null", "1", "{\"id\":\"a\"}}", "{\"id\":\"a\",}", "{'id':'a'}", "\u{FEFF}{}",
        #"{"id":"a","id":"b","command":"person.restrict","data":{}}"#,
        #"{"id":"a","command":"person.restrict","data":{"person":"p-1","person":"p-2","reason":"x"}}"#,
        #"{"id":"a","command":"person.restrict","data":{"person":"p-1","reason":"\ud800"}}"#,
    ]) func `what is not one JSON object is malformed, duplicate names and lone surrogates too`(_ text: String) throws {
        #expect(try outcome(text) == .refused("malformed"))
    }

    @Test func `invalid UTF-8 and deep nesting are malformed`() throws {
        let scenario = try Scenario.atWork()
        #expect(scenario.when(text: Array(#"{"id":""#.utf8) + [0xFF] + Array(#""}"#.utf8)) == .refused("malformed"))
        let deep = Array(repeating: UInt8(ascii: "["), count: 10_000)
        #expect(scenario.when(text: deep) == .refused("malformed"))
    }

    @Test func `a member that the envelope does not have is refused by name`() throws {
        #expect(
            try outcome(#"{"id":"a","command":"person.restrict","data":{},"when":1}"#)
                == .refused("unknown-field", "when"))
    }

    @Test(arguments: [
        (#"{"command":"person.restrict","data":{}}"#, "missing-field", "id"),
        (#"{"id":"a","data":{}}"#, "missing-field", "command"),
        (#"{"id":"a","command":"person.restrict"}"#, "missing-field", "data"),
        (#"{"id":1,"command":"person.restrict","data":{}}"#, "wrong-type", "id"),
        (#"{"id":"-a","command":"person.restrict","data":{}}"#, "invalid-value", "id"),
        (#"{"id":"labd","command":"person.restrict","data":{}}"#, "invalid-value", "id"),
        (#"{"id":"labd:0","command":"person.restrict","data":{}}"#, "invalid-value", "id"),
        (#"{"id":"a\nb","command":"person.restrict","data":{}}"#, "invalid-value", "id"),
        (#"{"id":"a","command":7,"data":{}}"#, "wrong-type", "command"),
        (#"{"id":"a","command":"person.forget","data":{}}"#, "unknown-command", "command"),
        (#"{"id":"a","command":"person.restrict","data":[]}"#, "wrong-type", "data"),
        (#"{"id":"a","command":"person.restrict","data":null}"#, "wrong-type", "data"),
        (#"{"id":"a","command":"person.restrict","data":{},"expect":-1}"#, "invalid-value", "expect"),
        (#"{"id":"a","command":"person.restrict","data":{},"expect":"1"}"#, "wrong-type", "expect"),
        (#"{"id":"a","command":"person.restrict","data":{},"expect":2147483648}"#, "invalid-value", "expect"),
        (#"{"id":"a","command":"person.restrict","data":{},"at":"2019-06-01T00:00:00"}"#, "invalid-value", "at"),
        (#"{"id":"a","command":"person.restrict","data":{},"at":0}"#, "wrong-type", "at"),
    ]) func `an envelope is refused by field`(_ text: String, _ code: String, _ field: String) throws {
        #expect(try outcome(text) == .refused(code, field))
    }

    @Test func `id, expected revision and recording time are read`() throws {
        let text =
            #"{"id":"a:1","command":"person.restrict","data":{"person":"p-1","reason":"x"},"#
            + #""expect":3,"at":"2019-06-01T00:00:00.000001Z"}"#
        let request = try CommandRequest(text: Array(text.utf8).span)
        #expect(request.id.text == "a:1")
        #expect(request.expect == 3)
        #expect(request.at == Instant("2019-06-01T00:00:00.000001Z"))
    }

    @Test(arguments: [
        "2019-06-03T08:00:00Z", "2019-06-03T08:00:00.0Z", "2019-06-03T08:00:00.000000Z", "2019-06-03T10:00:00+02:00",
        "2019-06-03T10:00:00.000+02:00", "2019-06-03T10:00:00.0+02:00", "2019-06-02T23:30:00.00-08:30",
        "2019-06-03t08:00:00z", "2019-06-03 08:00:00Z", "2019-06-03T08:00:00-00:00",
    ])
    func `a recording time is taken in every form of RFC 3339 that has a zone`(at: String) throws {
        let text = #"{"id":"a","command":"person.restrict","data":{"person":"p-1","reason":"x"},"at":"\#(at)"}"#
        #expect(try CommandRequest(text: Array(text.utf8).span).at?.description == "2019-06-03T08:00:00.000000Z")
    }

    @Test(arguments: [
        "2019-06-03T08:00:00", "2019-06-03", "2019-06-03T08:00Z", "2019-06-03T08:00:00.Z",
        "2019-06-03T08:00:00.0000001Z",
        "2019-06-03T08:00:00+0200", "2019-06-03T08:00:00+02", "2019-06-03T08:00:00 Z", "2019-06-31T08:00:00Z", "now",
        "",
    ])
    func `a recording time of another form is refused with what would be accepted`(at: String) throws {
        let text = #"{"id":"a","command":"person.restrict","data":{"person":"p-1","reason":"x"},"at":"\#(at)"}"#
        let refusal = #expect(throws: Refusal.self) { try CommandRequest(text: Array(text.utf8).span) }
        #expect(refusal?.code == .invalidValue && refusal?.field == "at")
        #expect(refusal?.accepted?.contains("+02:00") == true)
    }

    @Test func `the body of the repeat check does not depend on order, white space or the id`() throws {
        let one = #"{"id":"a","command":"person.restrict","data":{"person":"p-1","reason":"x"}}"#
        let other = #" { "data" : { "reason" : "\u0078", "person":"p-1" } , "command":"person.restrict","id":"b" } "#
        let different = #"{"id":"a","command":"person.restrict","data":{"person":"p-1","reason":"y"}}"#
        let body = try CommandRequest(text: Array(one.utf8).span).body
        #expect(try CommandRequest(text: Array(other.utf8).span).body == body)
        #expect(try CommandRequest(text: Array(different.utf8).span).body != body)
    }

    // MARK: - The fields

    @Test func `every command refuses a field that it does not have`() throws {
        for command in Catalogue.commands {
            let found = try outcome(Sending(command.name, ["surprise": 1, "flags": []]))
            #expect(found != .accepted, "\(command.name)")
            if case .refused(let code, _) = found { #expect(["missing-field", "unknown-field"].contains(code)) }
        }
        #expect(
            try outcome(.hours("h-1", "2019-06-05", ["surprise": 1])) == .refused("unknown-field", "surprise"))
        #expect(try outcome(.hours("h-1", "2019-06-05", ["flags": []])) == .refused("unknown-field", "flags"))
    }

    @Test func `every required field of every command is missed by name`() throws {
        for command in Catalogue.commands {
            let required = Catalogue.fields(of: command).filter(\.isRequired).map(\.name)
            let found = try outcome(Sending(command.name, [:]))
            guard let first = required.first else {
                // It has no required field, and is refused by a rule of its own.
                #expect(command.name == "clock.confirm" && found == .refused("wrong-order", nil))
                continue
            }
            #expect(found == .refused("missing-field", first), "\(command.name)")
        }
        for field in ["entry", "worker", "on", "minutes", "fund", "activity"] {
            #expect(try outcome(.hours("h-1", "2019-06-05").without(field)) == .refused("missing-field", field))
        }
    }

    @Test func `null is refused in every field`() throws {
        for field in ["entry", "on", "minutes", "start", "line"] {
            #expect(
                try outcome(.hours("h-1", "2019-06-05", JSON.object([:]).setting(field, .null)))
                    == .refused("wrong-type", field))
        }
    }

    @Test(
        arguments: [
            ("entry", 7), ("entry", ["a"]), ("minutes", "60"), ("minutes", true), ("on", 20_190_605), ("start", 900),
            ("activity", ["desk"]), ("evidence", 12),
        ] as [(String, JSON)]) func `a value of another type is refused by field`(_ field: String, _ value: JSON) throws
    {
        #expect(
            try outcome(.hours("h-1", "2019-06-05", JSON.object([:]).setting(field, value)))
                == .refused("wrong-type", field))
    }

    @Test(arguments: [
        "2019-02-30", "2019-02-29", "2019-6-1", "2019-06-31", "1899-12-31", "05/06/2019", "2019-06-05T00:00:00Z", "",
    ]) func `a day that the calendar does not have is refused`(_ day: String) throws {
        #expect(try outcome(.hours("h-1", day)) == .refused("invalid-value", "on"))
    }

    @Test(arguments: ["24:00", "12:60", "9:00", "0900", "09:00:00"])
    func `a clock that no day has is refused`(_ clock: String) throws {
        #expect(
            try outcome(.hours("h-1", "2019-06-05", ["start": .string(clock)])) == .refused("invalid-value", "start"))
    }

    @Test(arguments: ["2019-13", "2019-6", "2019", "2019-06-01"])
    func `a month that no year has is refused`(_ month: String) throws {
        #expect(try outcome(.complete(month)) == .refused("invalid-value", "month"))
    }

    @Test(arguments: ["", "-a", "a b", "a/b", "à", "a\n", String(repeating: "a", count: 65), "a@b"])
    func `an id of other characters, or too long, is refused`(_ id: String) throws {
        #expect(try outcome(.hours(id, "2019-06-05")) == .refused("invalid-value", "entry"))
    }

    @Test(arguments: ["a", "A-Z.a_z:0-9", "0", "_", ":", ".", String(repeating: "a", count: 64)])
    func `an id of the right characters is accepted unchanged`(_ id: String) throws {
        #expect(try outcome(.hours(id, "2019-06-05")) == .accepted)
    }

    @Test(arguments: [
        "", "a\nb", "a\tb", "a\u{0}b", "\u{7F}", "\u{85}", "\u{2028}", String(repeating: "a", count: 501),
    ])
    func `an empty text, one with control characters and one of 501 characters are refused`(_ text: String) throws {
        #expect(
            try outcome(.hours("h-1", "2019-06-05", ["activity": .string(text)]))
                == .refused("invalid-value", "activity"))
        #expect(
            try outcome(.hours("h-1", "2019-06-05", ["note": .string(text)])) == .refused("invalid-value", "note"))
    }

    private static let unseen: [Unicode.Scalar] =
        [0...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069]
        .flatMap { $0.compactMap { Unicode.Scalar($0 as UInt32) } }

    @Test(arguments: unseen)
    func `no text of any command has a character that controls how it is shown, in clear or sealed`(
        _ scalar: Unicode.Scalar
    ) throws {
        let text = JSON.string("a\(scalar)b")
        for command in GoldenCommands.all {
            let type = try #require(Catalogue.command(command.name))
            for field in Catalogue.fields(of: type) where field.kind == .text && command.data[field.name] != nil {
                let outcome = try Scenario().when(command.with(field.name, text))
                #expect(outcome == .refused("invalid-value", field.name), "\(command.name)")
            }
        }
    }

    @Test(
        arguments: unseen,
        [
            ("title", "title"), ("grant", "grant"), ("places.3.name", "places[3].name"),
            ("places.3.istat", "places[3].istat"), ("lines.0.title.it", "lines[0].title.it"),
            ("lines.0.title.en", "lines[0].title.en"), ("phases.1.it", "phases[1].it"), ("phases.1.en", "phases[1].en"),
            ("measures.0.it", "measures[0].it"), ("measures.0.en", "measures[0].en"),
        ])
    func `no text of a plan has such a character`(_ scalar: Unicode.Scalar, _ place: (path: String, field: String))
        throws
    {
        #expect(
            try Scenario().when(.adopt(.shippedPlan.setting(place.path, .string("a\(scalar)b"))))
                == .refused("invalid-value", "plan." + place.field))
    }

    @Test func `the reason for a look at sealed fields has no such character`() {
        let object = JSONObject([.init("person", "p-1"), .init("reason", "controllo \u{202E}3")])
        #expect(throws: Refusal.self) { try PersonalDataRequest(reading: object) }
        #expect(throws: Refusal.self) { try PersonalDataRequest(access: object) }
        #expect(throws: Refusal.self) {
            try PersonSearch(JSONObject([.init("name", "Rossi"), .init("reason", "controllo \u{2066}3")]))
        }
    }

    @Test(arguments: ["\u{200E}", "\u{200F}", "\u{61C}", "\u{200D}", "فاطمة", "e\u{301}"])
    func `marks of direction, joiners and accents are part of what people write`(_ text: String) throws {
        #expect(
            try outcome(.hours("h-1", "2019-06-05", ["activity": .string("a\(text)b"), "note": .string(text)]))
                == .accepted)
    }

    @Test func `a stored text with characters that are refused today is still read`() throws {
        let scenario = try Scenario()
        var office = scenario.office
        let plan = JSON.shippedPlan.setting("title", "Piano \u{202E}2019").setting("places.3.name", "\u{2066}Chiari")
        let event: JSON = ["plan": plan, "on": "2019-05-27", "act": "atto \u{202A}3"]
        guard case .object(let data) = event else { return }
        try office.replay(
            type: "project.plan-adopted", schema: 1, data: data, position: scenario.position + 1, time: office.time,
            occurred: .of("2019-05-27"))
        #expect(office.plan?.title.text == "Piano \u{202E}2019")
    }

    @Test func `a text of 500 characters is taken, counted as characters and not as bytes`() throws {
        for character in ["a", "è", "漢", "😀"] {
            let text = String(repeating: character, count: 500)
            #expect(
                try outcome(.hours("h-1", "2019-06-05", ["activity": .string(text)])) == .accepted, "\(character)")
            let longer = text + character
            #expect(
                try outcome(.hours("h-1", "2019-06-05", ["activity": .string(longer)]))
                    == .refused("invalid-value", "activity"), "\(character)")
        }
    }

    @Test func `a list has at most 500 elements, and each is checked`() throws {
        let codes = (0..<500).map { JSON.string("t-\($0)") }
        #expect(try outcome(.contact("k-1", "2019-06-05", ["topics": .array(codes)])) == .accepted(["unknown-code"]))
        #expect(
            try outcome(.contact("k-1", "2019-06-05", ["topics": .array(codes + ["one-more"])]))
                == .refused("invalid-value", "topics"))
        #expect(
            try outcome(.contact("k-1", "2019-06-05", ["topics": ["a", 3]])) == .refused("wrong-type", "topics[1]"))
        #expect(
            try outcome(.contact("k-1", "2019-06-05", ["topics": ["a", "b c"]]))
                == .refused("invalid-value", "topics[1]"))
    }

    @Test(arguments: [
        "0", "-1", "1.5", "60.0", "6e1", "9007199254740992", "-9007199254740992", "123456789012345678901234567890",
    ]) func `minutes are whole, above zero and exact`(_ number: String) throws {
        let line = String(decoding: Sending.hours("h-1", "2019-06-05").text(id: "a"), as: UTF8.self)
            .replacing(#""minutes":60"#, with: #""minutes":\#(number)"#)
        #expect(try outcome(line) == .refused("invalid-value", "minutes"))
    }

    @Test func `a word that is not one of the list is refused with the list`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.contact("k-1", "2019-06-05", ["channel": "fax"])) == .refused("invalid-value", "channel"))
        #expect(scenario.refusal?.accepted == "walk-in·phone·mail·referral")
        #expect(scenario.refusal?.value == "\"fax\"")
    }

    @Test(arguments: [("nationality", "IT "), ("nationality", "it"), ("nationality", "ZZ"), ("nationality", "XY")])
    func `a nationality is of ISO 3166-1, or XK, XA or XX`(_ field: String, _ value: String) throws {
        #expect(
            try outcome(.person("p-9", ["nationality": .string(value)])) == .refused("invalid-value", "nationality"))
        for code in ["MA", "GB", "XK", "XA", "XX"] {
            #expect(try outcome(.person("p-9", ["nationality": .string(code)])) == .accepted)
        }
    }

    @Test func `a language is of ISO 639-1`() throws {
        #expect(try outcome(.request("m-1", "2019-06-05", ["language": "wo"])) == .accepted)
        for code in ["ara", "AR", "xx", ""] {
            #expect(
                try outcome(.request("m-1", "2019-06-05", ["language": .string(code)]))
                    == .refused("invalid-value", "language"))
        }
    }

    @Test func `a personal value is never shown in its refusal`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.person("p-9", ["name": "Rossi\nMario"])) == .refused("invalid-value", "name"))
        #expect(scenario.refusal?.value == nil)
        #expect(scenario.refusal?.detail.contains("Rossi") == false)
        #expect(scenario.when(.person("p-9", ["born": "1990-02-30"])) == .refused("invalid-value", "born"))
        #expect(scenario.refusal?.value == nil)
        #expect(scenario.when(.person("p-9", ["taxCode": 7])) == .refused("wrong-type", "taxCode"))
    }

    @Test func `personal fields are not part of the event's data`() throws {
        let scenario = try Scenario.atWork()
        let sent = Sending.person("p-9", ["name": "Mario Rossi", "born": "1990-01-02", "note": "nota", "sex": "M"])
        let decision = try scenario.decide(sent)
        let data = try JSONObject(canonical: decision.data)
        #expect(data.members.map(\.name) == ["basis", "nationality", "person", "sex"])
        let request = try CommandRequest(text: sent.text(id: "a").span)
        #expect(
            String(decoding: try #require(request.personal), as: UTF8.self)
                == #"{"born":"1990-01-02","name":"Mario Rossi","note":"nota"}"#)
        #expect(try CommandRequest(text: Sending.person("p-9").text(id: "a").span).personal == nil)
    }

    @Test func `a refused command leaves no trace`() throws {
        let scenario = try Scenario.atWork()
        let before = scenario.position
        #expect(scenario.when(.hours("h-1", "2020-01-02")) != .accepted)
        #expect(scenario.position == before)
        #expect(scenario.office.position == before)
        #expect(scenario.when(.hours("h-1", "2019-06-05")) == .accepted)
    }
}
