internal import ArgumentParser
internal import LabAPI

/// `labctl status`.
struct StatusCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status",
            abstract:
                localized(
                    "Shows the state of labd: whether it accepts commands, how far it has verified the log, and how much space there is.",
                    it:
                        "Mostra lo stato di labd: se accetta comandi, fin dove ha verificato il registro, quanto spazio c'è."
                )
        )
    }

    @ParentCommand var labctl: Labctl
    @ArgumentParser.Flag(
        help: .localized("The figures as Prometheus reads them.", it: "Le cifre come le legge Prometheus."))
    var metrics = false

    func run() async throws {
        let state = try await ServiceState(labctl.client)
        if metrics { return printAsIs(state.text, terminator: "") }
        let style = Style(for: .standardOutput)
        print(
            style.heading("labd")
                + style.faint(
                    localized(
                        "  \(state.health.word("version")) at \(labctl.client.socket)",
                        it: "  \(state.health.word("version")) su \(labctl.client.socket)")))
        var table = Table([.left(""), .right("")])
        for (name, value) in state.lines { table.add([.text(name), .text(value)]) }
        print(table.text(style), terminator: "")
    }
}

/// `labctl doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "doctor",
            abstract: localized(
                "Reports what is wrong with labd, and what to do about it.",
                it: "Dice che cosa non va in labd, e che cosa fare."),
            discussion: localized("Ends with 1 if something is wrong.", it: "Termina con 1 se qualcosa non va."))
    }

    @ParentCommand var labctl: Labctl

    func run() async throws {
        let state: ServiceState
        do { state = try await ServiceState(labctl.client, needingFigures: false) } catch let error as ClientError {
            print(Self.unreachable(error))
            throw Failure(.unreachable, "")
        }
        let findings = state.findings
        for finding in findings { print("\(finding.wrong)\n    \(finding.remedy)") }
        if let refusal = state.figuresRefused {
            print(
                localized(
                    "nothing more is told to this account: \(refusal)\n    ask as an account that has a role, or as root",
                    it:
                        "a questo account non è comunicato altro: \(refusal)\n    chiedere con un account che ha un ruolo, o come root"
                ))
        }
        guard findings.isEmpty, state.figuresRefused == nil else { throw Failure(.refused, "") }
        print(localized("nothing is wrong", it: "tutto è in ordine"))
    }

    /// What is said where labd could not be asked: of labd itself only what can be known then.
    static func unreachable(_ error: ClientError) -> String {
        switch error.code {
        case .notPermitted, .pathTooLong:
            localized(
                """
                labd cannot be asked from here: \(error.spoken)
                    this does not tell whether labd is well; run labctl doctor as root
                """,
                it: """
                    da qui non si può chiedere a labd: \(error.spoken)
                        questo non dice se labd sta bene; eseguire labctl doctor come root
                    """)
        case .noSocket, .refused, .unreachable, .notHTTP, .closedEarly:
            localized(
                """
                labd does not answer: \(error.spoken)
                    systemctl status labd.socket labd.service; journalctl -u labd -n 50
                    once the cause is gone: systemctl reset-failed labd.service labd.socket; systemctl start labd.socket
                    if a signal (6, 7 or 11) ended it, the log's file is damaged: labctl log verify --data \
                /var/lib/labd, then labctl restore
                """,
                it: """
                    labd non risponde: \(error.spoken)
                        systemctl status labd.socket labd.service; journalctl -u labd -n 50
                        tolta la causa: systemctl reset-failed labd.service labd.socket; systemctl start labd.socket
                        se l'ha terminato un segnale (6, 7 o 11), il file del registro è danneggiato: labctl log verify --data \
                    /var/lib/labd, poi labctl restore
                    """)
        }
    }
}
