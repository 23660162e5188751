package import Office

extension Command {
    /// Says in a language what the command does, in a sentence.
    package static func summary(in language: DisplayLanguage) -> String { language.texts.commands[name] ?? name }

    /// Returns a short label for a field in a language, by its path below `data`: `person`, `plan.period.from`.
    package static func label(ofField path: String, in language: DisplayLanguage) -> String {
        let labels = language.texts.fields
        let field = path.split(separator: ".").last.map(String.init) ?? path
        return labels[name + "." + path] ?? labels[field] ?? field
    }
}
