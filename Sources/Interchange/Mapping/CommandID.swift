/// Functions that make ids of commands from texts.
enum CommandID {
    /// The maximum number of characters: labd accepts ids of 1–64 of `A-Za-z0-9._:-`, not starting with `-`.
    static let longest = 64

    /// Joins one or more parts into an id; different parts give different ids. Returns nil if the id
    /// would be too long.
    static func make(prefix: String, parts: [String]) -> String? {
        let encoded = parts.map(encode).joined(separator: ":")
        let id = prefix.isEmpty ? encoded : prefix + ":" + encoded
        return id.utf8.count <= longest ? id : nil
    }

    /// Returns whether `text` is empty or can be the beginning of an id without escapes.
    static func isText(_ text: String) -> Bool {
        text.utf8.first != UInt8(ascii: "-") && text.utf8.count < longest
            && text.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") }
    }

    private static func encode(_ part: String) -> String {
        var text = ""
        for (index, byte) in part.utf8.enumerated() {
            // A hyphen at the start of a part is escaped, because the part may be the first of the id.
            if isPlain(byte), index > 0 || byte != UInt8(ascii: "-") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                text += byte < 16 ? "_0" + hex : "_" + hex
            }
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
