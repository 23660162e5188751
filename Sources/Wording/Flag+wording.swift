package import Office

extension Flag {
    /// Says in a language what is remarked.
    package func text(in language: DisplayLanguage) -> String {
        language.texts.text(self)
    }
}
