internal import CanonicalJSON
internal import CivilTime
internal import Office
internal import Presentation
internal import Wording

/// The fields of a command in words, so that the person sees what was understood: `ed-01, Wed 19 February 2020, 0:08, fami,
/// activity: desk, Chiari`.
struct CommandText {
    private let type: any Command.Type
    private let names: AnswerNames

    /// The text of a command of the catalogue, with the names of the plan.
    init(_ type: any Command.Type, _ names: PlanNames?) {
        self.type = type
        self.names = AnswerNames(plan: names)
    }

    /// Returns the fields of a command's data in the catalogue's order. Personal ones, plans and ids that labctl made up are left
    /// out. A value that does not say itself what it is has its label in front.
    func text(_ data: JSONObject) -> String {
        Catalogue.fields(of: type).compactMap { field in
            guard let value = data[field.name], !field.isSealed, !field.getsNewID,
                let text = self.text(value, field, field.kind), !text.isEmpty
            else { return nil }
            return saysItself(field) ? text : label(field) + ": " + text
        }.joined(separator: ", ")
    }

    private func saysItself(_ field: Fields.Description) -> Bool {
        switch field.kind {
        case .day: field.name == "on"
        case .minutes: field.name == "minutes"
        case .month: true
        case .id, .scope, .list(of: .id):
            field.reference.map { $0 != .code && $0.subject.rawValue == field.name } ?? false
        default: false
        }
    }

    private func label(_ field: Fields.Description) -> String {
        let label = type.label(ofField: field.name, in: Speech.language)
        return label.prefix(1).lowercased() + label.dropFirst()
    }

    private func text(_ value: JSON, _ field: Fields.Description, _ kind: FieldKind) -> String? {
        switch (kind, value) {
        case (.day, .string(let text)): return Day(text)?.spokenWithWeekday ?? text
        case (.minutes, .integer(let minutes)): return Speech.language.hours(Int(minutes))
        case (.words, .string(let word)): return Codes.text(of: word, as: field.name, in: Speech.language)
        case (.id, .string(let id)), (.scope, .string(let id)):
            return field.reference.map { names.name($0, id) } ?? id
        case (.code, .string(let code)) where field.form == .language || field.form == .list(of: .language):
            return Languages.name(of: code, in: Speech.language) ?? code
        case (_, .string(let text)): return text.count > Self.longest ? text.prefix(Self.longest - 1) + "…" : text
        case (_, .integer(let number)): return String(number)
        case (_, .bool(let isTrue)): return Speech.language.yesNo(isTrue)
        case (.list(let element), .array(let values)):
            return values.compactMap { text($0, field, element) }.joined(separator: " ")
        case (.scope, .array(let values)): return values.compactMap { text($0, field, .id) }.joined(separator: " ")
        default: return nil
        }
    }

    /// How many characters of a text are shown.
    private static let longest = 60
}

/// A doubt about hours that are probably minutes by mistake: `8` where `8:00` was meant.
struct ShortHours: Hashable {
    /// The minutes that were typed.
    let minutes: Int

    /// The doubt about a command; nil if there is none.
    init?(_ name: String, _ data: JSONObject) {
        guard name == "hours.log", case .integer(let minutes)? = data["minutes"], (1..<15).contains(minutes) else {
            return nil
        }
        self.minutes = Int(minutes)
    }

    /// What to tell the person.
    var text: String {
        localized(
            "\(minutes) is an amount of minutes, 0:\(padded); \(minutes):00 are hours",
            it: "\(minutes) sono minuti, 0:\(padded); le ore si scrivono \(minutes):00")
    }

    /// What to ask the person.
    var question: String { localized("Record 0:\(padded)? [y/N]: ", it: "Registrare 0:\(padded)? [s/N]: ") }

    /// What to say if it is not meant.
    var declined: Failure {
        Failure(
            .refused, localized("nothing was recorded", it: "non è stato registrato nulla"), field: "minutes")
    }

    private var padded: String { minutes < 10 ? "0\(minutes)" : "\(minutes)" }
}
