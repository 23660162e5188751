/// A writer of values of XML attributes (XML 1.0, fifth edition).
enum XMLText {
    /// Returns `text` escaped for the double quotes of an attribute.
    ///
    /// `&`, `<`, `>` and `"` become entities. A tab or line break becomes a character reference, because a reader turns a
    /// literal one into a space (§ 3.3.3). The characters that § 2.2 excludes (the other control characters below U+0020,
    /// U+FFFE and U+FFFF) cannot be written even as a reference, and become U+FFFD, the replacement character.
    static func attribute(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: needsEscape) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += reference(scalar)
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": escaped += reference("\u{FFFD}")
            case "\u{7F}"...: escaped += reference(scalar)
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    // Everything beyond ASCII is written as a reference: without lxml, pm4py reads a file in pieces of 4,096 bytes and decodes
    // each separately, so that it fails at a letter of two bytes that is split between two pieces.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "&", "<", ">", "\"", "\u{0}"..<" ", "\u{7F}"...: true
        default: false
        }
    }

    private static func reference(_ scalar: Unicode.Scalar) -> String {
        "&#x" + String(scalar.value, radix: 16, uppercase: true) + ";"
    }
}
