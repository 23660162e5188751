import Office
import Views
import Wording

extension Visit {
    /// Returns what a refusal says, with what would be accepted; the field at fault is called by its label on the page, if there is
    /// one.
    func sentence(_ refusal: Refusal, label: String? = nil) -> String {
        let message = refusal.message(in: language, label: label)
        return message.detail + (message.accepted.map { " (\(say("accepted", it: "accettato")): \($0))" } ?? "")
    }
}

extension Command {
    /// Returns the label of a field in forms.
    static func label(ofInput field: Fields.Description, in language: DisplayLanguage) -> String {
        // Minutes are typed as hours.
        field.kind == .minutes
            ? Column.title(of: field.name, in: language) : label(ofField: field.name, in: language)
    }

    /// Returns the label of the field that a refusal is about, or of the list that has its element; nil if the command has no
    /// such field, and for one within another, whose path says more.
    static func label(ofFault refusal: Refusal, in language: DisplayLanguage) -> String? {
        guard let path = refusal.field else { return nil }
        let name = path.prefix { $0 != "[" }
        return CommandCatalogue.fields(of: self).first { $0.name == name }.map { label(ofInput: $0, in: language) }
    }
}
