internal import SystemPackage
internal import TransparencyLog

extension LogFault {
    /// The fault in the language in which labctl speaks. What happened to the line stays a code: `changed`, `missing`.
    var spoken: String {
        let said = HeardText.spoken(detail)
        return localized(
            "\(kind.rawValue)\(position.map { " at position \($0)" } ?? ""): \(said)",
            it: "\(kind.rawValue)\(position.map { " alla posizione \($0)" } ?? ""): \(said)")
    }
}

extension LogChange {
    /// What happened and what to do, in the language in which labctl speaks.
    var spoken: String { HeardText.spoken(description) }
}

extension TransparencyLogError {
    /// The error in the language in which labctl speaks.
    var spoken: String { HeardText.spoken(description) }
}

extension WitnessError {
    /// The error in the language in which labctl speaks.
    var spoken: String { HeardText.spoken(description) }
}

extension Errno {
    /// What the system says, in the language in which labctl speaks.
    var spoken: String { HeardText.quoted(description) }
}

/// Returns an error of the log's modules or of the system in the language in which labctl speaks.
func spoken(_ error: any Error) -> String {
    switch error {
    case let error as LogFault: error.spoken
    case let error as Failure: error.message
    default: HeardText.quoted("\(error)")
    }
}
