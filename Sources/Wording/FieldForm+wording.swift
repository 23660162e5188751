package import Office

extension FieldForm {
    /// Says in a language what is accepted.
    package func text(in language: DisplayLanguage) -> String {
        language.texts.text(self)
    }
}
