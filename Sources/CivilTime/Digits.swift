extension [UInt8] {
    /// Appends a number in decimal, padded with leading zeros to `width` digits. It must not have more digits than that.
    mutating func append(_ number: Int, digits width: Int) {
        var power = 1
        for _ in 1..<width { power *= 10 }
        while power > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
            power /= 10
        }
    }

    /// Appends a character of ASCII.
    mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }
}

extension Int {
    /// The number, which is not negative, in decimal with leading zeros up to `width` digits.
    package func padded(to width: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, width - text.utf8.count)) + text
    }
}

extension Span<UInt8> {
    /// Reads a number of exactly `width` decimal digits at `index` and moves `index` behind them; nil where other bytes stand.
    func number(_ width: Int, at index: inout Int) -> Int? {
        guard index + width <= count else { return nil }
        var value = 0
        for _ in 0..<width {
            let byte = self[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            index += 1
        }
        return value
    }

    /// Moves `index` behind `character` if that stands there, and returns whether it does.
    func skip(_ character: Unicode.Scalar, at index: inout Int) -> Bool {
        guard index < count, self[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Reads a day, `YYYY-MM-DD`, at `index` and moves `index` behind it.
    func day(at index: inout Int) -> Day? {
        guard let year = number(4, at: &index), skip("-", at: &index), let month = number(2, at: &index),
            skip("-", at: &index), let day = number(2, at: &index)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity, so that moments before 1970 lie in the right day.
    @inlinable public func flooringDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
