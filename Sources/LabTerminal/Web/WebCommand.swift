internal import ArgumentParser
internal import Dispatch
internal import Glibc
internal import LabAPI
internal import Subprocess
internal import SystemPackage

/// `labctl web`.
struct WebCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "web",
            abstract: localized(
                "Shows the office's pages in a browser.", it: "Mostra le pagine dell'ufficio nel browser."),
            discussion: localized(
                """
                Listens on this machine only, and passes what the browser asks on to labd as this account. Prints an address that \
                lets one browser in, once: do not give it to anybody. Other accounts of the machine are refused. Ends with \
                Ctrl-C, or if nothing was asked for some time. On another machine: ssh -L PORT:127.0.0.1:PORT, with the same \
                port at both ends and in --port.
                """,
                it: """
                    È in ascolto solo su questa macchina e inoltra a labd ciò che il browser chiede, come questo account. \
                    Mostra un indirizzo che dà accesso a un solo browser, una volta: non va dato a nessuno. Gli altri account \
                    della macchina sono rifiutati. Termina con Ctrl-C, o se per un certo tempo nessuno chiede nulla. Da \
                    un'altra macchina: ssh -L PORTA:127.0.0.1:PORTA, con la stessa porta ai due capi e in --port.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(
        help: .localized("The port; 0 takes a free one.", it: "La porta; 0 ne prende una libera.", name: "n"))
    var port = 0
    @Option(
        help: .localized(
            "Minutes without a request after which it ends.", it: "I minuti senza richieste dopo i quali termina.",
            name: "n"
        ))
    var idle = 30
    @Flag(help: .localized("Open the address in the browser.", it: "Apri l'indirizzo nel browser.")) var open = false

    /// Why it ends.
    private enum End {
        case asked
        case idle
    }

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw Failure(.usage, localized("--port takes 0 to 65535", it: "--port: da 0 a 65535"))
        }
        guard (1...1440).contains(idle) else {
            throw Failure(.usage, localized("--idle takes 1 to 1440 minutes", it: "--idle: da 1 a 1440 minuti"))
        }
    }

    func run() async throws {
        let client = labctl.client
        // Without a labd there is nothing to show.
        _ = try await client.answer(to: .get(Paths.health))
        let stop = StopRequests()
        let server = WebServer(client)
        let invitation: String
        do {
            invitation = try await server.listen(on: port).gate.invitation
        } catch {
            let reason = HeardText.quoted(SystemReason.words(error))
            throw Failure(
                .usage,
                localized(
                    "port \(port) of 127.0.0.1 cannot be used: \(reason); name another --port, or none",
                    it: "la porta \(port) di 127.0.0.1 non si può usare: \(reason); indicare un'altra --port, o nessuna"
                ))
        }
        try printNow(invitation)
        say(
            localized(
                "open this address; it lets one browser in. Ends after \(idle) minutes without a request, or with Ctrl-C",
                it:
                    "aprire questo indirizzo: vale per un solo browser. Termina dopo \(idle) minuti senza richieste, o con Ctrl-C"
            ))
        if open { openInBrowser(invitation) }
        let end = try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                await stop.wait()
                return .asked
            }
            group.addTask {
                try await server.becomesIdle(after: .seconds(60 * idle))
                return .idle
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .asked
        }
        switch end {
        case .asked:
            say(localized("ended; the pages no longer answer", it: "terminato; le pagine non rispondono più"))
        case .idle:
            say(
                localized(
                    "ended after \(idle) minutes without a request; labctl web starts it again",
                    it: "terminato dopo \(idle) minuti senza richieste; labctl web lo avvia di nuovo"))
        }
    }

    /// Opens an address with the desktop's own browser, which may stay open when labctl ends.
    private func openInBrowser(_ address: String) {
        let language = Speech.language
        Task {
            let outcome = try? await Subprocess.run(
                .name("xdg-open"), arguments: [address], input: .none, output: .discarded, error: .discarded)
            if case .exited(0)? = outcome?.terminationStatus { return }
            Speech.$language.withValue(language) {
                say(
                    localized(
                        "no browser could be opened (xdg-open): open the address by hand",
                        it: "non si è potuto aprire un browser (xdg-open): aprire l'indirizzo a mano"))
            }
        }
    }
}

/// The signals that ask a program to end: SIGINT from a terminal, and SIGTERM.
private final class StopRequests: Sendable {
    private let requests: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// Hears them from now on.
    init() {
        (requests, continuation) = AsyncStream.makeStream()
        for number in [SIGINT, SIGTERM] {
            // The default action would end the process before the source is notified.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            // The source is kept by its own handler until the process ends.
            source.setEventHandler { [continuation] in
                continuation.yield()
                _ = source
            }
            source.resume()
        }
    }

    /// Waits for one.
    func wait() async {
        for await _ in requests { return }
    }
}
