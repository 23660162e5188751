internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import TOMLFiles
internal import Wording

/// A reader of what a person types for a field, which converts it to the field's JSON.
///
/// This is the only place that knows how each kind of field is typed.
struct TypedValue {
    let kind: FieldKind
    let name: String
    let today: Day
    /// The form of its value, where it is known.
    var form: FieldForm?
    /// What its value names, if it names something.
    var reference: Reference?
    /// The names of the plan, if something of the plan may have been typed by name.
    var names: PlanNames?
    /// The option with which it is typed.
    let option: String

    /// The value of all that was typed for the field: one text, or several for a list.
    ///
    /// - Throws: `Failure` of usage, naming the option and what it takes.
    func json(_ texts: [String]) throws(Failure) -> JSON {
        switch kind {
        case .list(let element): return try list(texts, of: element)
        case .scope: return texts == ["all"] ? "all" : try list(texts, of: .id)
        default:
            guard let text = texts.first, texts.count == 1 else {
                throw Failure(
                    .usage,
                    localized(
                        "\(option) is given \(texts.count) times; it takes one value",
                        it: "\(option) è dato \(texts.count) volte; accetta un solo valore"))
            }
            return try one(text, kind)
        }
    }

    /// What to tell the person about days that could be others.
    func remarks(_ texts: [String]) -> [String] {
        guard kind == .day else { return [] }
        return texts.compactMap { TypedDay($0, today: today)?.remark }
    }

    /// How an answer was understood, where it may have been meant otherwise: minutes that were typed without hours, and codes that
    /// the plan does not have.
    func echoes(_ texts: [String]) -> [String] {
        switch kind {
        case .minutes:
            texts.compactMap { text in
                guard let minutes = Int(text) else { return nil }
                return localized(
                    "\(text) minutes are \(Speech.language.hours(minutes))",
                    it: "\(text) minuti sono \(Speech.language.hours(minutes))")
            }
        case .id, .list(of: .id):
            reference == .code ? texts.flatMap { $0.split(separator: ",") }.compactMap(unknownCode) : []
        default: []
        }
    }

    private func unknownCode(_ text: Substring) -> String? {
        guard let codes = names?.codes, !codes.isEmpty,
            (try? one(String(text), .id)).map({ id in !codes.contains { .string($0.id) == id } }) ?? false
        else { return nil }
        let hint = Nearest.hint(String(text), among: codes.map(\.id))
        return localized(
            "no measure of the plan has \(text): it will be flagged unknown-code\(hint)",
            it: "nessuna misura del piano ha \(text): sarà segnalato con l'avviso unknown-code\(hint)")
    }

    private func list(_ texts: [String], of element: FieldKind) throws(Failure) -> JSON {
        var values: [JSON] = []
        for text in texts {
            // Commas part what cannot hold one.
            let parts = element == .text ? [text] : text.split(separator: ",").map(String.init)
            for part in parts { values.append(try one(part, element)) }
        }
        return .array(values)
    }

    private func one(_ text: String, _ kind: FieldKind) throws(Failure) -> JSON {
        switch kind {
        case .id:
            guard let reference, let names else { return .string(text) }
            if reference == .code { return .string(names.code(text)) }
            return .string(try names.id(text, of: reference, option: option))
        case .code where form == .language || form == .list(of: .language):
            guard let code = NamedWords.language(text) else {
                throw wrong(text, FieldForm.language.text(in: Speech.language))
            }
            return .string(code)
        case .text, .code: return .string(text)
        case .words(let words):
            guard let word = NamedWords.word(text, among: words, of: name) else {
                throw wrong(text, words.joined(separator: ", ") + Nearest.hint(text, among: words))
            }
            return .string(word)
        case .day where name == "from" || name == "to":
            guard let span = TypedSpan(text, today: today) else { throw wrong(text, TypedSpan.form) }
            return .string((name == "from" ? span.first : span.last).description)
        case .day:
            guard let day = Day(typed: text, today: today) else { throw wrong(text, TypedDay.form) }
            return .string(day.description)
        case .month:
            guard let month = TypedSpan(text, today: today)?.month else { throw wrong(text, TypedSpan.monthForm) }
            return .string(month.description)
        case .clock: return .string(text.utf8.count == 4 && text.dropFirst().first == ":" ? "0" + text : text)
        case .minutes:
            guard let number = TypedMinutes.read(text) else { throw wrong(text, TypedMinutes.form) }
            return .integer(number)
        case .number:
            guard let number = Int64(text) else {
                throw wrong(text, localized("a whole number", it: "un numero intero"))
            }
            return .integer(number)
        case .bool:
            guard let flag = Self.flag(text) else {
                throw wrong(text, localized("true or false", it: "true o false (sì o no)"))
            }
            return .bool(flag)
        case .object: return .object(try readPlan(text).plan)
        case .list, .scope: throw wrong(text, localized("one value", it: "un solo valore"))
        }
    }

    /// Reads a boolean as people type it, or returns nil.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "y", "si", "sì", "s": true
        case "false", "no", "n": false
        default: nil
        }
    }

    private func wrong(_ text: String, _ accepted: String) -> Failure {
        Failure(
            .usage,
            localized(
                "\(option) cannot be \"\(text)\": it takes \(accepted)",
                it: "\(option) non può essere \"\(text)\": accetta \(accepted)"))
    }
}
