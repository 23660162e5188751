import CanonicalJSON
import CivilTime
import Foundation
import Office
import OfficeSpecification
import Testing
import Views
import ViewsSpecification

/// Compares a season of forty people, whose commands must all be accepted, with the answers of a program that shares no code
/// with labd.
struct SeasonTests {
    @Test(arguments: [nil, "2019-09-30", "2019-12-31"] as [String?])
    func `the five views answer what the independent program does`(_ on: String?) throws {
        let office = try Season.recorded.get().office
        let question = Question(on: on.flatMap { Day($0) })
        let answers = try Season.json("answers" + (on.map { "-" + $0 } ?? ""), "json")
        for name in ["compliance", "caseload", "mediations", "indicators", "timesheets"] {
            let view = try #require(Views.Catalogue.views.first { $0.name == name })
            let want = try #require(answers[name])
            let have = try answer(view, office, question)
            #expect(Differences.between(want, have, name) == [])
        }
    }

    @Test func `an office that replays the season's events answers the same as the one that decided them`() throws {
        let season = try Season.recorded.get()
        let replayed = try Scenario.replay(season.events)
        #expect(replayed.position == season.office.position)
        for question in [
            Question(), Question(on: Day("2019-12-31")), Question(from: Day("2019-09-01"), to: Day("2019-10-31")),
        ] {
            for view in Views.Catalogue.views where view.name != ReportFile.name {
                let question = question.naming(what: view.name)
                let live = try answer(view, season.office, question, season.events)
                let again = try answer(view, replayed, question, season.events)
                #expect(live.canonicalBytes == again.canonicalBytes, "\(view.name)")
            }
        }
    }

    @Test func `every answer is written as its type encodes itself, rows that write themselves too`() throws {
        let season = try Season.recorded.get()
        for view in Views.Catalogue.views where view.name != ReportFile.name {
            let question = Question().naming(what: view.name)
            let whole = try view.init(season.office, question, RecordedPast(events: season.events))
            let encoded = try JSONReader.read(Array(try JSONEncoder().encode(whole)), as: .strict)
            #expect(try JSON.canonicalBytes(encoding: whole) == encoded.canonicalBytes, "\(view.name)")
        }
    }

    @Test func `no text of the season looks like personal data`() throws {
        for event in try Season.recorded.get().events {
            let text = String(decoding: event.data, as: UTF8.self)
            #expect(!text.contains("personal-data-suspected"), "\(text)")
        }
    }

    @Test func `no event of the season holds a sealed field`() throws {
        let text = try Season.recorded.get().events.map { String(decoding: $0.data, as: UTF8.self) }.joined()
        for personal in ["Persona", "XXXXXX90A01Z", "colloquio con la famiglia", "1990-01-01", "Assistente sociale"] {
            #expect(!text.contains(personal))
        }
    }

    @Test func `every answer says on which position and plan it is based`() throws {
        let season = try Season.recorded.get()
        for view in Views.Catalogue.views where view.name != ReportFile.name {
            let question = Question(on: Day("2019-12-31")).naming(what: view.name)
            let have = try answer(view, season.office, question, season.events)
            #expect(have["position"] == .integer(Int64(season.office.position)), "\(view.name)")
            #expect((have["basis"]?["on"] ?? have["basis"]?["to"]) == "2019-12-31", "\(view.name)")
            #expect(have["basis"]?["simulated"] == true, "\(view.name)")
        }
    }
}

/// The season, recorded once for all tests.
enum Season {
    static let recorded = Result { try record() }

    /// The result of recording it.
    struct Recorded: Sendable {
        let office: Office
        let events: [Scenario.Event]
    }

    static func json(_ name: String, _ kind: String) throws -> JSON {
        try JSONReader.read(Array(try Data(contentsOf: file(name, kind))), as: .strict)
    }

    private static func file(_ name: String, _ kind: String) throws -> URL {
        let folder = try #require(Bundle.module.url(forResource: "Season", withExtension: nil))
        return folder.appendingPathComponent(name + "." + kind)
    }

    private static func record() throws -> Recorded {
        let scenario = try Scenario()
        for line in try Data(contentsOf: file("season", "ndjson")).split(separator: UInt8(ascii: "\n")) {
            let text = Array(line)
            guard case .string(let at)? = try JSONReader.read(text, as: .strict)["at"] else { throw NoTime() }
            scenario.at(at)
            guard case .accepted = scenario.when(text: text) else {
                throw Refused(line: String(decoding: text, as: UTF8.self), why: scenario.refusal)
            }
        }
        return Recorded(office: scenario.office, events: scenario.events)
    }

    private struct NoTime: Error {}

    private struct Refused: Error {
        let line: String
        let why: Refusal?
    }
}

extension Question {
    /// Returns the same question, with the id from the season that a view requires.
    func naming(what view: String) -> Question {
        var question = self
        switch view {
        case "case": question.id = ID("c-000001")
        case "person": question.id = ID("p-000034")
        case "timesheet": (question.worker, question.month) = (ID("sw-01"), Month("2019-10"))
        case "contact": question.id = ID("k-000029")
        case "mediation": question.id = ID("m-000035")
        case "orientation": question.id = ID("o-000004")
        case "activity": question.id = ID("a-000016")
        case "entry": question.id = ID("h-000001")
        case "worker": question.id = ID("sw-01")
        case "explain": question.of = "indicators"
        case "diff": question.since = .position(1_000)
        // Which is of whole quarters.
        case "aggregates": question = Question(to: Day("2019-12-31"))
        default: break
        }
        return question
    }

    /// Returns the same question about a worker's month.
    func of(_ worker: String, _ month: String) -> Question {
        var question = self
        (question.worker, question.month) = (ID(worker), Month(month))
        return question
    }
}

/// Returns the answer of a view as the JSON that is sent.
func answer(
    _ view: any Answer.Type, _ office: Office, _ question: Question, _ events: [Scenario.Event] = []
) throws -> JSON {
    let answer = try view.init(office, question, RecordedPast(events: events))
    return try JSONReader.read(Array(try JSONEncoder().encode(answer)), as: .strict)
}
