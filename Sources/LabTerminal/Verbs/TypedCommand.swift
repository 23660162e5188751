internal import CanonicalJSON
internal import CivilTime
internal import Office
import Wording
internal import TransparencyCrypto
internal import TransparencyLog

/// A command of the catalogue as a person types it: options named as its fields.
struct TypedCommand {
    /// The command's name, `hours.log`.
    let name: String
    /// Its fields, in the catalogue's order.
    let fields: [Fields.Description]
    private let type: any Command.Type

    init(_ command: any Command.Type) {
        type = command
        name = command.name
        fields = Catalogue.fields(of: command)
    }

    /// What people call a field, in the language that labctl speaks.
    func label(of field: Fields.Description) -> String { type.label(ofField: field.name, in: Speech.language) }

    /// What was typed, read.
    struct Reading: Hashable {
        /// The command as it is sent.
        let command: JSONObject
        /// The fields that labctl chose because none were given, with their values.
        let chosen: [JSONObject.Member]
        /// Whether labd's answer is shown as it is.
        let showsJSON: Bool
        /// The personal fields whose values stood on the command line.
        let exposed: [String]
        /// What to tell the person about what was typed: how a day was understood.
        var remarks: [String] = []

        /// The command's data.
        var data: JSONObject { if case .object(let data)? = command["data"] { data } else { JSONObject() } }
        /// The command's type.
        var type: (any Command.Type)? { Catalogue.command(command.word("command")) }
        /// Whether it is likely that something else is meant.
        var doubt: ShortHours? { ShortHours(command.word("command"), data) }
    }

    /// Reads the words after the verb, as `read(_:today:random:sealed:names:)` does with their options.
    func read(
        _ words: [String], today: Day, random: inout some RandomNumberGenerator, sealed input: SealedInput = .standard,
        names: PlanNames? = nil
    ) throws(Failure) -> Reading {
        try read(try split(words), today: today, random: &random, sealed: input, names: names)
    }

    /// Reads the options of a command. Fields left out that labctl can fill are filled: the day, and new ids, which follow
    /// from the command's own id where one is given, so that the same words are the same command. Names of places, lines, phases
    /// and funds become ids if `names` are given.
    ///
    /// - Throws: `Failure` of usage: a value that a field does not take, or all fields that are missing.
    func read(
        _ options: Options, today: Day, random: inout some RandomNumberGenerator, sealed input: SealedInput = .standard,
        names: PlanNames? = nil
    ) throws(Failure) -> Reading {
        let today = try self.today(options, today)
        // What was typed wrongly is said before what is missing, and both before anything is asked.
        try checkTyped(options, today: today, names: names)
        let missing = missing(in: options)
        guard missing.isEmpty else {
            let list = missing.map { "--\($0.typedName) \(TypedValue.hint($0))" }.joined(separator: ", ")
            throw Failure(.usage, localized("missing: \(list)", it: "manca: \(list)"))
        }
        var options = options
        let exposed = try takeSealed(&options, input)
        var data = JSONObject()
        var chosen: [JSONObject.Member] = []
        var remarks: [String] = []
        for field in fields {
            let value: JSON
            if let texts = options.values[field.name] {
                let typed = typed(field, today: today, names: names)
                value = try typed.json(texts)
                remarks += typed.remarks(texts)
            } else if let fallback = fallback(field, id: options.id, today: today, random: &random) {
                value = fallback
                chosen.append(.init(field.name, value))
            } else {
                continue
            }
            data.members.append(.init(field.name, value))
        }
        var command: JSONObject = [
            "id": .string(options.id ?? "ctl-" + NewID.letters(20, random: &random)), "command": .string(name),
            "data": .object(data),
        ]
        if let expect = options.expect { command.members.append(.init("expect", .integer(expect))) }
        if let at = options.at {
            command.members.append(.init("at", .string(Instant(rfc3339: at)?.description ?? at)))
        }
        try check(command)
        return Reading(
            command: command, chosen: chosen, showsJSON: options.json, exposed: exposed, remarks: remarks)
    }

    /// The name by which people give a field; of one that the command does not have, the name itself.
    func typedName(of name: String) -> String { fields.first { $0.name == name }?.typedName ?? name }

    /// The reader of a field's value.
    func typed(_ field: Fields.Description, today: Day, names: PlanNames?) -> TypedValue {
        TypedValue(
            kind: field.kind, name: field.name, today: today, form: field.form,
            reference: field.isCreated ? nil : field.reference,
            names: names, option: "--" + field.typedName)
    }

    /// The fields that must be given and are not, in their order. Personal ones may still come from a file.
    func missing(in options: Options) -> [Fields.Description] {
        fields.filter { field in
            field.isRequired && options.values[field.name] == nil && !field.hasFallback
                && !(field.isSealed && options.sealed != nil)
        }
    }

    /// Refuses values that were typed in another form than their field takes.
    ///
    /// - Throws: `Failure` of usage.
    func checkTyped(_ options: Options, today: Day, names: PlanNames?) throws(Failure) {
        for field in fields where !field.isSealed && field.kind != .object {
            if let texts = options.values[field.name] {
                _ = try typed(field, today: today, names: names).json(texts)
            }
        }
    }

    /// The texts of days and months that may depend on which day is today; `today` stands for a day that is left out.
    func datingTexts(_ options: Options) -> [String] {
        guard options.at == nil else { return [] }
        return fields.flatMap { field -> [String] in
            switch field.kind {
            case .day: options.values[field.name] ?? (field.hasFallback ? ["today"] : [])
            case .month: options.values[field.name] ?? []
            default: []
            }
        }
    }

    /// Whether something of the plan is named, which may have been typed by its name.
    func namesPlan(_ options: Options) -> Bool {
        fields.contains {
            !$0.isCreated && ($0.reference?.isOfPlan == true || $0.reference == .code) && options.values[$0.name] != nil
        }
    }

    /// Refuses a field's value as labd would refuse its form, given what is known of the other fields.
    ///
    /// - Throws: `Failure` of usage.
    func check(
        _ field: Fields.Description, in values: [String: [String]], today: Day, names: PlanNames?
    ) throws(Failure) {
        var data = JSONObject()
        for other in fields {
            if let texts = values[other.name], let value = try? typed(other, today: today, names: names).json(texts) {
                data.members.append(.init(other.name, value))
            } else if other.getsNewID {
                data.members.append(.init(other.name, .string(Self.sample(other))))
            }
        }
        do {
            try check(["id": "ctl-1", "command": .string(name), "data": .object(data)])
        } catch  where error.field == field.name {
            throw error
        } catch {
            // Another field is at fault, or still missing, and has its turn.
        }
    }

    /// The day that counts as today: that of the recording time, where it is given.
    func today(_ options: Options, _ today: Day) throws(Failure) -> Day {
        guard let at = options.at else { return today }
        guard let instant = Instant(rfc3339: at) else {
            throw Failure(
                .usage,
                localized(
                    "--at cannot be \"\(at)\": it takes a moment as 2019-06-03T08:00:00Z",
                    it: "--at non può essere \"\(at)\": accetta un momento come 2019-06-03T08:00:00Z"))
        }
        return EuropeRome.day(of: instant)
    }

    /// Reads the personal fields that stand elsewhere than on the command line; those that stand there.
    private func takeSealed(_ options: inout Options, _ input: SealedInput) throws(Failure) -> [String] {
        var fromFile: Set<String> = []
        if let file = options.sealed {
            let bytes =
                file == SealedInput.elsewhere
                ? try Descriptor.standardInput.readAll() : try Descriptor.contents(of: file)
            let known = fields.filter(\.isSealed).map(\.name)
            for (name, value) in try SealedInput.fields(bytes, name: file) {
                guard known.contains(name) else {
                    let list = known.joined(separator: " ")
                    throw Failure(
                        .usage,
                        localized(
                            "--sealed: \(self.name) has no personal field \(name); it has \(list)",
                            it: "--sealed: \(self.name) non ha il dato riservato \(name); ha \(list)"))
                }
                guard options.values[name] == nil else {
                    throw Failure(
                        .usage,
                        localized("--\(name) stands in --sealed too", it: "--\(name) è anche nel file di --sealed"))
                }
                options.values[name] = [value]
                fromFile.insert(name)
            }
        }
        var exposed: [String] = []
        for field in fields where field.isSealed && !fromFile.contains(field.name) {
            guard let values = options.values[field.name] else { continue }
            if values == [SealedInput.elsewhere] {
                options.values[field.name] = [try input.value(of: field.name)]
            } else {
                exposed.append(field.name)
            }
        }
        return exposed
    }

    private func fallback(
        _ field: Fields.Description, id: String?, today: Day, random: inout some RandomNumberGenerator
    ) -> JSON? {
        if field.name == "on" && field.kind == .day { return .string(today.description) }
        if field.getsNewID {
            let letters = id.map { NewID.letters(12, of: name, $0) } ?? NewID.letters(12, random: &random)
            return .string("\(field.name)-" + letters)
        }
        return nil
    }

    /// Refuses here what labd would refuse for its shape, in terms of options.
    private func check(_ command: JSONObject) throws(Failure) {
        do {
            _ = try CommandRequest(.object(command))
        } catch {
            let option = error.field.map { "--" + ($0.hasPrefix("plan.") ? "plan: " + $0 : typedName(of: $0)) } ?? ""
            let message = error.message(in: Speech.language, naming: option)
            let isNamed = option.isEmpty || error.namesField(in: Speech.language)
            let text = (isNamed ? "" : option + ": ") + message.detail
            throw Failure(
                .usage, text + (message.accepted.map { localized("; it takes \($0)", it: "; accetta \($0)") } ?? ""),
                field: error.topField)
        }
    }
}

/// Ids that labctl makes for a new record if the person names none.
enum NewID {
    /// Returns the letters of the new record's id. They derive from the command's name and id, so a repeated command gets the same
    /// ones.
    static func letters(_ count: Int, of name: String, _ id: String) -> String {
        let digest = SHA256Function.crypto.leaf(Array("\(name)\n\(id)".utf8).span).bytes
        return String(digest.prefix(count).map { alphabet[Int($0) % alphabet.count] })
    }

    /// Random letters: no digits, so that an id never looks like a phone or document number, and no vowels, so that
    /// none spells a word.
    static func letters(_ count: Int, random: inout some RandomNumberGenerator) -> String {
        String((0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] })
    }

    private static let alphabet = Array("bcdfghjkmnpqrstvwxz")
}

extension Fields.Description {
    /// Whether labctl fills it in where it is not given.
    var hasFallback: Bool { getsNewID || isToday }
}

extension Refusal {
    /// The field of the command that is at fault, or that holds what is: `period` of `period.from`.
    fileprivate var topField: String? { field.map { String($0.prefix { $0 != "." && $0 != "[" }) } }
}
