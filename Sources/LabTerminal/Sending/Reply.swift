internal import CanonicalJSON
internal import LabAPI
internal import Office
internal import Wording

/// What labd says to a command, shown to a person.
enum Reply {
    /// Sends a typed command and shows the answer, and what follows from it; `entry` is the entry of hours that it adjusts.
    ///
    /// - Throws: `Failure` where it is refused.
    static func send(
        _ reading: TypedCommand.Reading, _ names: PlanNames?, adjusting entry: EntryNow? = nil, with client: LabClient
    ) async throws {
        let note = await monthNote(reading, client)
        let answer = try await client.answer(
            to: .post(Paths.commands, as: MediaTypes.json), body: reading.command.canonicalBytes)
        if reading.showsJSON {
            printAsIs(String(decoding: answer.body, as: UTF8.self))
            if !answer.isAccepted { throw Failure(.refused, "") }
            return
        }
        guard answer.isAccepted, let accepted = CommandAnswer(answer.body) else {
            throw failure(reading, answer)
        }
        print(
            text(accepted, of: reading, names, Style(for: .standardOutput)) + (accepted.isRepeated ? "" : note),
            terminator: "")
        // The day is in the line above.
        for member in reading.chosen where member.name != "on" {
            if case .string(let value) = member.value { print("  \(member.name): \(value)") }
        }
        if accepted.isRepeated { return }
        if accepted.events.contains(where: { $0.flags.contains(Flag.possibleDuplicate.rawValue) }),
            let which = await PossibleDuplicate.text(reading, client)
        {
            print("\(Flag.possibleDuplicate.rawValue): \(which)".wrappedBelow())
        }
        if let entry, case .integer(let minutes)? = reading.data["minutes"] {
            print(entry.text(adjustedTo: Int(minutes)), terminator: "")
        }
        if let hours = await client.hoursAfter(reading) { print(hours.text, terminator: "") }
    }

    /// Tries a typed command, which records nothing, and shows what would be recorded.
    ///
    /// - Throws: `Failure` where it would be refused.
    static func rehearse(_ reading: TypedCommand.Reading, _ names: PlanNames?, with client: LabClient) async throws {
        let note = await monthNote(reading, client)
        let line = try await rehearsal(reading, with: client)
        if reading.showsJSON { return print(String(decoding: line, as: UTF8.self)) }
        guard let accepted = CommandAnswer(line) else { return }
        print(
            localized("This would be recorded:", it: "Si registrerebbe:") + "\n"
                + text(accepted, of: reading, names, Style(for: .standardOutput)) + note
                + localized("Nothing was recorded (--dry-run).", it: "Non è stato registrato nulla (--dry-run)."))
    }

    /// What is to be said about the worker's month, if the answer is shown to a person.
    private static func monthNote(_ reading: TypedCommand.Reading, _ client: LabClient) async -> String {
        guard !reading.showsJSON, let note = MonthNote(reading.command) else { return "" }
        return await note.text(client)
    }

    private static func rehearsal(_ reading: TypedCommand.Reading, with client: LabClient) async throws -> [UInt8] {
        let answer = try await client.answer(
            to: .post(Paths.commands, [(name: "rehearse", value: "1")], as: MediaTypes.ndjson),
            body: reading.command.canonicalBytes + [UInt8(ascii: "\n")])
        let line = Array(answer.body.prefix { $0 != UInt8(ascii: "\n") })
        if answer.isAccepted, CommandAnswer(line) != nil { return line }
        if reading.showsJSON {
            print(String(decoding: line, as: UTF8.self))
            throw Failure(.refused, "")
        }
        let refusal = ClientAnswer(status: answer.status, mediaType: answer.mediaType, body: line)
        throw failure(reading, refusal)
    }

    /// A refusal with what can be done about it. What is missing rather than wrong is the field at fault.
    private static func failure(_ reading: TypedCommand.Reading, _ answer: ClientAnswer) -> Failure {
        let failure = Failure(
            refusal: answer, of: reading.type.map(TypedCommand.init), hint: hint(reading, answer))
        let wants = wantsReason(reading, answer)
        return Failure(
            failure.status, failure.message, field: wants ? "reason" : failure.field, code: failure.code,
            detail: failure.detail)
    }

    /// Whether the command lacks a reason and would be accepted with one.
    private static func wantsReason(_ reading: TypedCommand.Reading, _ answer: ClientAnswer) -> Bool {
        guard Problem(answer.body)?.code == "month-signed", case .object(let data)? = reading.command["data"],
            case .string(let name)? = reading.command["command"], let command = Catalogue.command(name)
        else { return false }
        return data["reason"] == nil && Catalogue.fields(of: command).contains { $0.name == "reason" }
    }

    /// What to do about some refusals, in terms of options.
    private static func hint(_ reading: TypedCommand.Reading, _ answer: ClientAnswer) -> String {
        switch Problem(answer.body)?.code {
        case "id-reused":
            // The first command with that id may have had another day, where labctl filled it in.
            guard case .string(let day)? = reading.chosen.first(named: "on") else { return "" }
            return localized(
                "; --on was not given and taken as \(day): give the day that the first was recorded for",
                it:
                    "; --on non era dato ed è stato inteso come \(day): dare il giorno per cui il primo è stato registrato"
            )
        case "month-signed":
            guard wantsReason(reading, answer) else { return "" }
            return localized(
                "\nTo record it nevertheless, add --reason", it: "\nPer registrarlo comunque, aggiungere --reason")
        default: return ""
        }
    }

    /// Returns what was recorded, in words; then one line an event, `  case.opened  case/c-1, revision 1, position 4402`, and a
    /// line below for each of its flags.
    static func text(
        _ answer: CommandAnswer, of reading: TypedCommand.Reading, _ names: PlanNames?, _ style: Style
    ) -> String {
        var out = reading.type.map { CommandText($0, names).text(reading.data).wrapped() } ?? ""
        if !out.isEmpty { out += "\n" }
        for event in answer.events {
            var line = localized(
                "\(event.type)  \(event.subject), revision \(event.revision), position \(event.position)",
                it: "\(event.type)  \(event.subject), revisione \(event.revision), posizione \(event.position)")
            if !event.flags.isEmpty {
                line += localized(
                    "  flagged \(event.flags.joined(separator: ", "))",
                    it: "  con avvisi: \(event.flags.joined(separator: ", "))")
            }
            if answer.isRepeated {
                line += localized(
                    "  (recorded before, on \(event.time.prefix(10)))",
                    it: "  (già registrato il \(event.time.prefix(10)))")
            }
            out += style.faint(line.wrappedBelow()) + "\n"
            for flag in event.flags.compactMap(Flag.init(rawValue:)) {
                out += "\(flag.rawValue): \(flag.text(in: Speech.language))".wrappedBelow() + "\n"
            }
        }
        return out
    }
}

extension [JSONObject.Member] {
    fileprivate func first(named name: String) -> JSON? { first { $0.name == name }?.value }
}

extension CommandAnswer {
    /// The answer that a JSON text is, or nil.
    init?(_ text: [UInt8]) {
        guard case .object(let object)? = try? JSONReader.read(text, as: .strict) else { return nil }
        self.init(object)
    }
}

extension Problem {
    /// The problem that a JSON text is, or nil.
    init?(_ text: [UInt8]) {
        guard case .object(let object)? = try? JSONReader.read(text, as: .strict) else { return nil }
        self.init(object)
    }

    /// `; did you mean rovato?`, if a word that would be accepted is near the one that is unknown; else empty.
    fileprivate var nearest: String {
        guard code.hasPrefix("unknown-"), let value, let accepted else { return "" }
        let known = accepted.split { !($0.isLetter || $0.isNumber || "-._:".contains($0)) }.map(String.init)
        return Nearest.hint(value.filter { $0 != "\"" }, among: known)
    }

    /// `code: what happened (--field: have …; accepted: …)`.
    var line: String { line(of: nil) }

    /// The line, with the field as people type it in a command.
    fileprivate func line(of command: TypedCommand?) -> String {
        var parts: [String] = []
        if let field = field.map({ command?.typedName(of: $0) ?? $0 }) {
            parts.append(value.map { localized("\(field) is \($0)", it: "\(field) è \($0)") } ?? field)
        }
        if let accepted { parts.append(localized("accepted: \(accepted)", it: "accettato: \(accepted)")) }
        return "\(code): \(detail)" + (parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))")
    }
}

extension Failure {
    /// An answer that is not what was asked for, to a command if there was one, with what else may be said of it.
    init(refusal answer: ClientAnswer, of command: TypedCommand? = nil, hint: String = "") {
        if let problem = Problem(answer.body) {
            let field = problem.field.map { String($0.prefix { $0 != "." && $0 != "[" }) }
            self.init(
                .refused, problem.line(of: command) + problem.nearest + hint, field: field, code: problem.code,
                detail: problem.detail)
        } else {
            self.init(
                .unreachable,
                localized(
                    "labd answered with status \(answer.status) and nothing that labctl can read; is it labd's socket?",
                    it:
                        "labd ha risposto con lo stato \(answer.status) e nulla che labctl sappia leggere; è il socket di labd?"
                ))
        }
    }
}
