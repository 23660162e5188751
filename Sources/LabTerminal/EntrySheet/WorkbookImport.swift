internal import CanonicalJSON
internal import LabAPI
internal import Office
internal import Spreadsheets
internal import TOMLFiles
internal import Wording

/// The import of a workbook: reads it, tries its rows, records them, and writes the workbook again with what became of each.
struct WorkbookImport {
    let client: LabClient
    let path: String
    /// The file that maps columns to fields, for a workbook that labctl did not make.
    let map: String?
    /// Whether the rows that can be are recorded where others cannot.
    let keepsGoing: Bool
    let isRehearsal: Bool
    /// Where the workbook with the results goes, if somebody said so.
    let output: String?

    /// Names for the copy with the results; the first free one is used. For `hours.xlsx` they are `hours.result.xlsx`,
    /// `hours.result-2.xlsx` and so on. A file that is such a copy itself keeps its name.
    static func outputs(for path: String) -> some Sequence<String> {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let file = path[folder.endIndex...]
        let dot = file.lastIndex(of: ".") ?? file.endIndex
        let (stem, ending) = (file[..<dot], file[dot...])
        let isCopy = stem.firstRange(of: ".result").map { rest in
            stem[rest.upperBound...].isEmpty || stem[rest.upperBound...].hasPrefix("-")
        }
        return (1...999).lazy.map { number in
            guard isCopy != true else { return path }
            return folder + stem + (number == 1 ? ".result" : ".result-\(number)") + ending
        }
    }

    /// What became of a row.
    enum Result {
        case unread([WorkbookProblem])
        case refused(Problem)
        /// It would be recorded, with these flags; nothing was, since others cannot be, or nothing was to be.
        case acceptable(flags: [String])
        case recorded(CommandAnswer)
        /// labd did not answer to it: whether it was recorded is known when it is sent again.
        case unanswered
    }

    /// What is known of all rows.
    private struct Outcome {
        var results: [Int: Result] = [:]
        /// Whether rows were to be recorded.
        var records = false
        /// Why answers are missing.
        var brokenOff: Failure?

        /// Whether some row is not what it should be.
        func isFaulty(_ wanted: (Result) -> Bool) -> Bool { !results.values.allSatisfy(wanted) }
    }

    /// Imports, and says what happened.
    ///
    /// - Throws: `Failure`, of a refusal where a row is not recorded that should be.
    func run() async throws {
        let file = try WorkbookFile(path)
        // Before anything is recorded: where no copy can be written, nobody would be told.
        let copy = try ReplacedFile(beside: output ?? path)
        defer { copy.close() }
        let read = try await self.read(file)
        for problem in read.problems { say("\(path): \(problem.text)") }
        var outcome = Outcome()
        for row in read.rows {
            if case .problems(let found) = row.outcome { outcome.results[row.number] = .unread(found) }
        }
        if !keepsGoing || isRehearsal { try await send(read, rehearsing: true, into: &outcome) }
        let isAcceptable = read.warnings.isEmpty && !outcome.isFaulty { $0.isAcceptable }
        outcome.records = !isRehearsal && outcome.brokenOff == nil && (keepsGoing || isAcceptable)
        if outcome.records { try await send(read, rehearsing: false, into: &outcome) }
        sayRefusals(outcome.results, read)
        print(summary(outcome))
        do {
            let bytes = try await file.converted(read.bytes(writing: outcome.results.mapValues { $0.text }))
            print(localized("what became of each row: ", it: "l'esito di ogni riga: ") + (try put(bytes, copy, file)))
        } catch let failure as Failure {
            throw Failure(
                failure.status,
                localized(
                    "the copy with what became of each row was not written: \(failure.message); what is recorded stays so, and importing \(path) again is safe",
                    it:
                        "la copia con l'esito di ogni riga non è stata scritta: \(failure.message); ciò che è registrato resta tale, e importare di nuovo \(path) non fa danni"
                ))
        }
        if let failure = outcome.brokenOff { throw failure }
        guard
            outcome.isFaulty({ isRehearsal ? $0.isAcceptable : $0.isRecorded }) || isRehearsal && !read.warnings.isEmpty
        else { return }
        throw Failure(.refused, "")
    }

    /// Puts the copy where it belongs, and returns where. Nothing is replaced but the file that was imported, as long as nobody changed
    /// it.
    private func put(_ bytes: [UInt8], _ copy: ReplacedFile, _ file: WorkbookFile) throws(Failure) -> String {
        if let output {
            if try copy.write(bytes, to: output, replacing: false) { return output }
            throw Failure(
                .usage,
                localized(
                    "\(output) is there already; name another file", it: "\(output) c'è già; indicare un altro file"))
        }
        for name in Self.outputs(for: path) {
            if name == path, file.isUnchanged, try copy.write(bytes, to: path, replacing: true) { return path }
            if name == path { break }
            if try copy.write(bytes, to: name, replacing: false) { return name }
        }
        for number in 2...999 {
            let name = path + ".\(number)." + file.form.rawValue
            if try copy.write(bytes, to: name, replacing: false) { return name }
        }
        throw Failure(.usage, localized("no name is free beside \(path)", it: "accanto a \(path) nessun nome è libero"))
    }

    // MARK: - Reading

    private func read(_ file: WorkbookFile) async throws -> ReadWorkbook {
        let workbook = try await file.read()
        do {
            if let map {
                return try MappedWorkbook(workbook, try Sheet.mapping(map)).read()
            }
            return try await filledForm(workbook)
        } catch let list as WorkbookProblem.List {
            for problem in list.problems { say("\(path): \(problem.text)") }
            throw Failure(
                .refused,
                localized(
                    "\(path) cannot be read as it should; nothing was imported",
                    it: "\(path) non si può leggere come dovrebbe; non si è importato nulla"))
        }
    }

    private func filledForm(_ workbook: FlatWorkbook) async throws -> ReadWorkbook {
        let told: EntryIdentity.Read
        do throws(EntryIdentity.Failure) {
            told = try EntryIdentity.read(workbook)
        } catch {
            throw WorkbookProblem.List(.init(place: .init(), detail: error.spoken, accepted: EntryIdentity.accepted))
        }
        let entry = try await EntryPlan(client)
        let form = EntryForm(
            told.identity.kind, told.identity.month, entry.names, await client.entryRecords(for: told.identity.kind))
        var read = try FilledForm(workbook, told, form).read()
        if told.identity.plan != entry.identity {
            read.warnings.append(
                .init(
                    place: .init(),
                    detail: localized(
                        "the workbook was made for another plan than the one in force, so its lists may be out of date",
                        it:
                            "la cartella è stata fatta per un piano diverso da quello in vigore: gli elenchi potrebbero non essere aggiornati"
                    ),
                    accepted: localized(
                        "a new workbook (labctl sheet \(told.identity.kind.rawValue) --month \(told.identity.month)), or --keep-going to import this one",
                        it:
                            "una cartella nuova (labctl sheet \(told.identity.kind.rawValue) --month \(told.identity.month)), oppure --keep-going per importare questa"
                    )))
        }
        return read
    }

    // MARK: - Sending

    /// Sends all commands, and keeps what labd says to each as it comes.
    ///
    /// - Throws: `Failure` if labd takes none of them.
    private func send(_ read: ReadWorkbook, rehearsing: Bool, into outcome: inout Outcome) async throws {
        let commands = read.commands
        guard !commands.isEmpty else { return }
        let body = commands.flatMap { $0.line + [UInt8(ascii: "\n")] }
        let query = (rehearsing ? [("rehearse", "1")] : []) + (rehearsing || keepsGoing ? [] : [("stop", "1")])
        for command in commands { outcome.results[command.row] = .unanswered }
        var answered = 0
        do {
            try await client.converse(.post(Paths.commands, query, as: MediaTypes.ndjson)) { writer in
                try await writer.write(body)
            } receiving: { answer in
                try await answer.checkIsAccepted()
                var cutter = LineCutter()
                while let piece = try await answer.next() {
                    for line in cutter.lines(in: piece) where answered < commands.count {
                        outcome.results[commands[answered].row] = Self.result(Array(line), rehearsing: rehearsing)
                        answered += 1
                    }
                }
            }
            guard answered < commands.count else { return }
            outcome.brokenOff = broken(after: answered, of: commands.count, "")
        } catch let error as ClientError {
            guard answered > 0 || !rehearsing else { throw error }
            outcome.brokenOff = broken(after: answered, of: commands.count, ": \(error.spoken)")
        }
    }

    private static func result(_ line: [UInt8], rehearsing: Bool) -> Result {
        if let accepted = CommandAnswer(line) {
            return rehearsing && !accepted.isRepeated
                ? .acceptable(flags: accepted.events.flatMap(\.flags)) : .recorded(accepted)
        }
        guard let problem = Problem(line) else { return .unanswered }
        return problem.code == "not-tried" ? .acceptable(flags: []) : .refused(problem)
    }

    private func broken(after answered: Int, of all: Int, _ reason: String) -> Failure {
        Failure(
            .unreachable,
            localized(
                "labd answered to \(grouped(answered)) of \(grouped(all)) rows\(reason); importing \(path) again is safe",
                it:
                    "labd ha risposto a \(grouped(answered)) righe su \(grouped(all))\(reason); importare di nuovo \(path) non fa danni"
            ))
    }

    // MARK: - Saying what happened

    private func sayRefusals(_ results: [Int: Result], _ read: ReadWorkbook) {
        let style = Style(for: .standardError)
        for (row, result) in results.sorted(by: { $0.key < $1.key }) {
            guard case .refused(let problem) = result else { continue }
            let place = WorkbookProblem.Place(sheet: read.workbook.sheets[read.sheet].name, row: row)
            say("\(path): \(place.text): \(style.warning(problem.line))")
        }
    }

    private func summary(_ outcome: Outcome) -> String {
        var (recorded, known, refused, unread, held, unanswered) = (0, 0, 0, 0, 0, 0)
        for result in outcome.results.values {
            switch result {
            case .recorded(let answer): if answer.isRepeated { known += 1 } else { recorded += 1 }
            case .refused: refused += 1
            case .unread: unread += 1
            case .acceptable: held += 1
            case .unanswered: unanswered += 1
            }
        }
        let head =
            isRehearsal
            ? localized("dry run, nothing recorded: ", it: "prova, non si è registrato nulla: ")
            : outcome.records ? "" : localized("nothing was recorded: ", it: "non si è registrato nulla: ")
        var parts: [String] = []
        func add(_ count: Int, _ english: String, it italian: String, always: Bool = false) {
            if count > 0 || always { parts.append("\(grouped(count)) \(localized(english, it: italian))") }
        }
        add(recorded, "recorded", it: "registrate", always: outcome.records)
        add(held, "acceptable", it: "accettabili", always: !outcome.records)
        add(known, "known already", it: "già registrate")
        add(refused, "refused", it: "respinte", always: true)
        add(unread, "not readable", it: "non leggibili")
        add(unanswered, "not answered", it: "senza risposta")
        return head + parts.joined(separator: ", ")
    }
}

extension WorkbookImport.Result {
    /// Whether the row is in the log.
    fileprivate var isRecorded: Bool { if case .recorded = self { true } else { false } }
    /// Whether it is, or would be.
    fileprivate var isAcceptable: Bool { if case .acceptable = self { true } else { isRecorded } }

    /// What stands beside the row.
    fileprivate var text: String {
        switch self {
        case .unread(let problems):
            let words = problems.map { problem in
                (problem.place.title.map { "\($0): " } ?? "") + problem.words
            }
            return Self.unread + ": " + words.joined(separator: " | ")
        case .refused(let problem): return Self.refused + ": " + problem.line + Self.remedy(problem)
        case .acceptable(let flags):
            return localized("not recorded yet, no fault found", it: "non ancora registrata, nessun errore")
                + Self.flagged(flags)
        case .recorded(let answer):
            let position = answer.events.first.map { grouped($0.position) } ?? "?"
            if answer.isRepeated {
                return localized("known already, event \(position)", it: "già registrata, evento \(position)")
            }
            return localized("recorded, event \(position)", it: "registrata, evento \(position)")
                + Self.flagged(answer.events.flatMap(\.flags))
        case .unanswered:
            return localized("no answer: import the file again", it: "nessuna risposta: importare di nuovo il file")
        }
    }

    /// The beginnings of what stands beside rows that must be mended.
    static var alarms: [String] { [unread, refused] }
    static var unread: String { localized("not read", it: "non leggibile") }
    static var refused: String { localized("refused", it: "respinta") }

    private static func flagged(_ flags: [String]) -> String {
        flags.map { word in
            let text = Flag(rawValue: word)?.text(in: Speech.language) ?? word
            return localized("; note: \(text)", it: "; avviso: \(text)")
        }.joined()
    }

    /// What to do in the workbook about some refusals.
    private static func remedy(_ problem: Problem) -> String {
        switch problem.code {
        case "id-reused":
            localized(
                "; a row with this number is recorded with other values: put them back, and correct what is recorded with labctl, as by labctl hours adjust; or is the workbook a copy of somebody else's? Then ask for one of your own",
                it:
                    "; una riga con questo numero è già registrata con altri dati: rimettere quelli, e correggere ciò che è registrato con labctl, per esempio labctl hours adjust; oppure la cartella è la copia di quella di un altro? Allora chiederne una propria"
            )
        case "month-signed":
            localized(
                "; to record it nevertheless, say why in the column for that",
                it: "; per registrarla comunque, scrivere il perché nella colonna della motivazione")
        default: ""
        }
    }
}

extension EntryIdentity {
    /// What can be imported.
    fileprivate static var accepted: String {
        localized(
            "a workbook of labctl sheet, or any other with --map",
            it: "una cartella di labctl sheet, o qualsiasi altra con --map")
    }
}

extension EntryIdentity.Failure {
    fileprivate var spoken: String {
        switch self {
        case .isNone:
            localized(
                "the workbook does not say what it is: it was not made by labctl sheet, or its sheet \"labd\" is missing",
                it: "il file non si riconosce: non è stato fatto da labctl sheet, o gli manca il foglio \"labd\"")
        case .isOther(let what):
            localized(
                "the workbook was made by another version of labctl, or changed (\(what))",
                it: "la cartella è stata fatta da un'altra versione di labctl, o modificata (\(what))")
        }
    }
}
