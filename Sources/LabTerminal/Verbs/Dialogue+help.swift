internal import CivilTime
internal import Office
internal import Wording

extension Dialogue {
    /// What a person types to have a question explained.
    static let help = "?"

    /// What is said of a field to somebody who asks: what it is called, which values it takes, and one of them; then the choices.
    func explanation(of field: Fields.Description, _ choices: Choices) -> String {
        let label = command.label(of: field)
        var lines = ["\(label) (--\(field.typedName)): \(accepted(field, choices))"]
        if field.isSealed {
            lines.append(
                localized(
                    "personal: it is sealed, and not shown while it is typed",
                    it: "riservato: si registra cifrato, e non si vede mentre si scrive"))
        } else if choices.all.isEmpty {
            let example = TypedCommand.sample(field)
            lines.append(localized("for example: \(example)", it: "per esempio: \(example)"))
        }
        return lines.map { "  \($0)\n" }.joined() + choices.listed
    }

    /// What is said where the plan has no choice for a field on the day that was given, and what to do about it.
    func noneOnDay(_ label: String, _ day: Day) -> String {
        let kind = label.prefix(1).lowercased() + label.dropFirst()
        let said = localized(
            "The plan has no \(kind) on \(day.description).",
            it: "Il \(day.description) il piano non prevede nulla per \"\(label)\".")
        let remedy =
            canGoBackToDay
            ? localized("Go back with < and give another day.", it: "Con < si torna indietro a cambiare il giorno.")
            : localized(
                "End with Ctrl-D and give another day with --on.",
                it: "Ctrl-D termina; si indica un altro giorno con --on.")
        return "\(said)\n\(remedy)\n"
    }

    private func accepted(_ field: Fields.Description, _ choices: Choices) -> String {
        if !choices.all.isEmpty {
            return choices.areSeveral
                ? localized(
                    "one or more of these, by number, id or name, separated by commas",
                    it: "uno o più di questi, col numero, l'id o il nome, separati da virgole")
                : localized(
                    "one of these, by number, id or name", it: "uno di questi, col numero, l'id o il nome")
        }
        switch field.kind {
        case .day where field.name == "from" || field.name == "to": return TypedSpan.form
        case .day: return TypedDay.form
        case .month: return TypedSpan.monthForm
        case .minutes: return TypedMinutes.form
        case .bool: return localized("yes or no", it: "sì o no")
        default: return field.form.text(in: Speech.language)
        }
    }
}
