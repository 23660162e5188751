internal import ArgumentParser

// Commands on the files themselves: labctl replaces itself with labd, which knows the files.

/// `labctl backup DIR`.
struct BackupCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "backup",
            abstract: localized(
                "Makes a verified copy of the log, even while labd works.",
                it: "Fa una copia verificata del registro, anche mentre labd lavora."),
            discussion: localized(
                """
                Needs permission to read the data directory. The backup does not contain the keys: see labctl keys \
                backup.
                """,
                it: """
                    Richiede il permesso di leggere la cartella dei dati. La copia non contiene le chiavi: vedere labctl keys \
                    backup.
                    """))
    }

    @Argument(
        help: .localized("The directory for backups.", it: "La cartella delle copie di sicurezza.", name: "directory"))
    var directory: String
    @OptionGroup var place: DataPlace
    @Option(help: .localized("How many backups to keep.", it: "Quante copie conservare.", name: "keep")) var keep: Int?

    func run() throws {
        let keeping = keep.map { ["--keep", "\($0)"] } ?? []
        try LabdProgram(place.labd).become(["backup", directory, "--data", place.data] + keeping)
    }
}

/// `labctl restore DIR`.
struct RestoreCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "restore",
            abstract: localized(
                "Replaces the log with a backup, while labd is stopped.",
                it: "Sostituisce il registro con una copia di sicurezza, a labd fermo."),
            discussion: localized("See labd restore --help.", it: "Vedere labd restore --help."))
    }

    @Argument(help: .localized("The backup.", it: "La copia di sicurezza.", name: "backup")) var backup: String
    @OptionGroup var place: DataPlace
    @ArgumentParser.Flag(
        help: .localized(
            "Gives up what the log has and the backup has not.", it: "Rinuncia a ciò che il registro ha e la copia no.")
    ) var discardNewer = false

    func run() throws {
        let more = discardNewer ? ["--discard-newer"] : []
        try LabdProgram(place.labd).become(["restore", "--from", backup, "--data", place.data] + more)
    }
}

/// `labctl compact`.
struct CompactCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compact",
            abstract: localized(
                "Rewrites the log's file without free pages, while labd is stopped.",
                it: "Riscrive il file del registro senza pagine libere, a labd fermo."))
    }

    @OptionGroup var place: DataPlace

    func run() throws { try LabdProgram(place.labd).become(["compact", "--data", place.data]) }
}

/// Where the data is, and what reads it.
struct DataPlace: ParsableArguments {
    @Option(help: .localized("The data directory.", it: "La cartella dei dati.", name: "dir")) var data =
        "/var/lib/labd"
    @Option(
        help: .localized(
            "The labd to run (default: beside this program).",
            it: "Il labd da eseguire (se manca: quello accanto a questo programma).", name: "path")) var labd: String?
}
