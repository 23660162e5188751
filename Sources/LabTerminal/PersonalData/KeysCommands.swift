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
            abstract: localized(
                "Rotates, backs up, prints and restores the office's key and the keys that it wraps.",
                it: "Cambia, copia, stampa e ripristina la chiave dell'ufficio e le chiavi che essa protegge."),
            subcommands: CommandScope.below(
                Self.self, [KeysRotate.self, KeysBackup.self, KeysPrint.self, KeysRestore.self]))
    }
}

/// `labctl keys rotate`.
struct KeysRotate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rotate",
            abstract: localized(
                "Makes a new office key, and wraps all other keys with it.",
                it: "Fa una nuova chiave dell'ufficio, che protegge tutte le altre."),
            discussion: localized(
                """
                A rotation is either completed or undone, even if the power fails. Afterwards print the new key \
                (labctl keys print) and make a new backup: earlier backups can be opened only with the old key. If \
                systemd passes the key as a credential, the new key is in a file until you make a credential of it; \
                labd reminds you at each start.
                """,
                it: """
                    Il cambio si compie del tutto o per nulla, anche se manca la corrente. Dopo, stampare la nuova chiave \
                    (labctl keys print) e fare una nuova copia: quelle precedenti si aprono solo con la vecchia. Se systemd \
                    passa la chiave come credenziale, la nuova sta in un file finché non se ne fa una credenziale; labd lo \
                    ricorda a ogni avvio.
                    """))
    }

    @ParentCommand var labctl: Labctl

    func run() async throws {
        let answer = try await labctl.client.answer(to: .post(Paths.keysRotate, as: MediaTypes.json))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        let object = try answer.object
        print(
            localized(
                "\(grouped(object.number("keys"))) keys are wrapped by a new office key, in \(object.word("file"))",
                it:
                    "\(grouped(object.number("keys"))) chiavi sono protette da una nuova chiave dell'ufficio, in \(object.word("file"))"
            ))
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
            abstract: localized(
                "Writes a backup of the keys, encrypted under the office's key, to a directory.",
                it: "Scrive in una cartella una copia delle chiavi, cifrata con la chiave dell'ufficio."),
            discussion: localized(
                """
                Backups of the keys in that directory that are older than \(Self.days) days are removed, because an \
                erasure is complete only when no backup has its keys any more. A backup does not contain the office's \
                key: print that for a safe (labctl keys print). Never keep these files with backups of the log.
                """,
                it: """
                    Le copie delle chiavi in quella cartella più vecchie di \(Self.days) giorni sono rimosse, perché una \
                    cancellazione è completa solo quando nessuna copia ne ha più le chiavi. La copia non contiene la chiave \
                    dell'ufficio: stamparla per una cassaforte (labctl keys print). Mai tenere questi file insieme alle copie \
                    del registro.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The directory.", it: "La cartella.", name: "directory")) var directory: String

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
        print(
            localized(
                "\(directory)/\(name): \(grouped(answer.body.count)) bytes, encrypted under the office's key",
                it: "\(directory)/\(name): \(grouped(answer.body.count)) byte, cifrati con la chiave dell'ufficio"))
        for old in try Self.backups(in: folder) where EuropeRome.day(of: now).days(since: old.day) > Self.days {
            try folder.remove(old.name)
            print(
                localized(
                    "\(directory)/\(old.name): removed, older than \(Self.days) days",
                    it: "\(directory)/\(old.name): rimosso, ha più di \(Self.days) giorni"))
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
            commandName: "print",
            abstract: localized(
                "The office's key and the log's, to be printed for a safe.",
                it: "La chiave dell'ufficio e quella del registro, da stampare per una cassaforte."),
            discussion: localized(
                "Runs labd's own program on its directory, and needs the rights to read it.",
                it: "Esegue il programma di labd sulla sua cartella, e richiede il permesso di leggerla."))
    }

    @Option(help: .localized("The data directory.", it: "La cartella dei dati.", name: "dir")) var data: String
    @Option(
        help: .localized(
            "The labd to run (default: beside this program).",
            it: "Il labd da eseguire (se manca: quello accanto a questo programma).", name: "path")) var labd: String?

    func run() throws { try LabdProgram(labd).become(["keys", "print", "--data", data]) }
}

/// `labctl keys restore`.
struct KeysRestore: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "restore",
            abstract: localized(
                "Restores the keys from a backup into a data directory that has none.",
                it: "Ripristina le chiavi da una copia in una cartella dei dati che non ne ha."),
            discussion:
                localized(
                    "Runs labd's own program, with labd stopped; reads the office's key, as printed, from standard input.",
                    it:
                        "Esegue il programma di labd, a labd fermo; legge dallo standard input la chiave dell'ufficio, come è stampata."
                ))
    }

    @Option(help: .localized("The backup of the keys.", it: "La copia delle chiavi.", name: "file")) var from: String
    @Option(help: .localized("The data directory.", it: "La cartella dei dati.", name: "dir")) var data: String
    @Option(
        help: .localized(
            "The labd to run (default: beside this program).",
            it: "Il labd da eseguire (se manca: quello accanto a questo programma).", name: "path")) var labd: String?

    func run() throws { try LabdProgram(labd).become(["keys", "restore", "--from", from, "--data", data]) }
}
