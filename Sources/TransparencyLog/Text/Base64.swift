/// Base64 as C2SP's formats use it: the standard alphabet with padding (RFC 4648 § 4), and of every byte string exactly
/// one text (§ 3.5: the unused bits of the last character are zero).
public enum Base64 {
    /// `bytes` as text, padded to a multiple of four characters.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        String(decoding: encoded(bytes), as: UTF8.self)
    }

    /// The bytes that `text` stands for; none for the empty text.
    ///
    /// - Throws: `base64-malformed` for any other character, line breaks included, for missing or needless padding, and
    ///   for unused bits that are set.
    public static func decode(_ text: Span<UInt8>) throws(TransparencyLogError) -> [UInt8] {
        guard text.count % 4 == 0 else {
            throw .malformed(.base64, line: 0, detail: "expected a multiple of four characters")
        }
        var padding = 0
        while padding < 2, padding < text.count, text[text.count - 1 - padding] == UInt8(ascii: "=") { padding += 1 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var held: UInt32 = 0
        for index in 0..<text.count - padding {
            guard let value = value(text[index]) else {
                throw .malformed(.base64, line: 0, detail: "expected A–Z, a–z, 0–9, + and /")
            }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> held))
                bits &= (1 << held) - 1
            }
        }
        guard bits == 0 else {
            throw .malformed(.base64, line: 0, detail: "bits that stand for nothing are set")
        }
        return bytes
    }

    /// `bytes` as the bytes of the text.
    static func encoded(_ bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &text)
        return text
    }

    /// Appends the text of `bytes`, padded to a multiple of four characters.
    package static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        var at = 0
        while at < bytes.count {
            let held = min(3, bytes.count - at)
            var group: UInt32 = 0
            for offset in 0..<held { group |= UInt32(bytes[at + offset]) << UInt32(16 - 8 * offset) }
            for place in 0..<4 {
                text.append(
                    place <= held ? character(UInt8(group >> UInt32(18 - 6 * place) & 0x3F)) : UInt8(ascii: "="))
            }
            at += held
        }
    }

    private static func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + (value - 26)
        case 52..<62: UInt8(ascii: "0") + (value - 52)
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
