internal import CanonicalJSON
internal import Subprocess
internal import Synchronization
internal import SystemPackage
internal import TransparencyLog

/// An audit of a database by a separate labd process: reading a damaged file may crash or never end, and then only that process
/// is affected.
struct DatabaseAudit: Sendable {
    /// The data directory, or a backup.
    let directory: String
    /// The log's key; without it labd uses the one next to the log.
    let key: VerifierKey?
    /// The program; without it the labd next to this one.
    let labd: String?

    /// After this time without a message the process is considered hung. A line takes about a millisecond, and every 4,096
    /// lines a message is sent.
    static let patience = Duration.seconds(60)

    /// The last message of the process, and its time; shared by the reading and the waiting task.
    private final class Said: Sendable {
        struct State {
            var verified = 0
            var last: JSONObject?
            var at = ContinuousClock.now
            var hangs = false
        }

        private let state = Mutex(State())

        var now: State { state.withLock { $0 } }

        /// Adds a line of output; returns how many lines of the log are verified.
        func note(_ object: JSONObject) -> Int {
            let verified = object.number("verified")
            return state.withLock { state in
                state.at = .now
                if verified >= 0 { state.verified = verified } else { state.last = object }
                return state.verified
            }
        }

        /// Whether there was no message for too long.
        func looksWhetherItHangs() -> Bool {
            state.withLock { state in
                state.hangs = ContinuousClock.now - state.at > DatabaseAudit.patience
                return state.hangs
            }
        }
    }

    /// Verifies the database, and prints the result.
    ///
    /// - Throws: `LogFault` for a fault, `Failure` if nothing could be verified.
    func run() async throws {
        let arguments = ["verify", "--data", directory] + (key.map { ["--key", "\($0)"] } ?? [])
        let said = Said()
        let outcome = try await Subprocess.run(
            .path(FilePath(try LabdProgram(labd).path)), arguments: Arguments(arguments), input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        guard (try? await Task.sleep(for: .milliseconds(500))) != nil else { return }
                        if said.looksWhetherItHangs() {
                            try execution.send(signal: .kill)
                            return
                        }
                    }
                }
                var bar = ProgressBar(total: nil, start: .now)
                let shows = Descriptor.standardError.isTerminal
                for try await line in execution.standardOutput.strings() {
                    guard case .object(let object)? = try? JSONReader.read(Array(line.utf8).span, as: .strict) else {
                        continue
                    }
                    let verified = said.note(object)
                    if shows { bar.draw(bytes: 0, lines: verified, now: .now) }
                }
                bar.clear()
                group.cancelAll()
            }
        }
        try report(said.now, outcome.terminationStatus)
    }

    private func report(_ said: Said.State, _ status: TerminationStatus) throws {
        if case .object(let holds)? = said.last?["holds"], case .exited(0) = status {
            print(
                localized(
                    "the log of \(holds.word("origin")) in \(directory) holds: \(grouped(holds.number("size"))) events, "
                        + "root \(holds.word("root"))",
                    it:
                        "il registro di \(holds.word("origin")) in \(directory) è integro: \(grouped(holds.number("size"))) eventi, "
                        + "radice \(holds.word("root"))"))
            return
        }
        if case .object(let fault)? = said.last?["fault"], let kind = LogFault.Kind(rawValue: fault.word("kind")) {
            let position = fault.number("position")
            throw LogFault(kind, at: position < 0 ? nil : position, HeardText.quoted(fault.word("detail")))
        }
        if let found = said.last?.word("unreadable"), !found.isEmpty {
            let reason = HeardText.quoted(found)
            throw Failure(
                .refused,
                localized(
                    "\(directory) cannot be verified: \(reason)", it: "\(directory) non si può verificare: \(reason)"))
        }
        let end: String
        switch status {
        case _ where said.hangs:
            end = localized("reading it did not come to an end", it: "la lettura non è arrivata alla fine")
        case .exited(let code):
            end = localized("labd verify ended with \(code)", it: "labd verify è terminato con \(code)")
        case .signaled(let signal):
            end = localized(
                "reading it crashed (signal \(signal))", it: "la lettura si è interrotta (segnale \(signal))")
        }
        throw LogFault(
            .changed, at: said.verified,
            localized(
                "the database is damaged: \(end) somewhere after \(said.verified) lines",
                it: "la base di dati è danneggiata: \(end), da qualche parte dopo \(said.verified) righe"))
    }
}
