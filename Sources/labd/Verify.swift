import ArgumentParser
import CanonicalJSON
import Glibc
import Ledger
import TransparencyCrypto
import TransparencyLog

/// `labd verify`: reads a database that no labd has open. `labctl log verify --data` runs it in a separate process, and watches
/// it.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verifies a database that no labd has open; for people, use labctl log verify --data.",
        discussion: """
            Writes a line of JSON for each step: {"verified":N} while it reads, then {"holds":{"origin","root","size"}} \
            or {"fault":{"detail","kind","position"?}}. Exits with 0 if everything verifies, with 1 if not, and \
            with 2 if the database cannot be opened. On a damaged file it may crash or hang, and its caller must \
            expect that.
            """)

    @Option(help: ArgumentHelp("A data directory, or a backup.", valueName: "dir")) var data: String
    @Option(help: ArgumentHelp("The log's verifier key (default: that of the key next to the log).", valueName: "vkey"))
    var key: String?

    func run() throws {
        let known: VerifierKey?
        do {
            known = try key.map { text throws(TransparencyLogError) in try VerifierKey(parsing: text, using: .crypto) }
        } catch {
            throw ValidationError("--key: \(error)")
        }
        do {
            let audit = try DatabaseAudit(
                inDirectory: try WorkingAccount.become(ownerOf: data), credentials: Daemon.credentials)
            let outcome = try audit.run(key: known) { Self.say(JSONObject([.init("verified", .integer(Int64($0)))])) }
            switch outcome {
            case .success(let outcome): Self.say(JSONObject([.init("holds", .object(outcome.json))]))
            case .failure(let fault):
                Self.say(JSONObject([.init("fault", .object(fault.json))]))
                throw ExitCode(1)
            }
        } catch let error as LedgerError {
            Self.say(JSONObject([.init("unreadable", .string("\(error)"))]))
            throw ExitCode(2)
        }
    }

    /// Writes a line immediately, so that the reader knows the progress whatever happens next.
    private static func say(_ object: JSONObject) {
        print(String(decoding: JSON.object(object).canonicalBytes, as: UTF8.self))
        fflush(nil)
    }
}

extension DatabaseAudit.Outcome {
    fileprivate var json: JSONObject {
        JSONObject([
            .init("origin", .string(origin)), .init("root", .string(root.base64)), .init("size", .integer(Int64(size))),
        ])
    }
}

extension LogFault {
    fileprivate var json: JSONObject {
        JSONObject(
            [.init("detail", .string(detail)), .init("kind", .string(kind.rawValue))]
                + (position.map { [.init("position", .integer(Int64($0)))] } ?? []))
    }
}
