/// Whole numbers as C2SP's formats write them: ASCII digits without sign and without leading zeroes.
enum Decimal {
    /// The number `text` stands for, or nil if it is not in that form or is greater than `Int.max`.
    static func decode(_ text: Span<UInt8>) -> Int? {
        guard text.count > 0, text[0] != UInt8(ascii: "0") || text.count == 1 else { return nil }
        var value = 0
        for index in text.indices {
            guard let digit = digit(text[index]) else { return nil }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, carry) = tens.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = next
        }
        return value
    }

    /// The value of one ASCII digit, or nil.
    static func digit(_ byte: UInt8) -> Int? {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return Int(byte - UInt8(ascii: "0"))
    }
}
