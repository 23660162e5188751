internal import ArgumentParser
internal import LabAPI

/// `labctl status`.
struct StatusCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status",
            abstract:
                "Shows the state of labd: whether it accepts commands, how far it has verified the log, and how much space there is."
        )
    }

    @ParentCommand var labctl: Labctl
    @ArgumentParser.Flag(help: "The figures as Prometheus reads them.") var metrics = false

    func run() async throws {
        let state = try await ServiceState(labctl.client)
        if metrics { return printAsIs(state.text, terminator: "") }
        let style = Style(for: .standardOutput)
        print(style.heading("labd") + style.faint("  \(state.health.word("version")) at \(labctl.client.socket)"))
        var table = Table([.left(""), .right("")])
        for (name, value) in state.lines { table.add([.text(name), .text(value)]) }
        print(table.text(style), terminator: "")
    }
}

/// `labctl doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "doctor", abstract: "Reports what is wrong with labd, and what to do about it.",
            discussion: "Ends with 1 if something is wrong.")
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
            print("nothing more is told to this account: \(refusal)\n    ask as an account that has a role, or as root")
        }
        guard findings.isEmpty, state.figuresRefused == nil else { throw Failure(.refused, "") }
        print("nothing is wrong")
    }

    /// What is said where labd could not be asked: of labd itself only what can be known then.
    static func unreachable(_ error: ClientError) -> String {
        switch error.code {
        case .notPermitted, .pathTooLong:
            """
            labd cannot be asked from here: \(error)
                this does not tell whether labd is well; run labctl doctor as root
            """
        case .noSocket, .refused, .unreachable, .notHTTP, .closedEarly:
            """
            labd does not answer: \(error)
                systemctl status labd.socket labd.service; journalctl -u labd -n 50
                once the cause is gone: systemctl reset-failed labd.service labd.socket; systemctl start labd.socket
                if a signal (6, 7 or 11) ended it, the log's file is damaged: labctl log verify --data \
            /var/lib/labd, then labctl restore
            """
        }
    }
}
