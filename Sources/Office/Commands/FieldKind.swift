/// The type of a field's value, for programs that ask a person for it: a terminal, a form, a schema.
public indirect enum FieldKind: Sendable, Hashable {
    /// An id or code.
    case id
    /// Free text.
    case text
    /// A civil day, `YYYY-MM-DD`.
    case day
    /// A calendar month, `YYYY-MM`.
    case month
    /// A time of day, `HH:MM`.
    case clock
    /// Some other string of a fixed form.
    case code
    /// Whole minutes.
    case minutes
    /// Any other whole number.
    case number
    /// True or false.
    case bool
    /// One of these words.
    case words([String])
    /// Several of one kind.
    case list(of: FieldKind)
    /// The word `all`, or several ids.
    case scope
    /// An object with fields of its own.
    case object
}
