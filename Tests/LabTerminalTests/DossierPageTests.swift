import Foundation
import LabAPI
import Testing

/// The page that `labctl person access` makes for the person (GDPR art. 15).
@Suite struct DossierPageTests {
    private static let dossier = """
        {"events":[\
        {"actor":"anna","data":{"basis":"declared","birthYear":1990,"nationality":"MA","person":"p-1",\
        "unaccompaniedMinor":false},"on":"2019-06-03","position":7,"sealed":{"born":"1990-02-01","name":"Sàra Ö."},\
        "subject":"person/p-1","time":"2019-06-03T08:00:00.000000Z","type":"person.registered"},\
        {"actor":"bruno","data":{"case":"c-1","kind":"interview","persons":["p-1","2 others"],"worker":"sw-01"},\
        "on":"2019-07-01","position":40,"subject":"case/c-1","time":"2019-07-02T09:30:00.000000Z",\
        "type":"case.noted","withheld":true},\
        {"actor":"bruno","data":{"unaccompaniedMinor":true},"on":"2019-08-01","position":41,"problem":"damaged",\
        "subject":"person/p-2","time":"2019-08-01T09:30:00.000000Z","type":"person.corrected"}],\
        "person":"p-1","persons":["p-1","p-2"],"position":99,"withheld":[40]}
        """

    private static let page = """
        ACCESSO AI DATI PERSONALI (art. 15 del Regolamento UE 2016/679)

        Identificativo: p-1 (anche: p-2)
        Tutto ciò che è registrato, fino alla posizione 99 del registro.
        I dati segnati con * sono conservati cifrati, sotto una chiave propria della persona.
        Di 1 annotazioni cifrate, che possono parlare anche di altre persone, il testo è omesso (art. 15, par. 4).

        2019-06-03  person.registered
            posizione 7, registrato il 2019-06-03T08:00:00.000000Z da anna
            basis: declared
            birthYear: 1990
            nationality: MA
            person: p-1
            unaccompaniedMinor: no
            *born: 1990-02-01
            *name: Sàra Ö.

        2019-07-01  case.noted
            posizione 40, registrato il 2019-07-02T09:30:00.000000Z da bruno
            case: c-1
            kind: interview
            persons: p-1, 2 others
            worker: sw-01
            * testo omesso: può parlare anche di altre persone

        2019-08-01  person.corrected
            posizione 41, registrato il 2019-08-01T09:30:00.000000Z da bruno
            unaccompaniedMinor: sì
            * i dati cifrati di questo evento non si aprono

        """

    private func access(_ arguments: [String], _ dossier: String = dossier) async throws -> LabctlRun {
        try await LabctlRun(
            ["person", "access", "p-1"] + arguments,
            answers: [Paths.personalDataAccess: LabctlRun.Answer(body: dossier)])
    }

    @Test func `the page tells each event in order, what was sealed by a star, and what is left out`() async throws {
        let run = try await access([])
        #expect(run.output == Self.page)
        #expect(run.status == 0)
        #expect(
            run.errors
                == "labctl: withheld, as they may speak of others: 40; see labctl person access --help, --release\n"
                .replacing("labctl: ", with: ""))
    }

    @Test func `of one id, with nothing withheld, the page says neither`() async throws {
        let run = try await access([], #"{"events":[],"person":"p-1","persons":["p-1"],"position":3,"withheld":[]}"#)
        #expect(
            run.output == """
                ACCESSO AI DATI PERSONALI (art. 15 del Regolamento UE 2016/679)

                Identificativo: p-1
                Tutto ciò che è registrato, fino alla posizione 3 del registro.
                I dati segnati con * sono conservati cifrati, sotto una chiave propria della persona.

                """)
        #expect(run.errors == "")
    }

    @Test func `a file is written for its owner alone, and one that is there is not touched`() async throws {
        let file = "/tmp/labctl-access-\(UInt64.random(in: 0 ... .max)).txt"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let written = try await access(["--output", file])
        #expect(written.status == 0 && written.output == "")
        #expect(written.errors.hasSuffix("\(file): all that is held of p-1\n"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == Self.page)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let again = try await access(["--output", file], "{}")
        #expect(again.status == 2 && again.errors.contains(file))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == Self.page)
    }

    @Test func `with --json it is labd's answer, byte for byte`() async throws {
        #expect(try await access(["--json"]).output == Self.dossier + "\n")
    }

    @Test func `positions to release that are none are refused before labd is asked`() async throws {
        let run = try await LabctlRun(["person", "access", "p-1", "--release", "4,x"], answers: [:])
        #expect(run.status == 2)
        #expect(run.errors == "labctl: --release cannot be \"4,x\": it takes positions, parted by commas\n")
    }
}
