/// What does not hold in a copy of a log, and where it begins.
public struct LogFault: Error, Sendable, Hashable {
    /// What became of the line at the position.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The line's bytes are others.
        case changed
        /// The line is not there.
        case missing
        /// A line stands there that the log does not have.
        case added
        /// The line stands elsewhere, and another in its place.
        case reordered
        /// The lines were not looked at, or hold among themselves: what is signed is not them, or not by this key.
        case signature
    }

    /// What happened.
    public let kind: Kind
    /// The first position that does not hold; nil where none can be named.
    public let position: Int?
    /// What was found, for a person.
    public let detail: String

    /// A fault at a position.
    public init(_ kind: Kind, at position: Int?, _ detail: String) {
        self.kind = kind
        self.position = position
        self.detail = detail
    }

    /// The first difference between the leaves that a log has, and those of the lines found; nil if there is none.
    ///
    /// No two lines of a log are the same, since each names its position: so a leaf tells a line from all others. Where
    /// more than one thing was done to the lines, what is named is the first position at which they differ, and what
    /// became of that line.
    public init?(expected: [Hash], found: [Hash]) {
        let common = min(expected.count, found.count)
        guard let first = (0..<common).first(where: { expected[$0] != found[$0] }) else {
            if found.count < expected.count {
                let count = expected.count - common
                self.init(.missing, at: common, "the log has \(expected.count) lines; the last \(count) are not here")
            } else if found.count > expected.count {
                let count = found.count - common
                self.init(.added, at: common, "the log has \(expected.count) lines; here are \(count) more")
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
            self.init(.reordered, at: first, "line \(origin) stands here, and line \(first) at \(destination)")
        case (let origin?, nil) where origin > first:
            self.init(.missing, at: first, "line \(origin) stands in its place")
        case (let origin?, nil):
            self.init(.changed, at: first, "a second copy of line \(origin) stands in its place")
        }
    }
}

extension LogFault: CustomStringConvertible {
    /// `changed at position 17: …`.
    public var description: String {
        "\(kind.rawValue)\(position.map { " at position \($0)" } ?? ""): \(detail)"
    }
}
