import CanonicalJSON
import LabAPI
import Office
import Testing
import Wording

@testable import LabTerminal

/// What a person is told of a command that was recorded.
@Suite struct EchoTests {
    private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    private func text(_ name: String, _ data: String) throws -> String {
        guard case .object(let object) = try JSONReader.read(Array(data.utf8), as: .strict) else { return "" }
        return CommandText(try #require(Catalogue.command(name)), smallPlanNames).text(object)
    }

    private static func accepted(_ type: String, flags: String = "") -> LabctlRun.Answer {
        LabctlRun.Answer(
            body: """
                {"events":[{"flags":[\(flags)],"position":41,"revision":3,"subject":"worker/sw-1",\
                "time":"2020-01-02T08:00:00.000000Z","type":"\(type)"}],"id":"c-1","repeated":false}
                """)
    }

    @Test func `the fields are told in words in both languages`() throws {
        let hours =
            #"{"activity":"desk","entry":"e","fund":"fami","line":"youth","minutes":8,"on":"2020-02-19","#
            + #""place":"urago-d-oglio","start":"09:00","worker":"ed-01"}"#
        #expect(
            try text("hours.log", hours)
                == "ed-01, Wed 19 February 2020, starting time: 09:00, 0:08, fami, activity: desk, Youth, Urago d'Oglio"
        )
        try Speech.$language.withValue(.italian) {
            let said = try text("hours.log", hours)
            #expect(said.hasPrefix("ed-01, mer 19 febbraio 2020, "), "\(said)")
            #expect(said.hasSuffix(", Interventi educativi, Urago d'Oglio"), "\(said)")
        }
    }

    @Test func `personal fields and new ids are not told, and words and languages by their names`() throws {
        let person = try text(
            "person.register", #"{"basis":"declared","name":"Anna","nationality":"MA","person":"p-1"}"#)
        #expect(!person.contains("Anna") && !person.contains("p-1") && person.contains("MA"), "\(person)")
        let request = try text(
            "mediation.request",
            #"{"language":"ar","mediation":"m","minutes":60,"on":"2019-06-03","place":"udp","purpose":"x","setting":"school"}"#
        )
        #expect(request.contains("Ufficio di Piano") && request.contains("language: Arabic"), "\(request)")
        #expect(!request.contains("mediation: m"), "\(request)")
    }

    @Test func `few minutes are doubted, and recorded where nobody can be asked`() async throws {
        let line = "hours log --worker sw-1 --fund own --activity desk --on 2020-01-02 --minutes "
        let few = try await LabctlRun(
            Self.words(line + "8"), answers: [Paths.commands: Self.accepted("hours.logged")])
        #expect(few.errors == "labctl: 8 is an amount of minutes, 0:08; 8:00 are hours\n")
        #expect(few.output.hasPrefix("sw-1, Thu 2 January 2020, 0:08, own, activity: desk\n"), "\(few.output)")
        let many = try await LabctlRun(
            Self.words(line + "7,5"), answers: [Paths.commands: Self.accepted("hours.logged")])
        #expect(many.errors == "" && many.output.contains(", 7:30, "))
    }

    @Test func `in a simulated log today is the day of its last event, which is said once`() async throws {
        let health = LabctlRun.Answer(body: #"{"simulated":true,"time":"2020-06-30T10:00:00.000000Z"}"#)
        let answers = [Paths.commands: Self.accepted("worker.left"), Paths.health: health]
        let run = try await LabctlRun(["worker", "leave", "sw-1"], answers: answers)
        #expect(run.errors == "labctl: the log is simulated: today is 2020-06-30, the day of its last event\n")
        #expect(run.output.hasPrefix("sw-1, Tue 30 June 2020\n"), "\(run.output)")
        let yearless = try await LabctlRun(["worker", "leave", "sw-1", "--on", "1/7"], answers: answers)
        #expect(yearless.errors.hasSuffix("labctl: 1/7 is 1 July 2019\n"), "\(yearless.errors)")
        let exact = try await LabctlRun(["worker", "leave", "sw-1", "--on", "2020-06-30"], answers: answers)
        #expect(exact.errors == "")
        let real = LabctlRun.Answer(body: #"{"simulated":false,"time":"2020-06-30T10:00:00.000000Z"}"#)
        let clock = try await LabctlRun(
            ["worker", "leave", "sw-1"], answers: [Paths.commands: Self.accepted("worker.left"), Paths.health: real])
        #expect(clock.errors == "" && !clock.output.contains("2020"))
    }

    @Test func `an adjusted entry says whose it is, what changed, and that the month is to be approved again`()
        async throws
    {
        let entry = LabctlRun.Answer(
            body: #"{"entry":"e-1","minutes":270,"on":"2020-02-19","state":"approved","worker":"sw-1"}"#)
        let run = try await LabctlRun(
            Self.words("hours adjust e-1 --minutes 4:00 --reason r --on 2020-03-01"),
            answers: [Paths.commands: Self.accepted("hours.adjusted"), Paths.view("entry"): entry])
        #expect(run.output.hasPrefix("e-1, sw-1, "), "\(run.output)")
        #expect(
            run.output.hasSuffix(
                """
                  4:30 → 4:00
                  2020-02 is to be approved again: labctl timesheet approve --worker sw-1 --month 2020-02

                """), "\(run.output)")
    }

    @Test func `a service with minutes proposes the hours that are logged apart`() async throws {
        let mediation = LabctlRun.Answer(body: #"{"mediation":"m-1","place":"chiari","worker":"me-01"}"#)
        let run = try await LabctlRun(
            Self.words(
                "mediation deliver m-1 --on 2020-02-19 --start 09:00 --minutes 60 --mode in-person --operatorPresent "
                    + "--kind interview --last"),
            answers: [Paths.commands: Self.accepted("mediation.delivered"), Paths.view("mediation"): mediation])
        #expect(
            run.output.hasSuffix(
                """
                  the hours are logged apart:
                    labctl hours log --worker me-01 --on 2020-02-19 --start 09:00 --minutes 1:00 --place chiari --about m-1

                """), "\(run.output)\(run.errors)")
        let request = try object(#"{"mediation":"m","minutes":60,"on":"2019-06-03","place":"udp"}"#)
        #expect(HoursAfterService(try #require(Catalogue.command("mediation.request")), request) == nil)
        let note = try object(#"{"case":"c-1","kind":"phone","minutes":20,"on":"2019-06-03","worker":"sw-1"}"#)
        #expect(
            HoursAfterService(try #require(Catalogue.command("case.note")), note)?.line
                == "labctl hours log --worker sw-1 --on 2019-06-03 --minutes 0:20 --about c-1")
    }

    @Test func `a possible duplicate says of which entry`() async throws {
        let hours = LabctlRun.Answer(
            body: """
                {"basis":{"simulated":true},"rows":[{"activity":"desk","entry":"e-7","fund":"own","minutes":60,\
                "on":"2020-01-02","worker":"sw-1"},{"activity":"desk","entry":"e-8","fund":"own","minutes":90,\
                "on":"2020-01-02","worker":"sw-1"}]}
                """)
        let run = try await LabctlRun(
            Self.words("hours log --worker sw-1 --fund own --activity desk --on 2020-01-02 --minutes 60"),
            answers: [
                Paths.commands: Self.accepted("hours.logged", flags: #""possible-duplicate""#),
                Paths.view("hours"): hours,
            ])
        #expect(run.output.contains("  possible-duplicate: as e-7: labctl hours show e-7\n"), "\(run.output)")
    }
}

/// The object of a JSON text.
private func object(_ text: String) throws -> JSONObject {
    guard case .object(let object) = try JSONReader.read(Array(text.utf8), as: .strict) else { return JSONObject() }
    return object
}
