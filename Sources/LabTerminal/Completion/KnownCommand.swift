internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import Office
internal import Views
internal import Wording

/// What can stand behind a command: its options and arguments.
struct KnownCommand {
    /// What a value can be.
    enum Value {
        /// One of these words.
        case words([Candidate])
        /// One of these columns, with `-` in front for the greatest first.
        case columns([Candidate])
        /// The id of something that exists.
        case named(Reference)
        /// A file, which the shell completes.
        case file
        /// Something that nobody but the person knows.
        case other
    }

    /// An option.
    struct Option {
        /// As it is typed: `--place`.
        let name: String
        /// Another name that is accepted, and not shown.
        var otherName: String?
        let about: String
        /// The values that the option accepts; nil if it takes no value.
        var value: Value?
        /// Whether the value can only follow with `=`.
        var isAssigned = false
        /// Whether the value is a list, so that the option can be repeated.
        var isList = false

        /// Whether a word on the line gives it.
        func isCalled(_ word: String) -> Bool {
            [name, otherName].compactMap(\.self).contains { $0 == word || TypedCommand.dashed($0) == word }
        }
    }

    var options: [Option]
    /// What its arguments can be, in their order.
    var arguments: [Value] = []

    /// The command at the end of a walk, which has no commands below it.
    init(_ walk: CommandTree.Walk, today: Day) {
        if let command = Catalogue.command(walk.path.joined(separator: ".")) {
            self.init(verb: command, today: today)
        } else {
            self.init(parsed: walk.end.command, path: walk.path, today: today)
        }
    }

    /// A command of the catalogue: what must be given comes first.
    private init(verb command: any Command.Type, today: Day) {
        let fields = Catalogue.fields(of: command)
        if let subject = TypedCommand(command).subject {
            arguments = [Self.value(of: subject, subject.kind, today).value].compactMap(\.self)
        }
        let ordered =
            fields.filter { $0.isRequired && !$0.hasFallback } + fields.filter { !$0.isRequired || $0.hasFallback }
        options = ordered.map { field in
            let label = command.label(ofField: field.name, in: Speech.language)
            let isRequired = field.isRequired && !field.hasFallback
            let (value, isList) = Self.value(of: field, field.kind, today)
            return Option(
                name: "--" + field.typedName, otherName: "--" + field.name,
                about: isRequired ? label + localized(" (required)", it: " (richiesto)") : label,
                value: value, isList: isList)
        }
        options += VerbHelp.common.map { option in
            Option(
                name: option.name, about: option.about,
                value: option.value.isEmpty ? nil : option.name == "--sealed" ? .file : .other)
        }
        options += Self.ofAll
    }

    private static func value(
        of field: Fields.Description, _ kind: FieldKind, _ today: Day
    ) -> (value: Value?, isList: Bool) {
        let named: Value = field.reference.map { field.isCreated ? .other : .named($0) } ?? .other
        switch kind {
        case .id: return (named, false)
        case .code:
            switch field.form {
            case .country, .list(of: .country): return (.words(Candidate.countries), false)
            case .language, .list(of: .language): return (.words(Candidate.languages), false)
            default: return (named, false)
            }
        case .day: return (.words(Candidate.days(today)), false)
        case .month: return (.words(Candidate.months(today)), false)
        case .words(let words): return (.words(Candidate.words(words, of: field.name)), false)
        case .list(let element): return (value(of: field, element, today).value, true)
        case .scope: return (named, true)
        case .object: return (.file, false)
        case .bool: return (nil, false)
        case .text, .clock, .minutes, .number: return (.other, false)
        }
    }

    /// A command whose options ArgumentParser knows.
    private init(parsed command: any ParsableCommand.Type, path: [String], today: Day) {
        options = []
        let view = (command as? any ViewCommand.Type)?.view
        let names = TypedArguments.argumentNames(of: path)
        arguments = names.map { Self.value(named: $0, words: [], of: view, today) }
        for name in names {
            let parameter = view?.required.first { $0.argumentName(in: view ?? Explanation.self) == name }
            options.append(
                Option(
                    name: "--" + name, about: parameter?.summary(in: Speech.language) ?? "",
                    value: Self.value(named: name, words: [], of: view, today)))
        }
        for argument in Self.described(command) where argument["shouldDisplay"] == true {
            guard case .string(let kind)? = argument["kind"] else { continue }
            let words = Self.texts(argument["allValues"])
            if kind == "positional" {
                guard names.isEmpty, case .string(let name)? = argument["valueName"] else { continue }
                arguments.append(Self.value(named: ValueName.english(name), words: words, of: view, today))
                continue
            }
            for name in Self.longNames(argument["names"]) where name != "version" && name != "help" {
                let about: String = if case .string(let text)? = argument["abstract"] { text } else { "" }
                let value = Self.value(named: name, words: words, of: view, today)
                options.append(
                    Option(
                        name: "--" + name, about: ParserText.spoken(about), value: kind == "flag" ? nil : value,
                        isAssigned: name == "csv" || name == "watch"))
            }
        }
        options += Self.ofAll
    }

    /// The options that every command has.
    private static var ofAll: [Option] {
        [Option(name: "--lang", about: localized("the language", it: "la lingua"), value: .other), help]
    }

    /// The option that shows the help.
    static var help: Option {
        Option(name: "--help", about: localized("show the help", it: "mostra l'aiuto"))
    }

    private static func value(
        named name: String, words: [String], of view: (any Answer.Type)?, _ today: Day
    ) -> Value {
        if !words.isEmpty { return .words(Candidate.words(words, of: name)) }
        if files.contains(name) { return .file }
        if view != nil, let parameter = Parameter.allCases.first(where: { $0.option == "--" + name }) {
            let words = view?.words(of: parameter) ?? []
            if !words.isEmpty { return .words(Candidate.words(words, of: parameter.rawValue)) }
            if let reference = parameter.planReference { return .named(reference) }
            switch parameter {
            case .month: return .words(Candidate.months(today))
            case .quarter: return .words(Candidate.quarters(today))
            case .week: return .words(Candidate.weeks(today))
            case .serviceRecord: return .named(.serviceRecord)
            case .worker, .supervisor: return .named(.worker)
            case .person: return .named(.person)
            case .nationality: return .words(Candidate.countries)
            case .language: return .words(Candidate.languages)
            case _ where parameter.isOfDays: return .words(Candidate.spans(today))
            default: break
            }
        }
        if name == "sort", let view { return .columns(Candidate.columns(of: view)) }
        if name == "type" { return .words(Candidate.eventTypes) }
        if name == "view" { return .words(Candidate.explained) }
        if ["worker", "person", "report", "case"].contains(name) || view?.required == [.id] {
            return Reference(rawValue: name).map(Value.named) ?? .other
        }
        return .other
    }

    /// The names of options and arguments that are files or folders.
    private static let files: Set<String> = [
        "against", "data", "directory", "file", "folder", "map", "output", "proof", "refused", "sealed", "socket",
    ]

    private static func described(_ command: any ParsableCommand.Type) -> [JSONObject] {
        guard case .object(let tool)? = try? JSONReader.read(Array(command._dumpHelp().utf8), as: .strict),
            case .object(let described)? = tool["command"], case .array(let arguments)? = described["arguments"]
        else { return [] }
        return arguments.compactMap { if case .object(let argument) = $0 { argument } else { nil } }
    }

    private static func texts(_ list: JSON?) -> [String] {
        guard case .array(let values)? = list else { return [] }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    private static func longNames(_ list: JSON?) -> [String] {
        guard case .array(let values)? = list else { return [] }
        return values.compactMap { value in
            guard case .object(let name) = value, name["kind"] == "long", case .string(let text)? = name["name"] else {
                return nil
            }
            return text
        }
    }
}
