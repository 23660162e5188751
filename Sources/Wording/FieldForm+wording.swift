package import Office

extension FieldForm {
    /// Says in a language what is accepted.
    package func text(in language: DisplayLanguage) -> String {
        switch language {
        case .english: English.text(self)
        }
    }
}
