import CanonicalJSON
import CivilTime
import Foundation
import OfficeSpecification
import Testing

@testable import Office

/// Tests of erasing, and of looking at sealed fields.
struct PersonalDataTests {
    private func erase(_ person: String, _ changes: JSON = [:]) -> Sending {
        Sending("person.erase", ["person": .string(person), "authorisation": "determina 12/2026"], changes)
    }

    private func paid() -> Sending {
        Sending(
            "project.record-final-payment",
            ["on": "2021-10-01", "financialYearEnd": "2021-12-31", "retentionYears": 4])
    }

    /// An office at work with the final payment recorded, on that day.
    private func late(_ day: String) throws -> Scenario {
        let scenario = try Scenario.atWork()
        scenario.today(day)
        try scenario.given(paid())
        return scenario
    }

    private func recording(_ scenario: Scenario, _ day: String = "2026-01-01") throws -> Recording {
        Recording(time: try #require(Instant("\(day)T10:00:00.000000Z")), actor: "anna", roles: [.operator])
    }

    private func read(_ stream: String, _ fields: [ID], _ reason: String?) throws -> PersonalDataRequest {
        .read(stream: try #require(StreamName(stream)).stream, fields: fields, reason: reason)
    }

    private func golden(_ type: String, _ version: Int = 1) throws -> String {
        let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
        let file = folder.appendingPathComponent("\(type).\(version).json")
        return String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }

    /// Returns an office that applied the golden bytes of an event instead of those of the decision.
    private func replayed(_ scenario: Scenario, _ type: String, _ version: Int = 1) throws -> Office {
        var office = scenario.office
        try office.replay(
            type: type, schema: version, data: try JSONObject(canonical: Array(try golden(type, version).utf8)),
            position: scenario.position + 1, time: Instant(microseconds: 1 << 52),
            occurred: try #require(Day("2026-01-01")))
        return office
    }

    // MARK: - Erasing

    @Test func `a person can be erased with all linked ids from the day on which the retention ends`() throws {
        let scenario = try late("2026-01-01")
        try scenario.given(.link("p-2", "p-1"))
        var decision = try scenario.decide(erase("p-1", ["evidence": "prot. 7/2026", "note": "nota"]))
        #expect(decision.type == "person.erased")
        #expect(decision.refusal == nil)
        #expect(decision.erases.map(\.name) == ["person/p-1", "person/p-2"])
        try decision.note(keys: 2, boxes: 9)
        #expect(String(decoding: decision.data, as: UTF8.self) == (try golden("person.erased")))
        for office in [try replayed(scenario, "person.erased"), try after(scenario, erase("p-2"))] {
            #expect(office.erasedOwners.map(\.name) == ["person/p-1", "person/p-2"])
        }
    }

    private func after(_ scenario: Scenario, _ command: Sending) throws -> Office {
        try scenario.given(command)
        #expect(try scenario.replayed().erasedOwners == scenario.office.erasedOwners)
        return scenario.office
    }

    @Test func `before that day the refusal is recorded, with the reasons and the earliest date`() throws {
        let scenario = try late("2025-12-31")
        let decision = try scenario.decide(erase("p-1", ["evidence": "prot. 7/2026", "note": "nota"]))
        #expect(decision.type == "person.erasure-refused")
        #expect(decision.erases.isEmpty)
        #expect(String(decoding: decision.data, as: UTF8.self) == (try golden("person.erasure-refused")))
        let refusal = try #require(decision.refusal)
        #expect(refusal.code == .erasureRefused)
        #expect(refusal.accepted?.contains("2026-01-01") == true)
        #expect(try Refusal(erasureRefused: try JSONObject(canonical: decision.data)) == refusal)
        #expect(try replayed(scenario, "person.erasure-refused").erasedOwners.isEmpty)
    }

    @Test func `the day is unknown while a final payment is missing or a case is open`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2050-01-01")
        let unpaid = try scenario.decide(erase("p-1"))
        #expect(String(decoding: unpaid.data, as: UTF8.self).contains(#""reasons":["no-final-payment"]"#))
        try scenario.given(paid())
        scenario.today("2019-07-01")
        let later = try late("2026-01-01")
        let opening = Sending(
            "case.open",
            [
                "case": "k-1", "person": "p-2", "members": ["p-1"], "line": "secretariat-towns", "place": "rovato",
                "on": "2019-07-01", "access": "own-request", "worker": "sw-1", "minor": false,
            ])
        try later.given(opening)
        let open = try later.decide(erase("p-1"))
        #expect(String(decoding: open.data, as: UTF8.self).contains(#""reasons":["open-case"]"#))
        #expect(open.refusal?.accepted?.contains("nobody knows") == true)
    }

    @Test func `an unknown person is not found, and one who was erased is not erased again`() throws {
        let scenario = try late("2026-01-01")
        #expect(scenario.when(erase("p-99")) == .refused("unknown-person", "person"))
        #expect(scenario.when(erase("p-1").without("authorisation")) == .refused("missing-field", "authorisation"))
        #expect(scenario.when(erase("p-1", ["persons": ["p-2"]])) == .refused("unknown-field", "persons"))
        #expect(scenario.when(erase("p-1")) == .accepted)
        #expect(scenario.when(erase("p-1")) == .refused("erased", "person"))
    }

    @Test func `nothing can be recorded for a person who was erased`() throws {
        let scenario = try Scenario.atWork()
        let opening = Sending(
            "case.open",
            [
                "case": "k-1", "person": "p-1", "line": "secretariat-towns", "place": "rovato", "on": "2019-07-01",
                "access": "own-request", "worker": "sw-1", "minor": false,
            ])
        scenario.today("2026-01-01")
        try scenario.given(paid(), opening)
        try scenario.given(
            Sending("case.close", ["case": "k-1", "on": "2019-07-02", "outcome": "objective-reached"]), erase("p-1"))
        #expect(
            scenario.when(Sending("case.reopen", ["case": "k-1", "on": "2019-07-03", "reason": "r"]))
                == .refused("erased", "case"))
        #expect(
            scenario.when(Sending("person.correct", ["person": "p-1", "reason": "r", "sex": "F"]))
                == .refused("erased", "person"))
        #expect(scenario.when(.link("p-2", "p-1")) == .refused("erased", "same"))
        #expect(scenario.when(.person("p-1")) == .refused("exists", "person"))
        #expect(throws: Refusal.self) {
            try scenario.office.decide(
                try read("person/p-1", [], nil), try recording(scenario))
        }
    }

    @Test func `an erasure missing from this log is decided again, without checking the date`() throws {
        let scenario = try Scenario.atWork()
        let recording = try recording(scenario, "2019-07-20")
        let again = try #require(
            scenario.office.erasureAgain(ofStream: "person/p-1", authorisation: "determina", recording))
        #expect(
            String(decoding: again.data, as: UTF8.self)
                == #"{"again":true,"authorisation":"determina","person":"p-1","persons":["p-1"]}"#)
        var office = scenario.office
        office.apply(again, position: scenario.position + 1, time: recording.time)
        #expect(office.erasedOwners.map(\.name) == ["person/p-1"])
        #expect(office.erasureAgain(ofStream: "person/p-1", authorisation: "determina", recording) == nil)
        #expect(office.erasureAgain(ofStream: "person/p-99", authorisation: "determina", recording) == nil)
        #expect(
            office.erasureAgain(ofStream: "worker/sw-1", authorisation: "determina", recording)?.type == "record.erased"
        )
        #expect(office.erasureAgain(ofStream: "nothing", authorisation: "determina", recording) == nil)
        var replayed = scenario.office
        try replayed.replay(
            type: again.type, schema: 1, data: try JSONObject(canonical: again.data),
            position: scenario.position + 1, time: recording.time, occurred: recording.today)
        #expect(replayed.erasedOwners == office.erasedOwners)
    }

    // MARK: - Looking

    @Test func `a look is recorded with the person, the fields and the reason`() throws {
        let scenario = try Scenario.atWork()
        let person = try #require(ID("p-1"))
        let (name, code) = (try #require(ID("name")), try #require(ID("taxCode")))
        let look = try scenario.office.decide(
            try read("person/p-1", [name, code], "controllo in loco 3"),
            try recording(scenario))
        #expect(look.type == "personal-data.read" && look.schema == 2)
        #expect(look.stream.name == "person/p-1")
        // As version 1 has it.
        #expect(String(decoding: look.data, as: UTF8.self) == (try golden("personal-data.read")))
        _ = try replayed(scenario, "personal-data.read")
        let worker = try scenario.office.decide(
            try read("worker/sw-1", [name], "controllo in loco 3"),
            try recording(scenario))
        #expect(worker.stream.name == "worker/sw-1")
        #expect(String(decoding: worker.data, as: UTF8.self) == (try golden("personal-data.read", 2)))
        _ = try replayed(scenario, "personal-data.read", 2)
        let nobody = try scenario.office.decide(
            .search(by: [name, code], reason: "richiesta 4"), try recording(scenario))
        #expect(nobody.type == "personal-data.searched" && nobody.stream.name == "personal-data")
        #expect(String(decoding: nobody.data, as: UTF8.self) == (try golden("personal-data.searched")))
        _ = try replayed(scenario, "personal-data.searched")
        let found = try scenario.office.decide(.find(person: person, by: [code], reason: nil), try recording(scenario))
        #expect(
            String(decoding: found.data, as: UTF8.self) == #"{"fields":["taxCode"],"how":"find","person":"p-1"}"#)
        try scenario.given(.link("p-1", "p-2"))
        let served = try scenario.office.decide(
            .access(person: person, released: [], reason: "richiesta 4"), try recording(scenario))
        #expect(served.type == "person.access-served")
        #expect(String(decoding: served.data, as: UTF8.self) == (try golden("person.access-served")))
        _ = try replayed(scenario, "person.access-served")
        let released = try scenario.office.decide(
            .access(person: person, released: [7], reason: "richiesta 4"), try recording(scenario))
        #expect(
            try JSONObject(canonical: released.data)
                == (try JSONObject(canonical: Array(golden("person.access-served", 2).utf8))))
        _ = try replayed(scenario, "person.access-served", 2)
        #expect(throws: Refusal.self) {
            try scenario.office.decide(
                .access(person: person, released: [99_999], reason: nil), try recording(scenario))
        }
    }

    @Test func `the sealed fields of a worker are erased with the stream, after the retention`() throws {
        func erase(_ stream: String) -> Sending {
            Sending(
                "record.erase",
                ["stream": .string(stream), "authorisation": "determina 12/2026", "evidence": "prot. 7/2026"])
        }
        let early = try late("2025-12-31")
        let refused = try early.decide(erase("worker/sw-1"))
        #expect(refused.type == "record.erasure-refused" && refused.erases.isEmpty)
        #expect(String(decoding: refused.data, as: UTF8.self) == (try golden("record.erasure-refused")))
        #expect(try Refusal(erasureRefused: try JSONObject(canonical: refused.data)) == refused.refusal)
        #expect(try replayed(early, "record.erasure-refused").erasedOwners.isEmpty)
        let scenario = try late("2026-01-01")
        var decision = try scenario.decide(erase("worker/sw-1"))
        #expect(decision.type == "record.erased" && decision.erases.map(\.name) == ["worker/sw-1"])
        try decision.note(keys: 1, boxes: 2)
        #expect(String(decoding: decision.data, as: UTF8.self) == (try golden("record.erased")))
        #expect(try replayed(scenario, "record.erased").erasedOwners.map(\.name) == ["worker/sw-1"])
        #expect(scenario.when(erase("worker/sw-1")) == .accepted)
        #expect(scenario.when(erase("worker/sw-1")) == .refused("erased", "stream"))
        #expect(scenario.when(erase("person/p-1")) == .refused("invalid-value", "stream"))
        #expect(scenario.when(erase("planet/mars")) == .refused("invalid-value", "stream"))
        // The sealed fields of a month belong to the worker, and fields that do not exist yet must remain possible.
        #expect(scenario.when(erase("timesheet/sw-2/2019-06")) == .refused("invalid-value", "stream"))
        for stream in ["worker/nobody", "case/k-99", "contact/x", "mediation/x", "report/x", "finding/x"] {
            #expect(scenario.when(erase(stream)) == .refused("unknown-stream", "stream"), "\(stream)")
        }
        #expect(scenario.when(erase("project")) == .accepted)
    }

    @Test func `a reason that looks like personal data is flagged`() throws {
        let scenario = try Scenario.atWork()
        let person = try #require(ID("p-1"))
        let look = try scenario.office.decide(
            try read("person/p-1", [person], "per RSSMRA80A01F205X"),
            try recording(scenario))
        #expect(look.flags.words == ["personal-data-suspected"])
    }

    @Test func `a restricted record is not opened, but the person may see it and can be found`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.restrict("p-1"))
        let person = try #require(ID("p-1"))
        let refusal = #expect(throws: Refusal.self) {
            try scenario.office.decide(
                try read("person/p-1", [], nil), try recording(scenario))
        }
        #expect(refusal?.code == .restricted)
        _ = try scenario.office.decide(.access(person: person, released: [], reason: nil), try recording(scenario))
        _ = try scenario.office.decide(.find(person: person, by: [], reason: nil), try recording(scenario))
    }

    @Test(arguments: [
        (#"{"person":"p-1","fields":[]}"#, "invalid-value"), (#"{"person":"p-1","fields":["sex"]}"#, "invalid-value"),
        (#"{"fields":["name"]}"#, "missing-field"), (#"{"person":"p-1","why":"x"}"#, "unknown-field"),
        (#"{"person":"p-1","reason":""}"#, "invalid-value"), (#"{"person":7}"#, "wrong-type"),
    ])
    func `a look names a known person and known fields`(_ text: String, _ code: String) throws {
        guard case .object(let object) = try JSONReader.read(Array(text.utf8).span, as: .strict) else { return }
        let refusal = #expect(throws: Refusal.self) { try PersonalDataRequest(reading: object) }
        #expect(refusal?.code.word == code)
    }

    @Test func `a restriction holds on every linked id, and keeps decisions, evidence and the data itself`() throws {
        let scenario = try late("2026-01-01")
        try scenario.given(
            .person("p-7"), .link("p-1", "p-2"), .link("p-2", "p-7"),
            Sending("person.add-evidence", ["person": "p-7", "kind": "permit", "from": "2019-01-01"]))
        let evidence = scenario.position
        try scenario.given(.restrict("p-1"))
        for command in [
            Sending("person.correct", ["person": "p-7", "sex": "F", "reason": "r"]),
            Sending("person.add-evidence", ["person": "p-7", "kind": "permit"]), .link("p-7", "p-3"),
            Sending("person.erase", ["person": "p-7", "authorisation": "det. 1"]),
        ] { #expect(scenario.when(command) == .refused("restricted", "person"), "\(command.name)") }
        let void = Sending("record.void", ["position": .integer(Int64(evidence)), "reason": "r"])
        #expect(scenario.when(void) == .refused("restricted", "position"))
        #expect(scenario.office.isRestricted(person: try #require(ID("p-7"))))
        try scenario.given(Sending("person.lift-restriction", ["person": "p-1", "reason": "chiede la cancellazione"]))
        #expect(scenario.when(void) == .accepted)
        #expect(scenario.when(Sending("person.erase", ["person": "p-7", "authorisation": "det. 1"])) == .accepted)
    }

    // MARK: - Searching

    @Test(arguments: [
        ("Zoë D’Angelo", "dangelo zoe"), ("d'angelo ZOE", "dangelo zoe"),
        ("Łukasz  Nowak-Kowalski", "kowalski lukasz nowak"),
        ("Nguyễn Văn", "nguyen van"), ("Zoe\u{308}", "zoe"), ("محمد علي", "علي محمد"), ("Øystein", "oystein"),
    ])
    func `names that are spelt differently are one`(_ text: String, _ folded: String) {
        #expect(SearchTerm(.name, text)?.text == folded)
    }

    @Test func `a tax code is compared without spaces and case, and a text without letters is not a term`() {
        #expect(SearchTerm(.taxCode, " rssmra 80a01 f205x")?.text == "rssmra80a01f205x")
        #expect(SearchTerm(.name, " -' ") == nil)
        #expect(SearchTerm(.name, "a")?.bytes != SearchTerm(.taxCode, "a")?.bytes)
    }

    @Test func `a registration and a correction can be searched by, other commands not`() throws {
        func terms(_ command: Sending) throws -> [String] {
            try CommandRequest(text: command.text(id: "c").span).searchTerms.map(\.text)
        }
        #expect(
            try terms(.person("p-1", ["name": "Rossi Anna", "taxCode": "RSS", "born": "1980-01-01"])) == [
                "anna rossi", "rss",
            ])
        #expect(
            try terms(Sending("person.correct", ["person": "p-1", "name": "Bianchi", "reason": "r"])) == ["bianchi"])
        #expect(try terms(.enrol("sw-9", "educator", ["name": "Rossi"])).isEmpty)
    }
}
