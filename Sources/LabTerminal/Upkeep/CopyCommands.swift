internal import ArgumentParser

// Commands on the files themselves: labctl replaces itself with labd, which knows the files.

/// `labctl backup DIR`.
struct BackupCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "backup", abstract: "Makes a verified copy of the log, even while labd works.",
            discussion: """
                Needs permission to read the data directory. The backup does not contain the keys: see labctl keys \
                backup.
                """)
    }

    @Argument(help: "The directory for backups.") var directory: String
    @OptionGroup var place: DataPlace
    @Option(help: "How many backups to keep.") var keep: Int?

    func run() throws {
        let keeping = keep.map { ["--keep", "\($0)"] } ?? []
        try LabdProgram(place.labd).become(["backup", directory, "--data", place.data] + keeping)
    }
}

/// `labctl restore DIR`.
struct RestoreCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "restore", abstract: "Replaces the log with a backup, while labd is stopped.",
            discussion: "See labd restore --help.")
    }

    @Argument(help: "The backup.") var backup: String
    @OptionGroup var place: DataPlace
    @ArgumentParser.Flag(help: "Gives up what the log has and the backup has not.") var discardNewer = false

    func run() throws {
        let more = discardNewer ? ["--discard-newer"] : []
        try LabdProgram(place.labd).become(["restore", "--from", backup, "--data", place.data] + more)
    }
}

/// `labctl compact`.
struct CompactCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compact", abstract: "Rewrites the log's file without free pages, while labd is stopped.")
    }

    @OptionGroup var place: DataPlace

    func run() throws { try LabdProgram(place.labd).become(["compact", "--data", place.data]) }
}

/// Where the data is, and what reads it.
struct DataPlace: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data = "/var/lib/labd"
    @Option(help: ArgumentHelp("The labd to run (default: beside this program).", valueName: "path")) var labd: String?
}
