package import Office

extension Refusal {
    /// Says in a language what is wrong and what would be accepted. A field at fault is called by its name on the wire.
    package func message(in language: DisplayLanguage) -> Message { message(in: language, naming: field ?? "") }

    /// Says the same with the field at fault called as the reader knows it, such as by its option.
    package func message(in language: DisplayLanguage, naming name: String) -> Message {
        language.texts.message(reason, of: name)
    }

    /// Says the same as a sentence at a field that has a label: `"Testo" non può avere questo valore`. Without a label, the field
    /// keeps its name on the wire.
    package func message(in language: DisplayLanguage, label: String?) -> Message {
        guard let label, namesField(in: language) else { return message(in: language) }
        let message = message(in: language, naming: "\"\(label)\"")
        return Message(message.detail.prefix(1).uppercased() + message.detail.dropFirst(), accepted: message.accepted)
    }

    /// Returns whether the sentence names the field at fault.
    package func namesField(in language: DisplayLanguage) -> Bool {
        message(in: language, naming: "a").detail != message(in: language, naming: "b").detail
    }
}

extension Refusal.Code {
    /// Names the kind of problem in a language: a few words, the same for each problem of the code.
    package func title(in language: DisplayLanguage) -> String {
        language.texts.title(self)
    }
}
