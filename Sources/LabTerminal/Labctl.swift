internal import ArgumentParser
internal import LabAPI
internal import TransparencyLog

/// `labctl`, the root command.
struct Labctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labctl",
        abstract: "Records a social-services office's work, and answers questions about it, through labd.",
        discussion: """
            Each verb lists its fields with --help: labctl case open --help. Days are YYYY-MM-DD, today or \
            yesterday; amounts of time are minutes, or hours such as 7:30.

            Exits with 0 if everything was accepted, 1 if something was refused or left out, 2 if the arguments \
            are wrong or a file cannot be read or written, 3 if labd cannot be reached. If nobody reads its output \
            any more (labctl … | head), SIGPIPE ends it.
            """,
        version: Version.current,
        groupedSubcommands: [
            CommandGroup(name: "The work", subcommands: nouns),
            CommandGroup(name: "The views", subcommands: viewCommands()),
            CommandGroup(
                name: "The log",
                subcommands: [
                    ImportCommand.self, SendCommand.self, ExportCommand.self, ReplayCommand.self, LogGroup.self,
                    WitnessGroup.self,
                ]),
            CommandGroup(name: "Personal data", subcommands: [PrivacyGroup.self, KeysGroup.self]),
            CommandGroup(name: "The plan", subcommands: [PlanGroup.self]),
            CommandGroup(
                name: "The service",
                subcommands: [
                    StatusCommand.self, DoctorCommand.self, BackupCommand.self, RestoreCommand.self,
                    CompactCommand.self,
                ]),
        ])

    /// The default path of labd's socket.
    static let usualSocket = "/run/labd/labd.sock"

    @Option(help: "labd's socket (default: $LABD_SOCKET, else \(Self.usualSocket)).") var socket: String?

    /// The labd that is meant.
    var client: LabClient {
        LabClient(socket: socket ?? Environment["LABD_SOCKET"] ?? Self.usualSocket)
    }
}

/// The function that the executable runs.
public enum LabctlProgram {
    /// Runs the command in the arguments, which do not include the program's name, and returns the exit code.
    public static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            try CSVForm.check(arguments)
            var command = try Labctl.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            try Printed.check()
            return .done
        } catch let failure as Failure {
            if !failure.message.isEmpty { say("labctl: \(failure.message)") }
            return failure.status
        } catch let error as ClientError {
            say("labctl: \(error)")
            return .unreachable
        } catch let fault as LogFault {
            say("labctl: the log does not hold: \(fault)")
            return .refused
        } catch let error where SystemReason.known(error) != nil {
            say("labctl: labd's answer broke off: \(SystemReason.words(error)); asking again is safe")
            return .unreachable
        } catch {
            let text = Labctl.fullMessage(for: error)
            if Labctl.exitCode(for: error) == .success {
                // Help, or a script for a shell, which is printed unchanged.
                printAsIs(text)
                return .done
            }
            say(text)
            return .usage
        }
    }
}
