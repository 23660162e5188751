/// Why bytes are not the JSON that was asked for, and where.
public struct JSONError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Code: Sendable, Hashable {
        /// The text ends in the middle of a value.
        case truncated
        /// A byte that cannot stand here.
        case unexpected
        /// Something follows the value.
        case trailing
        /// Bytes that are not UTF-8.
        case invalidUTF8
        /// An escape of half a surrogate pair: no character.
        case loneSurrogate
        /// A name that the object already has.
        case duplicateName(String)
        /// More arrays and objects in each other than the reader takes.
        case tooDeep
        /// JSON, but not in the one form of RFC 8785.
        case notCanonical
    }

    /// What is wrong.
    public let code: Code
    /// The byte, counted from 0, at which it was noticed.
    public let offset: Int

    init(_ code: Code, _ offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// One line for a person: what, and at which byte.
    public var description: String {
        switch code {
        case .truncated: "the text ends at byte \(offset), in the middle of a value"
        case .unexpected: "byte \(offset) cannot stand there in JSON"
        case .trailing: "something follows the JSON value, from byte \(offset) on"
        case .invalidUTF8: "the string that ends at byte \(offset) is not UTF-8"
        case .loneSurrogate: "an escape before byte \(offset) is half a surrogate pair"
        case .duplicateName(let name): "the name \"\(name)\" stands twice in one object, again at byte \(offset)"
        case .tooDeep: "arrays and objects are nested too deeply at byte \(offset)"
        case .notCanonical: "byte \(offset) departs from canonical JSON (RFC 8785)"
        }
    }
}
