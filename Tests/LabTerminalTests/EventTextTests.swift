import LabAPI
import Office
import Testing
import Wording

/// What `labctl log` and `labctl replay` show of stored events.
@Suite struct EventTextTests {
    private static let lines = [
        #"{"actor":"labd","cause":"labd","data":{"office":"o"},"id":"0","occurred":"1970-01-01","position":0,"#
            + #""revision":1,"subject":"log","time":"1970-01-01T00:00:00.000000Z","type":"log.created"}"#,
        #"{"actor":"anna","cause":"c-1","data":{"flags":["late-entry","over-day"],"minutes":450,"topics":["a","b"],"#
            + #""worker":"sw-1"},"id":"1","occurred":"2019-06-03","position":1,"revision":1,"#
            + #""subject":"timesheet/sw-1/2019-06","time":"2019-06-04T08:00:00.000000Z","type":"hours.logged"}"#,
    ]

    private func labctl(_ arguments: [String], from position: Int = 0, diff: String = "[]") async throws -> LabctlRun {
        let lines = Self.lines[position...].map { $0 + "\n" }.joined()
        return try await LabctlRun(
            arguments,
            answers: [
                Paths.health: LabctlRun.Answer(body: #"{"position":1,"status":"ok"}"#),
                Paths.events: LabctlRun.Answer(mediaType: MediaTypes.ndjson, body: lines),
                Paths.plan: LabctlRun.Answer(body: #"{"places":[{"id":"rovato","name":"Rovato"}]}"#),
                Paths.view("diff"): LabctlRun.Answer(body: #"{"rows":\#(diff)}"#),
            ])
    }

    private static let first = "0  1970-01-01 01:00:00  1970-01-01  log.created  log  labd\n"
    private static let second =
        "1  2019-06-04 10:00:00  2019-06-03  hours.logged  timesheet/sw-1/2019-06  anna  [late-entry, over-day]\n"

    /// What a replay says below the second event of its flags.
    private static func remarks(_ language: DisplayLanguage) -> String {
        [Flag.lateEntry, .overDay].map { "    \($0.rawValue): \($0.text(in: language))\n" }.joined()
    }

    @Test func `the words beside types and flags are in the language asked for, the codes are not`() async throws {
        let shown = try await labctl(["--lang", "it", "log", "show", "1"], from: 1)
        #expect(shown.output.contains("\nhours.logged: Registrare ore di un operatore"))
        #expect(shown.output.contains("\nlate-entry: \(Flag.lateEntry.text(in: .italian))\n"))
        let replayed = try await labctl(["--lang", "it", "replay"])
        #expect(replayed.output == Self.first + Self.second + Self.remarks(.italian))
    }

    @Test
    func
        `an event is a line with position, both times, the recording's as clocks in the office show it, type, stream, account and flags`()
        async throws
    {
        #expect(try await labctl(["log", "tail"]).output == Self.first + Self.second)
        #expect(try await labctl(["log", "tail", "--json"]).output == Self.lines.map { $0 + "\n" }.joined())
    }

    @Test func `an event by itself has a line for each member, and for each of its data`() async throws {
        let run = try await labctl(["log", "show", "1"], from: 1)
        #expect(
            run.output == """
                actor         anna
                cause         c-1
                id            1
                occurred      2019-06-03
                position      1
                revision      1
                subject       timesheet/sw-1/2019-06
                time          2019-06-04 10:00:00
                type          hours.logged
                data.flags    ["late-entry","over-day"]
                data.minutes  450
                data.topics   ["a","b"]
                data.worker   sw-1
                hours.logged: Logs hours of a worker on a fund; on project funds, on a line at a place.
                late-entry: \(Flag.lateEntry.text(in: .english))
                over-day: \(Flag.overDay.text(in: .english))

                """)
        #expect(try await labctl(["log", "show", "1", "--json"], from: 1).output == Self.lines[1] + "\n")
    }

    @Test func `a position that the log does not have is refused with those that it has`() async throws {
        for command in [["log", "show", "2"], ["replay", "--from", "2"]] {
            let run = try await labctl(command)
            #expect(run.status == 1 && run.output == "")
            #expect(run.errors == "labctl: the log has no position 2: it goes from 0 to 1\n")
        }
    }

    @Test func `a replay shows below each event the figures that it changed, in words and units`() async throws {
        let diff = """
            [{"after":450,"before":0,"change":450,"figure":"compliance/place=rovato/delivered"},\
            {"after":1,"before":3,"change":-2,"figure":"caseload/open"}]
            """
        #expect(
            try await labctl(["replay"], diff: diff).output == Self.first + Self.second + Self.remarks(.english)
                + "    Compliance: delivered, place Rovato  0:00 → 7:30 (+7:30)\n    Caseload: open  3 → 1 (-2)\n")
    }

    @Test(arguments: [
        (["--type", "log.created"], first), (["--subject", "timesheet/sw-1/2019-06"], second + remarks(.english)),
        (["--to", "0"], first),
        (["--to", "2019-01-01T00:00:00Z"], first),
    ])
    func `a replay is narrowed by type, stream and end`(_ options: [String], _ shown: String) async throws {
        #expect(try await labctl(["replay"] + options).output == shown)
    }

    @Test func `a line that is not canonical ends the replay`() async throws {
        let run = try await LabctlRun(
            ["log", "tail"],
            answers: [
                Paths.health: LabctlRun.Answer(body: #"{"position":0}"#),
                Paths.events: LabctlRun.Answer(mediaType: MediaTypes.ndjson, body: "{ }\n"),
            ])
        #expect(run.status == 3 && run.errors == "labctl: labd sent a line that is not canonical JSON\n")
    }
}
