package import Office

extension Refusal {
    /// Says in a language what is wrong and what would be accepted.
    package func message(in language: DisplayLanguage) -> Message {
        language.texts.message(reason, of: field ?? "")
    }
}

extension Refusal.Code {
    /// Names the kind of problem in a language: a few words, the same for each problem of the code.
    package func title(in language: DisplayLanguage) -> String {
        language.texts.title(self)
    }
}
