/// The code page that spreadsheets on Windows write by default in western Europe.
enum Windows1252 {
    // 0x80–0x9F as in the WHATWG's index of windows-1252, without the five that are unassigned; the rest of the upper half is
    // as in Unicode.
    private static let upper: [UInt8: Unicode.Scalar] = [
        0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰", 0x8A: "Š",
        0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—",
        0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›", 0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
    ]

    /// Converts a text to UTF-8. Bytes that are not characters of the code page are not changed; they are not UTF-8, so a
    /// reader detects them.
    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 16)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else if let character = byte == 0xA0 ? "\u{A0}" : character(byte) {
                text += character.utf8
            } else {
                text.append(byte)
            }
        }
        return text
    }

    /// Returns the character of `byte`; nil if it is not a visible character.
    static func character(_ byte: UInt8) -> Character? {
        switch byte {
        case 0x80...0x9F: upper[byte].map(Character.init)
        case 0xA1...0xFF: Character(Unicode.Scalar(byte))
        default: nil
        }
    }
}
