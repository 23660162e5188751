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
    /// Where the workbook with the results goes.
    let output: String

    /// The name of the workbook with the results: of `hours.xlsx`, `hours.result.xlsx`, whose own is the same again.
    static func output(for path: String) -> String {
        guard let dot = path.lastIndex(of: "."), !path[..<dot].hasSuffix(".result") else { return path }
        return path[..<dot] + ".result" + path[dot...]
    }

    /// What became of a row.
    enum Result {
        case unread([WorkbookProblem])
        case refused(Problem)
        /// It would be recorded, with these flags; nothing was, since others cannot be, or nothing was to be.
        case acceptable(flags: [String])
        case recorded(CommandAnswer)
    }

    /// Imports, and says what happened.
    ///
    /// - Throws: `Failure`, of a refusal where a row is not recorded that should be.
    func run() async throws {
        let file = try WorkbookFile(path)
        // Before anything is recorded: where it cannot be written, nobody would be told.
        let made = try ReplacedFile(output)
        defer { made.close() }
        let read = try await self.read(file)
        for problem in read.problems { say("\(path): \(problem.text)") }
        var results = results(of: read)
        let isFaulty = !read.problems.isEmpty
        if !keepsGoing || isRehearsal {
            try await send(read, rehearsing: true, into: &results)
        }
        let isRefused = results.values.contains { if case .refused = $0 { true } else { false } }
        let records = !isRehearsal && (keepsGoing || !isFaulty && !isRefused)
        if records { try await send(read, rehearsing: false, into: &results) }
        sayRefusals(results, read)
        let bytes = try await file.converted(read.bytes(writing: texts(results, records: records)))
        try made.write(bytes)
        print(summary(results, records: records))
        print(localized("what became of each row: \(output)", it: "l'esito di ogni riga: \(output)"))
        guard isFaulty || results.values.contains(where: { !$0.isRecorded }), !(isRehearsal && !isFaulty && !isRefused)
        else { return }
        throw Failure(.refused, "")
    }

    // MARK: - Reading

    private func read(_ file: WorkbookFile) async throws -> ReadWorkbook {
        let workbook = try await file.read()
        do {
            if let map {
                let name = path.split(separator: "/").last.map(String.init) ?? path
                return try MappedWorkbook(workbook, try Sheet.mapping(map), file: name).read()
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
                            "la cartella è stata fatta per un piano diverso da quello in vigore: i suoi elenchi possono essere superati"
                    ),
                    accepted: localized(
                        "a new workbook (labctl sheet \(told.identity.kind.rawValue) --month \(told.identity.month)), or --keep-going to import this one",
                        it:
                            "una cartella nuova (labctl sheet \(told.identity.kind.rawValue) --month \(told.identity.month)), oppure --keep-going per importare questa"
                    )))
        }
        return read
    }

    private func results(of read: ReadWorkbook) -> [Int: Result] {
        var results: [Int: Result] = [:]
        for row in read.rows { if case .problems(let found) = row.outcome { results[row.number] = .unread(found) } }
        return results
    }

    // MARK: - Sending

    /// Sends all commands, and keeps what labd says to each.
    private func send(_ read: ReadWorkbook, rehearsing: Bool, into results: inout [Int: Result]) async throws {
        let commands = read.commands
        guard !commands.isEmpty else { return }
        let body = commands.flatMap { $0.line + [UInt8(ascii: "\n")] }
        let answer = try await client.answer(
            to: .post(Paths.commands, rehearsing ? [("rehearse", "1")] : [], as: MediaTypes.ndjson), body: body)
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        var cutter = LineCutter()
        let lines = cutter.lines(in: answer.body)
        for (command, line) in zip(commands, lines) {
            if let accepted = CommandAnswer(Array(line)) {
                results[command.row] =
                    rehearsing && !accepted.isRepeated
                    ? .acceptable(flags: accepted.events.flatMap(\.flags)) : .recorded(accepted)
            } else if let problem = Problem(Array(line)) {
                results[command.row] = .refused(problem)
            }
        }
        guard lines.count == commands.count else {
            throw Failure(
                .unreachable,
                localized(
                    "labd answered \(lines.count) of \(commands.count) rows of \(path); importing it again is safe",
                    it:
                        "labd ha risposto a \(lines.count) righe su \(commands.count) di \(path); importarlo di nuovo non fa danni"
                ))
        }
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

    private func texts(_ results: [Int: Result], records: Bool) -> [Int: String] {
        results.mapValues { $0.text(records: records) }
    }

    private func summary(_ results: [Int: Result], records: Bool) -> String {
        var (recorded, known, refused, unread, held) = (0, 0, 0, 0, 0)
        for result in results.values {
            switch result {
            case .recorded(let answer): if answer.isRepeated { known += 1 } else { recorded += 1 }
            case .refused: refused += 1
            case .unread: unread += 1
            case .acceptable: held += 1
            }
        }
        let head =
            isRehearsal
            ? localized("dry run, nothing recorded: ", it: "prova, nulla è registrato: ")
            : records ? "" : localized("nothing was recorded: ", it: "non si è registrato nulla: ")
        var parts: [String] = []
        func add(_ count: Int, _ english: String, it italian: String, always: Bool = false) {
            if count > 0 || always { parts.append("\(grouped(count)) \(localized(english, it: italian))") }
        }
        add(recorded, "recorded", it: "registrate", always: records)
        add(held, "acceptable", it: "accettabili", always: !records)
        add(known, "known already", it: "già registrate")
        add(refused, "refused", it: "respinte", always: true)
        add(unread, "not readable", it: "non leggibili")
        return head + parts.joined(separator: ", ")
    }
}

extension WorkbookImport.Result {
    /// Whether the row is in the log.
    fileprivate var isRecorded: Bool { if case .recorded = self { true } else { false } }

    /// What stands beside the row.
    fileprivate func text(records: Bool) -> String {
        func flagged(_ flags: [String]) -> String {
            let texts = flags.compactMap { word in
                Flag(rawValue: word).map { "\(word): \($0.text(in: Speech.language))" } ?? word
            }
            return texts.isEmpty ? "" : "; " + texts.joined(separator: "; ")
        }
        switch self {
        case .unread(let problems):
            let words = problems.map { problem in
                (problem.place.title.map { "\($0): " } ?? "") + problem.words
            }
            return localized("not read: ", it: "non letta: ") + words.joined(separator: " | ")
        case .refused(let problem): return localized("refused: ", it: "respinta: ") + problem.line
        case .acceptable(let flags):
            return localized("not recorded yet, acceptable", it: "non ancora registrata, accettabile") + flagged(flags)
        case .recorded(let answer):
            let position = answer.events.first.map { grouped($0.position) } ?? "?"
            if answer.isRepeated {
                return localized("known already, event \(position)", it: "già registrata, evento \(position)")
            }
            return localized("recorded, event \(position)", it: "registrata, evento \(position)")
                + flagged(answer.events.flatMap(\.flags))
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
                it: "la cartella non dice che cos'è: non è stata fatta da labctl sheet, o le manca il foglio \"labd\"")
        case .isOther(let what):
            localized(
                "the workbook was made by another version of labctl, or changed (\(what))",
                it: "la cartella è stata fatta da un'altra versione di labctl, o modificata (\(what))")
        }
    }
}
