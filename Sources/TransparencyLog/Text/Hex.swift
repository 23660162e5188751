/// Hexadecimal text: two lowercase digits a byte.
public enum Hex {
    /// `bytes` as lowercase digits.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for index in bytes.indices {
            text.append(digit(bytes[index] >> 4))
            text.append(digit(bytes[index] & 0x0F))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` stands for.
    ///
    /// - Throws: `hex-malformed` if it is not an even number of lowercase digits.
    public static func decode(_ text: Span<UInt8>) throws(TransparencyLogError) -> [UInt8] {
        guard text.count % 2 == 0 else {
            throw .malformed(.hex, line: 0, detail: "expected an even number of digits")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in 0..<text.count / 2 {
            guard let high = value(text[index * 2]), let low = value(text[index * 2 + 1]) else {
                throw .malformed(.hex, line: 0, detail: "expected the digits 0–9 and a–f")
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
