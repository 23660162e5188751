internal import ArgumentParser
internal import CanonicalJSON
internal import LabAPI
internal import Synchronization

/// `labctl send`: commands as they are on the wire.
struct SendCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "send",
            abstract: localized("Sends JSON commands as they are.", it: "Invia comandi JSON così come sono."),
            discussion: localized(
                """
                FILE holds one command as a JSON object, on one line or several, or NDJSON: one command a line. One answer
                line is printed for each. Ends with 1 if any was refused, with 3 if labd answered fewer than were sent.
                """,
                it: """
                    FILE contiene un comando come oggetto JSON, su una o più righe, oppure NDJSON: un comando per riga. Per \
                    ciascuno si stampa una riga di risposta. Termina con 1 se qualcuno è stato respinto, con 3 se labd ha \
                    risposto a meno di quanti sono stati inviati.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The file, or - for standard input.", it: "Il file, o - per lo standard input."))
    var file: String
    @Flag(help: .localized("Do not try what follows a refusal.", it: "Non prova ciò che segue un comando respinto."))
    var stop = false

    func run() async throws {
        if file != "-", try isOneCommand() { return try await sendOne() }
        let input = try file == "-" ? Descriptor.standardInput : Descriptor(reading: file)
        let sent = Mutex((lines: 0, isThrough: false))
        let query = stop ? [(name: "stop", value: "1")] : []
        let tally = try await labctl.client.converse(.post(Paths.commands, query, as: MediaTypes.ndjson)) { writer in
            var lines = LineSource(input)
            while let block = try await lines.next() {
                let commands = LineSource.commandCount(block)
                sent.withLock { $0.lines += commands }
                try await writer.write(block)
            }
            sent.withLock { $0.isThrough = true }
        } receiving: { answer in
            var tally = AnswerTally()
            var cutter = LineCutter()
            while let piece = try await answer.next() {
                try Descriptor.standardOutput.write(piece)
                for line in cutter.lines(in: piece) { tally.take(line) }
            }
            if answer.mediaType == MediaTypes.problem { throw Failure(.refused, "") }
            return tally
        }
        let (lines, isThrough) = sent.withLock { $0 }
        guard isThrough && lines <= tally.count else {
            throw Failure(
                .unreachable,
                localized(
                    "labd ended its answers after \(grouped(tally.count)) lines of \(file == "-" ? "standard input" : file); "
                        + "sending it again is safe",
                    it:
                        "labd ha smesso di rispondere dopo \(grouped(tally.count)) righe di \(file == "-" ? "standard input" : file); "
                        + "inviarlo di nuovo non fa danni"))
        }
        if tally.refused > 0 { throw Failure(.refused, "") }
    }

    private func isOneCommand() throws -> Bool {
        let input = try Descriptor(reading: file)
        defer { input.close() }
        guard let size = input.size, size <= 1_048_576 else { return false }
        return (try? JSONReader.read(try input.readAll(), as: .strict)) != nil
    }

    private func sendOne() async throws {
        let input = try Descriptor(reading: file)
        defer { input.close() }
        let answer = try await labctl.client.answer(
            to: .post(Paths.commands, as: MediaTypes.json), body: try input.readAll())
        try Descriptor.standardOutput.write(answer.body + [UInt8(ascii: "\n")])
        if !answer.isAccepted { throw Failure(.refused, "") }
    }
}
