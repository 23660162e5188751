public import Office

/// The moment whose knowledge is asked for: what the log held then, whatever was recorded later.
public enum AsOf: Sendable, Hashable {
    /// After the event at this position.
    case position(Int)
    /// Before anything that was recorded at this moment or later.
    case instant(Instant)

    /// What is accepted.
    public static let form = "a position (0, 1, 2…), or an instant with its zone (2019-08-01T00:00:00Z, or +02:00)"

    /// Reads a position in decimal, or an RFC 3339 date-time with its zone.
    public init?(_ text: String) {
        if let instant = Instant(rfc3339: text) {
            self = .instant(instant)
        } else if let first = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            let position = Int(text)
        {
            self = .position(position)
        } else {
            return nil
        }
    }
}

extension AsOf: CustomStringConvertible {
    /// As it is read.
    public var description: String {
        switch self {
        case .position(let position): "\(position)"
        case .instant(let instant): "\(instant)"
        }
    }
}

/// The offices of earlier positions, for answers that compare them.
public protocol Past {
    /// The office after the event at `position`.
    ///
    /// - Throws: `Refusal` if the log does not reach there, or cannot be read.
    func office(at position: Int) throws(Refusal) -> Office
}
