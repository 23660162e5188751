/// The reason why bytes are not the expected JSON, with the offset.
public struct JSONError: Error, Sendable, Hashable {
    /// The kinds of error.
    public enum Code: Sendable, Hashable {
        /// The text ends in the middle of a value.
        case truncated
        /// A byte that is not allowed at this position.
        case unexpected
        /// Something follows the value.
        case trailing
        /// Bytes that are not UTF-8.
        case invalidUTF8
        /// An escape of half a surrogate pair, which is not a character.
        case loneSurrogate
        /// A name that the object already has.
        case duplicateName(String)
        /// Arrays and objects nested more deeply than the reader accepts.
        case tooDeep
        /// JSON that is not in the form of RFC 8785.
        case notCanonical
    }

    /// The kind of error.
    public let code: Code
    /// The offset of the byte, counted from 0, at which the error was detected.
    public let offset: Int

    init(_ code: Code, _ offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// A line for people: the error and the offset.
    public var description: String {
        switch code {
        case .truncated: "the text ends at byte \(offset), in the middle of a value"
        case .unexpected: "byte \(offset) is not allowed there in JSON"
        case .trailing: "something follows the JSON value, from byte \(offset) on"
        case .invalidUTF8: "the string that ends at byte \(offset) is not UTF-8"
        case .loneSurrogate: "an escape before byte \(offset) is half a surrogate pair"
        case .duplicateName(let name): "the name \"\(name)\" is repeated in its object at byte \(offset)"
        case .tooDeep: "arrays and objects are nested too deeply at byte \(offset)"
        case .notCanonical: "the text departs from canonical JSON (RFC 8785) at byte \(offset)"
        }
    }
}
