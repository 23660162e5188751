internal import ArgumentParser
internal import CivilTime
internal import LabAPI
internal import MachineClock
internal import Office

/// `labctl keys`.
struct KeysGroup: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "keys",
            abstract: "Rotates, backs up, prints and restores the office's key and the keys that it wraps.",
            subcommands: [KeysRotate.self, KeysBackup.self, KeysPrint.self, KeysRestore.self])
    }
}

/// `labctl keys rotate`.
struct KeysRotate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rotate", abstract: "Makes a new office key, and wraps all other keys with it.",
            discussion: """
                A rotation is either completed or undone, even if the power fails. Afterwards print the new key \
                (labctl keys print) and make a new backup: earlier backups can be opened only with the old key. If \
                systemd passes the key as a credential, the new key is in a file until you make a credential of it; \
                labd reminds you at each start.
                """)
    }

    @ParentCommand var labctl: Labctl

    func run() async throws {
        let answer = try await labctl.client.answer(to: .post(Paths.keysRotate, as: MediaTypes.json))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        let object = try answer.object
        print("\(grouped(object.number("keys"))) keys are wrapped by a new office key, in \(object.word("file"))")
    }
}

/// `labctl keys backup DIR`.
struct KeysBackup: AsyncParsableCommand {
    /// For how many days backups are kept.
    private static let days = 30
    private static let suffix = ".labd-keys"

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "backup",
            abstract: "Writes a backup of the keys, encrypted under the office's key, to a directory.",
            discussion: """
                Backups of the keys in that directory that are older than \(Self.days) days are removed, because an \
                erasure is complete only when no backup has its keys any more. A backup does not contain the office's \
                key: print that for a safe (labctl keys print). Never keep these files with backups of the log.
                """)
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: "The directory.") var directory: String

    func run() async throws {
        // The file is created first, because labd notes the backup when it answers.
        let folder = try Folder(directory)
        let answer = try await labctl.client.answer(to: .post(Paths.keysBackup, as: MediaTypes.json))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        let now = SystemClock.now()
        // The instant without what a file's name should not have; it sorts by time.
        let stamp = now.description.prefix(19).filter { $0 != ":" && $0 != "-" }
        let name = "keys-\(stamp)Z\(Self.suffix)"
        try folder.create(name, answer.body)
        print("\(directory)/\(name): \(grouped(answer.body.count)) bytes, encrypted under the office's key")
        for old in try Self.backups(in: folder) where EuropeRome.day(of: now).days(since: old.day) > Self.days {
            try folder.remove(old.name)
            print("\(directory)/\(old.name): removed, older than \(Self.days) days")
        }
    }

    /// The backups in a directory, and the days on which they were made.
    private static func backups(in folder: Folder) throws(Failure) -> [(name: String, day: Day)] {
        try folder.names().compactMap { name in
            guard name.hasPrefix("keys-"), name.hasSuffix(suffix) else { return nil }
            let digits = Array(name.dropFirst("keys-".count).prefix(8))
            guard digits.count == 8,
                let day = Day("\(String(digits[..<4]))-\(String(digits[4..<6]))-\(String(digits[6...]))")
            else { return nil }
            return (name, day)
        }
    }
}

/// `labctl keys print`.
struct KeysPrint: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "print", abstract: "The office's key and the log's, to be printed for a safe.",
            discussion: "Runs labd's own program on its directory, and needs the rights to read it.")
    }

    @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data: String
    @Option(help: ArgumentHelp("The labd to run (default: beside this program).", valueName: "path")) var labd: String?

    func run() throws { try LabdProgram(labd).become(["keys", "print", "--data", data]) }
}

/// `labctl keys restore`.
struct KeysRestore: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "restore", abstract: "Restores the keys from a backup into a data directory that has none.",
            discussion:
                "Runs labd's own program, with labd stopped; reads the office's key, as printed, from standard input.")
    }

    @Option(help: ArgumentHelp("The backup of the keys.", valueName: "file")) var from: String
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data: String
    @Option(help: ArgumentHelp("The labd to run (default: beside this program).", valueName: "path")) var labd: String?

    func run() throws { try LabdProgram(labd).become(["keys", "restore", "--from", from, "--data", data]) }
}
