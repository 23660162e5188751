internal import ArgumentParser

// What is done with the files themselves: labctl goes on as labd, which knows them.

/// `labctl backup DIR`.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "A verified copy of the log, also while labd works.",
        discussion: """
            Needs the rights to read the data directory. The keys are not in it: see labctl keys backup.
            """)

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
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Puts a backup in the place of the log, while labd is stopped.",
        discussion: "See labd restore --help.")

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
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "The log's file without its free pages, while labd is stopped.")

    @OptionGroup var place: DataPlace

    func run() throws { try LabdProgram(place.labd).become(["compact", "--data", place.data]) }
}

/// Where the data is, and what reads it.
struct DataPlace: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir")) var data = "/var/lib/labd"
    @Option(help: ArgumentHelp("The labd to run (default: beside this program).", valueName: "path")) var labd: String?
}
