package import Views

extension Note {
    /// Says in a language what must be known of the figures.
    package func text(in language: DisplayLanguage) -> String {
        language.texts.text(self)
    }

    /// Says what an answer's word for a note means; a word of a later labd is given as it is.
    package static func text(of word: String, in language: DisplayLanguage) -> String {
        Note(rawValue: word)?.text(in: language) ?? word
    }
}
