/// A fault in a copy of a log, with the position at which it begins.
public struct LogFault: Error, Sendable, Hashable {
    /// What happened to the line at the position.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The line's bytes are different.
        case changed
        /// The line is missing.
        case missing
        /// There is a line that the log does not have.
        case added
        /// The line is at another position, and another line is in its place.
        case reordered
        /// The signature does not fit: the lines were not examined or agree among themselves, but something else was signed, or
        /// another key signed.
        case signature
    }

    /// What happened.
    public let kind: Kind
    /// The first position that does not verify; nil if none can be named.
    public let position: Int?
    /// What was found, for a person.
    public let detail: String

    /// Creates a fault at a position.
    public init(_ kind: Kind, at position: Int?, _ detail: String) {
        self.kind = kind
        self.position = position
        self.detail = detail
    }

    /// Finds the first difference between a log's leaves and those of the lines found; nil if there is none.
    ///
    /// No two lines of a log are the same, because each contains its position, so a leaf identifies its line. If the lines were
    /// changed in more than one way, the fault names the first position at which they differ, and what happened to that line.
    public init?(expected: [Hash], found: [Hash]) {
        let common = min(expected.count, found.count)
        guard let first = (0..<common).first(where: { expected[$0] != found[$0] }) else {
            if found.count < expected.count {
                let count = expected.count - common
                self.init(.missing, at: common, "the log has \(expected.count) lines; the last \(count) are missing")
            } else if found.count > expected.count {
                let count = found.count - common
                self.init(.added, at: common, "the log has \(expected.count) lines; there are \(count) more")
            } else {
                return nil
            }
            return
        }
        let origin = expected.firstIndex(of: found[first])
        let destination = found[first...].firstIndex(of: expected[first])
        switch (origin, destination) {
        case (nil, nil):
            self.init(.changed, at: first, "its bytes are not those that were recorded")
        case (nil, let destination?):
            self.init(.added, at: first, "a line that the log does not have; the true one follows at \(destination)")
        case (let origin?, let destination?) where origin < first || found.count > expected.count:
            self.init(.added, at: first, "a second copy of line \(origin); the true one follows at \(destination)")
        case (let origin?, let destination?):
            self.init(.reordered, at: first, "line \(origin) is here, and line \(first) is at \(destination)")
        case (let origin?, nil) where origin > first:
            self.init(.missing, at: first, "line \(origin) is in its place")
        case (let origin?, nil):
            self.init(.changed, at: first, "a second copy of line \(origin) is in its place")
        }
    }
}

extension LogFault: CustomStringConvertible {
    /// `changed at position 17: …`.
    public var description: String {
        "\(kind.rawValue)\(position.map { " at position \($0)" } ?? ""): \(detail)"
    }
}
