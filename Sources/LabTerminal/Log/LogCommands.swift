internal import ArgumentParser
internal import CanonicalJSON
internal import Office
internal import Wording

/// `labctl log`.
struct LogGroup: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "log",
            abstract: localized(
                "Shows the log's stored lines, and proves and verifies them.",
                it: "Mostra le righe del registro, le prova e le verifica."),
            subcommands: CommandScope.below(
                Self.self,
                [
                    LogTail.self, LogShow.self, LogKeyCommand.self, LogCheckpointCommand.self, LogProveCommand.self,
                    LogExportCommand.self, LogVerifyCommand.self,
                ]))
    }
}

/// `labctl log tail`.
struct LogTail: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "tail",
            abstract: localized(
                "Shows the last lines; with --follow, also future ones.",
                it: "Mostra le ultime righe; con --follow, anche le future."))
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("How many of the last lines.", it: "Quante delle ultime righe.", name: "lines"))
    var lines = 10
    @ArgumentParser.Flag(
        help: .localized(
            "Continues with new lines until it is interrupted.",
            it: "Prosegue con le righe nuove finché non è interrotto.")) var follow = false
    @ArgumentParser.Flag(
        help: .localized("The stored lines, byte for byte.", it: "Le righe del registro, byte per byte.")) var json =
        false

    func validate() throws {
        guard lines >= 0 else { throw ValidationError(localized("--lines takes 0 or more", it: "--lines è 0 o più")) }
    }

    func run() async throws {
        let events = EventLines(client: labctl.client)
        let start = max(0, try await events.count() - lines)
        let isRaw = json
        try await events.forEach(from: start, follow: follow) { line, event in
            if isRaw {
                try Descriptor.standardOutput.write(line + [UInt8(ascii: "\n")])
            } else {
                try printNow(EventText.line(event))
            }
            return true
        }
    }
}

/// `labctl log show POSITION`.
struct LogShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: localized(
                "One stored line, field by field; with --json, byte for byte.",
                it: "Una riga del registro, campo per campo; con --json, byte per byte."))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The event's position.", it: "La posizione dell'evento.", name: "position"))
    var position: Int
    @ArgumentParser.Flag(
        help: .localized("The stored line, byte for byte.", it: "La riga del registro, byte per byte.")) var json =
        false
    @OptionGroup var pager: PagerOption

    func run() async throws {
        let events = EventLines(client: labctl.client)
        let count = try await events.count()
        guard (0..<count).contains(position) else {
            throw Failure(
                .refused,
                localized(
                    "the log has no position \(position): it goes from 0 to \(count - 1)",
                    it: "il registro non ha la posizione \(position): va da 0 a \(count - 1)"))
        }
        let (isRaw, isPaged) = (json, pager.isAllowed)
        try await events.forEach(from: position) { line, event in
            if isRaw {
                printAsIs(String(decoding: line, as: UTF8.self))
            } else {
                let words = [EventText.summary(event)].compactMap(\.self) + EventText.remarks(event)
                printPaged(
                    EventText.fields(event) + words.map { $0.wrapped() + "\n" }.joined(), isAllowed: isPaged)
            }
            return false
        }
    }
}

/// An event for people.
enum EventText {
    /// In a line: position, when it was recorded (in local time), the day that it is about, type, stream, account, flags.
    static func line(_ event: JSONObject) -> String {
        let flags = event.flags
        return
            "\(event.number("position"))  \(local(event.word("time")))  \(event.word("occurred"))  \(event.word("type"))  "
            + "\(event.word("subject"))  \(event.word("actor"))"
            + (flags.isEmpty ? "" : "  [\(flags.joined(separator: ", "))]")
    }

    /// What its type records, in the language in which labctl speaks. The type itself is a code, the same in all languages. Nil
    /// for what no command records.
    static func summary(_ event: JSONObject) -> String? {
        let type = event.word("type")
        return Catalogue.commands.first { $0.event == type }.map { "\(type): \($0.summary(in: Speech.language))" }
    }

    /// What its flags remark, a line each, in the language in which labctl speaks.
    static func remarks(_ event: JSONObject) -> [String] {
        event.flags.map { word in
            Flag(rawValue: word).map { "\(word): \($0.text(in: Speech.language))" } ?? word
        }
    }

    /// Every member in a line of its own; those of `data` under their own names.
    static func fields(_ event: JSONObject) -> String {
        var table = Table([.left(""), .left("")])
        for member in event.members where member.name != "data" {
            let value = text(member.value)
            table.add([Table.Cell(member.name), Table.Cell(member.name == "time" ? local(value) : value)])
        }
        if case .object(let data)? = event["data"] {
            for member in data.members {
                table.add([Table.Cell("data." + member.name), Table.Cell(text(member.value))])
            }
        }
        return table.text(.plain)
    }

    private static func text(_ value: JSON) -> String {
        if case .string(let text) = value { return text }
        return String(decoding: value.canonicalBytes, as: UTF8.self)
    }
}
