public import Office

extension UnreadableEvent.Fault {
    /// Says in a language what is wrong with the event.
    package func text(in language: DisplayLanguage) -> String {
        language.texts.text(self)
    }
}

extension UnreadableEvent: CustomStringConvertible {
    /// One line for the admin's journal.
    public var description: String {
        "the event at position \(position) (\(type), version \(schema)) cannot be read: \(fault.text(in: .english))"
    }
}
