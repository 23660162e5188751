internal import ArgumentParser
internal import LabAPI
internal import TransparencyLog

/// `labctl`, the root command.
struct Labctl: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "labctl",
            abstract: localized(
                "Records a social-services office's work, and answers questions about it, through labd.",
                it:
                    "Registra il lavoro di un ufficio di servizio sociale e risponde alle domande su di esso, tramite labd."
            ),
            discussion: localized(
                """
                Each verb lists its fields with --help: labctl case open --help. At a terminal it asks for those that \
                are missing, unless --no-input is given. Days: 2019-09-12, 12/9, today, yesterday, monday, -3d; spans of \
                days: 2019-Q4, 2019-11, last-month. Amounts of time: 450 (minutes), 7:30, 7h30, 7.5. Places, lines, phases and \
                funds: by id or by name.

                Exits with 0 if everything was accepted, 1 if something was refused or left out, 2 if the arguments \
                are wrong or a file cannot be read or written, 3 if labd cannot be reached. If nobody reads its output \
                any more (labctl … | head), SIGPIPE ends it.

                \(HelpTopic.list)
                """,
                it: """
                    Ogni verbo elenca i suoi campi con --help: labctl case open --help. Sul terminale chiede quelli che \
                    mancano, salvo con --no-input. Giorni: 2019-09-12, 12/9, oggi, ieri, lunedì, -3g; periodi: 2019-Q4, \
                    2019-11, mese-scorso. Durate: 450 (minuti), 7:30, 7h30, 7,5. Sedi, azioni, fasi e fondi: con l'id o il nome.

                    Termina con 0 se tutto è stato accettato, 1 se qualcosa è stato respinto o tralasciato, 2 se gli \
                    argomenti sono sbagliati o un file non si può leggere o scrivere, 3 se labd non si raggiunge. Se nessuno \
                    legge più l'uscita (labctl … | head), lo termina SIGPIPE.

                    \(HelpTopic.list)
                    """),
            version: Version.current,
            groupedSubcommands: groups)
    }

    /// The commands in scope, in the groups that help shows.
    private static var groups: [CommandGroup] {
        let told = CommandScope.below(Self.self, [])
        guard told.isEmpty else { return [CommandGroup(name: "", subcommands: told)] }
        return [
            CommandGroup(name: localized("The work", it: "Il lavoro"), subcommands: nouns),
            CommandGroup(name: localized("The views", it: "Le viste"), subcommands: viewCommands()),
            CommandGroup(
                name: localized("Documents", it: "I documenti"),
                subcommands: [DocumentGroup.self, SheetCommand.self]),
            CommandGroup(
                name: localized("The log", it: "Il registro"),
                subcommands: [
                    ImportCommand.self, SendCommand.self, ExportCommand.self, ReplayCommand.self, LogGroup.self,
                    WitnessGroup.self,
                ]),
            CommandGroup(
                name: localized("Personal data", it: "I dati personali"),
                subcommands: [PrivacyGroup.self, KeysGroup.self]),
            CommandGroup(name: localized("The plan", it: "Il piano"), subcommands: [PlanGroup.self]),
            CommandGroup(
                name: localized("The service", it: "Il servizio"),
                subcommands: [
                    WebCommand.self, StatusCommand.self, DoctorCommand.self, RegionCommand.self, BackupCommand.self,
                    RestoreCommand.self,
                    CompactCommand.self, CompletionCommand.self, CompleteCommand.self,
                ]),
        ]
    }

    /// The default path of labd's socket.
    static let usualSocket = "/run/labd/labd.sock"

    @Option(
        help: .localized(
            "labd's socket (default: $LABD_SOCKET, else \(Self.usualSocket)).",
            it: "Il socket di labd (se manca: $LABD_SOCKET, altrimenti \(Self.usualSocket)).")) var socket: String?
    @Option(
        help: .localized(
            "With a region's socket: the office that is asked, which has its own, offices/OFFICE.sock beside it.",
            it: "Con il socket di una regione: l'ufficio interrogato, che ha il proprio, offices/OFFICE.sock accanto.",
            name: "id")) var office: String?
    // Speech takes it out of the arguments before they are parsed, since help depends on it. It stands here for the help.
    @Option(
        name: .customLong("lang"),
        help: .localized(
            "The language, it or en (default: $LABCTL_LANG, else the locale's).",
            it: "La lingua, it o en (se manca: $LABCTL_LANG, altrimenti quella di sistema).", name: "it|en"))
    var ownLanguage: String?

    static var _errorPrefix: String { "labctl: " }

    /// The labd that is meant.
    var client: LabClient { client(of: office) }

    /// An office of the region whose socket is meant.
    func client(of office: String?) -> LabClient {
        let socket = socket ?? Environment["LABD_SOCKET"] ?? Self.usualSocket
        return LabClient(socket: Self.socket(of: office, beside: socket), language: Speech.language)
    }

    /// The socket of an office of a region, beside the region's; the region's without an office.
    static func socket(of office: String?, beside socket: String) -> String {
        guard let office else { return socket }
        // A name with a slash would be a path to something else; as it is, no such socket exists.
        let name = office.replacing("/", with: "%2F")
        return (socket.lastIndex(of: "/").map { String(socket[...$0]) } ?? "") + "offices/\(name).sock"
    }
}

/// The function that the executable runs.
public enum LabctlProgram {
    /// Runs the command in the arguments, which do not include the program's name, and returns the exit code.
    public static func run(_ arguments: [String]) async -> ExitStatus {
        var arguments = arguments
        let option: String?
        do {
            option = try Speech.takeOption(from: &arguments)
        } catch {
            say("labctl: \(error.message)")
            return error.status
        }
        let choice = Speech.choice(option) { Environment[$0] }
        if let unknown = choice.unknown {
            say("labctl: there is no language \(unknown); this is English, and --lang takes it or en")
        }
        return await Speech.$language.withValue(choice.language) {
            await Screen.$present.withValue(Screen.reading()) { await answer(arguments) }
        }
    }

    private static func answer(_ arguments: [String]) async -> ExitStatus {
        do {
            if let explanation = try HelpTopic.answer(arguments) {
                printAsIs(explanation)
                try Printed.check()
                return .done
            }
            if let message = UnknownCommand.messageForHelp(arguments) {
                say(message)
                return .usage
            }
            let arguments = TypedArguments.normalised(arguments)
            try CSVForm.check(arguments)
            try WatchInterval.check(arguments)
            var command = try CommandScope(arguments).tell { try Labctl.parseAsRoot(arguments) }
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
            say("labctl: \(error.spoken)")
            return .unreachable
        } catch let fault as LogFault {
            let said = fault.spoken
            say(localized("labctl: the log does not hold: \(said)", it: "labctl: il registro non è integro: \(said)"))
            return .refused
        } catch let error where SystemReason.known(error) != nil {
            let reason = HeardText.quoted(SystemReason.words(error))
            say(
                localized(
                    "labctl: labd's answer broke off: \(reason); asking again is safe",
                    it: "labctl: la risposta di labd si è interrotta: \(reason); si può chiedere di nuovo"))
            return .unreachable
        } catch {
            let (text, isAsked) = CommandScope(arguments).tell {
                (ParserText.spoken(Labctl.fullMessage(for: error)), Labctl.exitCode(for: error) == .success)
            }
            if isAsked {
                // Help, or a script for a shell, which is printed unchanged.
                printAsIs(text)
                return .done
            }
            say(UnknownCommand.message(arguments) ?? text)
            return .usage
        }
    }
}
