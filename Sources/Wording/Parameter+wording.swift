package import Views

extension Parameter {
    /// Describes it in a language, as one line for help texts.
    package func summary(in language: DisplayLanguage) -> String { language.texts.text(self) }

    /// Says in a language the form of its values, in a few words.
    package func form(in language: DisplayLanguage) -> String { language.texts.form(of: self) }
}
