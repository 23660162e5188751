internal import ArgumentParser
internal import LabAPI
internal import TransparencyCrypto
internal import TransparencyLog

/// `labctl witness`.
struct WitnessGroup: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "witness",
            abstract: localized(
                "Watches a log from outside, and vouches for what it saw.",
                it: "Osserva un registro dall'esterno, e testimonia ciò che ha visto."),
            discussion: localized(
                """
                A witness keeps the last checkpoint that it saw where the office cannot reach it, on another machine \
                or a USB stick. It cosigns a new one only if the log begins with what it saw before, so nobody can \
                rewrite the log, or replace it with an older copy, without being detected.

                labctl witness create FOLDER --name NAME --log VKEY creates one; put the key that it prints into \
                log.witnesses of labd's settings. Then run labctl witness cosign FOLDER as often as you like.
                """,
                it: """
                    Un testimone conserva l'ultimo punto di controllo che ha visto dove l'ufficio non arriva, su un altro \
                    computer o una chiavetta USB. Controfirma il successivo solo se il registro comincia con ciò che ha già \
                    visto: così nessuno può riscrivere il registro, o sostituirlo con una copia più vecchia, senza che si noti.

                    labctl witness create CARTELLA --name NOME --log VKEY ne crea uno; mettere la chiave che stampa in \
                    log.witnesses delle impostazioni di labd. Poi eseguire labctl witness cosign CARTELLA quando si vuole.
                    """),
            subcommands: CommandScope.below(
                Self.self,
                [WitnessCreate.self, WitnessCosign.self, WitnessShow.self, WitnessServe.self, WitnessAsk.self]))
    }
}

/// `labctl witness create`.
struct WitnessCreate: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "create",
            abstract: localized(
                "Creates a witness's folder with a new key, and prints its verifier key.",
                it: "Crea la cartella di un testimone con una nuova chiave, e stampa la sua chiave di verifica."))
    }

    @Argument(
        help: .localized("The folder; it must not exist.", it: "La cartella, che non deve esistere.", name: "folder"))
    var folder: String
    @Option(
        help: .localized(
            "The witness' name, such as witness.example/ambito-oglio-ovest.",
            it: "Il nome del testimone, come witness.example/ambito-oglio-ovest.", name: "name")) var name: String
    @Option(help: KeyArgument.help) var log: KeyArgument

    func run() throws {
        let key = try WitnessFolder.create(folder, name: name, log: log.key)
        print(key)
        say(
            localized(
                "\(folder) is ready; put the line above into log.witnesses of labd's settings",
                it: "\(folder) è pronta; mettere la riga qui sopra in log.witnesses delle impostazioni di labd"))
    }
}

/// `labctl witness show`.
struct WitnessShow: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: localized(
                "What the witness knows: its key, the log, and what it cosigned last.",
                it: "Che cosa sa il testimone: la sua chiave, il registro, l'ultima controfirma."))
    }

    @Argument(help: .localized("The witness's folder.", it: "La cartella del testimone.", name: "folder")) var folder:
        String

    func run() throws {
        let folder = try WitnessFolder(folder)
        print(localized("witness  \(folder.signer.key)", it: "testimone  \(folder.signer.key)"))
        print(localized("log      \(folder.log)", it: "registro   \(folder.log)"))
        guard let record = try folder.record() else {
            print(localized("nothing was cosigned yet", it: "nulla è ancora controfirmato"))
            return
        }
        print(
            localized(
                "last     \(grouped(record.checkpoint.size)) events, root \(record.checkpoint.root)",
                it: "ultimo     \(grouped(record.checkpoint.size)) eventi, radice \(record.checkpoint.root)"))
        print(
            localized(
                "when     \(Today.text(seconds: record.time))", it: "quando     \(Today.text(seconds: record.time))"))
    }
}

/// `labctl witness cosign`.
struct WitnessCosign: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "cosign",
            abstract: localized(
                "Checks that labd's log continues what was seen before, and cosigns it.",
                it: "Controlla che il registro di labd continui ciò che ha già visto, e lo controfirma."),
            discussion: localized(
                """
                The cosignature is sent to labd, which keeps it with its checkpoint. If the log was rewritten or \
                rolled back, nothing is signed, what labd showed is kept in the folder as evidence, and the command \
                exits with 1.
                """,
                it: """
                    La controfirma è inviata a labd, che la tiene con il suo punto di controllo. Se il registro è stato \
                    riscritto o riportato indietro non si firma nulla, ciò che labd ha mostrato resta nella cartella come \
                    prova, e il comando termina con 1.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The witness's folder.", it: "La cartella del testimone.", name: "folder")) var folder:
        String

    func run() async throws {
        let folder = try WitnessFolder(folder)
        let client = labctl.client
        let source = LogSource(client: client)
        let note = try await source.note()
        let record = try folder.record()
        let present: Checkpoint
        do { present = try Checkpoint(note.text) } catch {
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is no checkpoint: \(spoken(error))",
                    it: "la risposta di labd non è un punto di controllo: \(spoken(error))"))
        }
        var path: [Hash] = []
        if let record {
            path = try await source.consistency(from: record.checkpoint.size, to: present.size)
            let change = try Self.change(since: record, to: note, path)
            guard change.keepsHistory else {
                try Self.shout(change, record, note, folder)
                throw Failure(.refused, "")
            }
        }
        let cosigned: WitnessRecord
        do {
            let request = try AddCheckpointRequest(
                oldSize: record?.checkpoint.size ?? 0, path: path, note: note)
            cosigned = try folder.cosign(request, at: secondsNow()).record
        } catch let error as WitnessError {
            throw Failure(
                .refused,
                localized("nothing was cosigned: \(spoken(error))", it: "nulla è controfirmato: \(spoken(error))"))
        }
        print(
            localized(
                "cosigned: \(grouped(present.size)) events, root \(present.root)",
                it: "controfirmati: \(grouped(present.size)) eventi, radice \(present.root)"))
        let answer = try await client.answer(
            to: .post(Paths.cosignatures, as: MediaTypes.text), body: cosigned.note.bytes)
        guard answer.isAccepted else {
            let refusal = Failure(refusal: answer)
            throw Failure(
                refusal.status,
                localized(
                    "the cosignature is in the folder, but labd did not take it: \(refusal.message)",
                    it: "la controfirma è nella cartella, ma labd non l'ha accettata: \(refusal.message)"))
        }
    }

    private static func change(
        since record: WitnessRecord, to note: SignedNote, _ path: [Hash]
    ) throws(Failure) -> LogChange {
        do {
            return try record.change(to: note, path: path, sha256: .crypto, ed25519: .crypto)
        } catch {
            throw Failure(
                .refused,
                localized(
                    "nothing was cosigned: labd's checkpoint is not one that \(record.log.name) signed: \(spoken(error))",
                    it:
                        "nulla è controfirmato: il punto di controllo di labd non è firmato da \(record.log.name): \(spoken(error))"
                ))
        }
    }

    /// Reports what happened so that nobody mistakes it for a minor error.
    static func shout(
        _ change: LogChange, _ record: WitnessRecord, _ note: SignedNote, _ folder: WitnessFolder
    ) throws(Failure) {
        let evidence = try folder.keepEvidence(note, at: secondsNow())
        let style = Style(for: .standardError)
        say(
            style.warning(
                localized(
                    "THE LOG DOES NOT CONTINUE WHAT THIS WITNESS HAS SEEN (\(change.code)). NOTHING WAS COSIGNED.",
                    it:
                        "IL REGISTRO NON CONTINUA CIÒ CHE QUESTO TESTIMONE HA VISTO (\(change.code)). NULLA È CONTROFIRMATO."
                )))
        say("\(change)")
        say(
            localized(
                "seen before: \(record.checkpoint.size) events, root \(record.checkpoint.root), \(Today.text(seconds: record.time))",
                it:
                    "visto prima: \(record.checkpoint.size) eventi, radice \(record.checkpoint.root), \(Today.text(seconds: record.time))"
            )
        )
        say(
            localized(
                "shown now:   kept as it was signed in \(evidence)",
                it: "mostrato ora: conservato, così come firmato, in \(evidence)"))
    }
}

/// `labctl witness ask`.
struct WitnessAsk: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "ask",
            abstract: localized(
                "Asks a witness elsewhere to cosign labd's checkpoint (C2SP tlog-witness).",
                it: "Chiede a un testimone altrove di controfirmare il punto di controllo di labd (C2SP tlog-witness)."),
            discussion: localized(
                """
                Sends add-checkpoint over HTTP to any witness of that format, sends it what it lacks, and passes the \
                cosignature to labd, which accepts it if its settings name the witness.
                """,
                it: """
                    Invia add-checkpoint via HTTP a un testimone di quel formato, gli manda ciò che gli manca, e passa la \
                    controfirma a labd, che l'accetta se le sue impostazioni nominano il testimone.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "Where the witness listens: http://HOST:PORT; its add-checkpoint is below.",
            it: "Dove il testimone ascolta: http://HOST:PORTA; il suo add-checkpoint è sotto.", name: "witness"))
    var witness: String

    func run() async throws {
        guard let address = TCPAddress(url: witness) else {
            throw Failure(
                .usage,
                localized("\(witness): accepted: http://HOST:PORT", it: "\(witness): accettato: http://HOST:PORTA"))
        }
        let client = labctl.client
        let source = LogSource(client: client)
        let note = try await source.note()
        let present: Checkpoint
        do { present = try Checkpoint(note.text) } catch {
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is no checkpoint: \(spoken(error))",
                    it: "la risposta di labd non è un punto di controllo: \(spoken(error))"))
        }
        // The first request guesses; the witness says which size it has (409), and is asked once more.
        var oldSize = present.size
        for attempt in 0..<2 {
            let request: AddCheckpointRequest
            do {
                request = try AddCheckpointRequest(
                    oldSize: oldSize, path: try await source.consistency(from: oldSize, to: present.size), note: note)
            } catch let error as WitnessError {
                throw Failure(.refused, error.spoken)
            }
            let answer: ClientAnswer
            do {
                answer = try await LabClient(tcp: address).answer(
                    to: .post(address.prefix + "/add-checkpoint", as: MediaTypes.text), body: request.bytes)
            } catch {
                let reason = HeardText.quoted(error.reason ?? error.code.rawValue)
                throw Failure(
                    .unreachable,
                    localized(
                        "the witness at \(witness) does not answer: \(reason)",
                        it: "il testimone \(witness) non risponde: \(reason)"))
            }
            if answer.status == 409, attempt == 0, answer.mediaType == "text/x.tlog.size",
                let size = Int(String(decoding: answer.body, as: UTF8.self).trimmed), size <= present.size
            {
                oldSize = size
                continue
            }
            guard answer.isAccepted else {
                let said = HeardText.quoted(String(decoding: answer.body.prefix(500), as: UTF8.self).trimmed)
                throw Failure(
                    .refused,
                    localized(
                        "the witness did not cosign (status \(answer.status)): \(said)",
                        it: "il testimone non ha controfirmato (stato \(answer.status)): \(said)"))
            }
            try await hand(answer.body, note, to: client)
            print(
                localized(
                    "cosigned: \(grouped(present.size)) events, root \(present.root)",
                    it: "controfirmati: \(grouped(present.size)) eventi, radice \(present.root)"))
            return
        }
    }

    private func hand(_ lines: [UInt8], _ note: SignedNote, to client: LabClient) async throws {
        let cosigned: SignedNote
        do {
            cosigned = try SignedNote(note.text, signatures: note.signatures + NoteSignature.lines(parsing: lines.span))
        } catch {
            throw Failure(
                .refused,
                localized(
                    "the witness' answer is no signature: \(spoken(error))",
                    it: "la risposta del testimone non è una firma: \(spoken(error))"))
        }
        let answer = try await client.answer(to: .post(Paths.cosignatures, as: MediaTypes.text), body: cosigned.bytes)
        guard answer.isAccepted else { throw Failure(refusal: answer) }
    }
}

extension String {
    /// Without the white space at its ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
