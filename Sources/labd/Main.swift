import ArgumentParser
import FoundationEssentials
import LabAPI
import LabServer
import Ledger
import ServiceSupport

/// `labd`: records what a social-services office does, and answers for it.
@main
struct Labd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labd",
        abstract: "Records what a social-services office does, and answers for it, on a Unix socket.",
        discussion: """
            labd is a service; people use labctl, which speaks Italian and English. labd's own help and log are in English, and \
            what it answers to people is in both languages.
            """,
        version: Version.current,
        subcommands: [Serve.self, Verify.self, Restore.self, Keys.self, MakeBackup.self, Compact.self],
        defaultSubcommand: Serve.self)

    /// The program's entry point.
    static func main() async {
        // Whatever the command, keys and names will be in memory.
        Memory.keepPrivate()
        let isInJournal = LogLines.form(environment: Daemon.environment) == .journal
        Ledger.speakWhenFileCannotBeRead(
            before: isInJournal ? "<2>" : "labd: ",
            after: " cannot be read, because it is damaged or its disk fails, and labd ends: \(Daemon.remedy)\n")
        await main(nil)
    }
}

/// `labd serve`, and `labd` without a subcommand.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves, until it is told to stop.",
        discussion: """
            If root starts labd, it serves as the account that owns the data directory.

            Exit codes: 0 after a clean stop (SIGTERM, SIGINT), 1 if labd cannot start or continue, 64 for wrong \
            arguments, 78 for unusable settings.
            """)

    @Option(
        help: ArgumentHelp(
            "The settings; config/labd.toml documents them (default: \(usualSettings)).", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The directory of the log and its keys, instead of the one in the settings.", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("The Unix socket to listen on, instead of the one in the settings.", valueName: "path"))
    var socket: String?

    @Flag(help: "The log is a simulation: commands give their own recording time.")
    var simulated = false

    @Flag(help: "Only reads the settings, and says whether they can be used.")
    var checkConfig = false

    /// Where the settings are on a server.
    private static let usualSettings = "/etc/labd/labd.toml"

    /// The message if there are no settings yet.
    private static let beginning = """
        there is no \(usualSettings), and --config does not name another file. These lines are enough to begin \
        with; config/labd.toml (on a server: man labd.toml) describes them and all other settings:
            office = "my-office"
            origin = "labd.example/my-office"
            zone = "Europe/Rome"
            data = "/var/lib/labd"
            socket = "/run/labd/labd.sock"
        """

    func run() async throws {
        // This comes first, while there is only one thread: see ListeningSocket.adopt.
        let environment = Daemon.environment
        let adopted = Result { () throws(SocketError) in try ListeningSocket.adopt(environment: environment) }
        let output = LogLines.form(environment: environment)

        let config = config ?? Self.usualSettings
        if self.config == nil, !FileManager.default.fileExists(atPath: config) {
            throw fail(Self.beginning, output, code: 78)
        }
        var settings: Settings
        do {
            settings = try Settings.read(path: config, data: data)
        } catch {
            throw fail("\(error)", output, code: 78)
        }
        let asRead = settings
        if let data { settings.data = data }
        if let socket { settings.socket = socket }
        if checkConfig {
            do { try settings.checkPlaces() } catch { throw fail("\(config): \(error)", output, code: 78) }
            print("\(config): these settings can be used")
            return
        }
        do {
            // If root starts labd, it serves as the account that owns the data, as under systemd.
            settings.data = try WorkingAccount.become(ownerOf: settings.data)
            let socket = try adopted.get() ?? .path(settings.socket)
            try await Daemon(settings, asRead: asRead, from: config, socket, isSimulated: simulated, environment).run()
        } catch {
            let reason = SystemReason.known(error).map { "labd cannot go on: \($0)" } ?? "\(error)"
            throw fail(reason, output, code: 1)
        }
    }

    /// Reports why labd ends, and exits with a code.
    private func fail(_ reason: String, _ output: LogLines.Form, code: Int32) -> ExitCode {
        LogLines.standardError("\(output == .journal ? "<3>" : "labd: ")\(reason)\n")
        return ExitCode(code)
    }
}
