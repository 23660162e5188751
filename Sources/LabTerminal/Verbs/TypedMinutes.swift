/// An amount of time as people type it: `450`, `7:30`, `7h30`, `7h`, `7.5h`, `7,5h`, `7,5`, `45m`. A whole number is minutes.
enum TypedMinutes {
    /// Returns the whole minutes; nil if the text is not an amount of time, or not one of whole minutes.
    static func read(_ text: String) -> Int64? {
        let word = text.lowercased()
        if let minutes = Int64(word) { return minutes }
        if word.contains(":") { return hoursAndMinutes(word.split(separator: ":", omittingEmptySubsequences: false)) }
        if word.hasSuffix("m"), !word.contains("h") { return number(word.dropLast()) }
        guard word.contains("h") else { return word.contains { $0 == "." || $0 == "," } ? decimal(word[...]) : nil }
        if word.hasSuffix("h") { return decimal(word.dropLast()) }
        let parts = word.split(separator: "h", omittingEmptySubsequences: false)
        return hoursAndMinutes(parts.count == 2 && parts[1].hasSuffix("m") ? [parts[0], parts[1].dropLast()] : parts)
    }

    /// The accepted forms, for messages.
    static var form: String {
        localized("minutes, or hours as 7:30, 7h30 or 7.5", it: "minuti, oppure ore come 7:30, 7h30 o 7,5")
    }

    private static func hoursAndMinutes(_ parts: [Substring]) -> Int64? {
        guard parts.count == 2, parts[1].utf8.count == 2, let hours = number(parts[0]), let minutes = number(parts[1]),
            minutes < 60
        else { return nil }
        return hours * 60 + minutes
    }

    /// Hours with at most four decimals, if they are whole minutes.
    private static func decimal(_ text: Substring) -> Int64? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard let hours = parts.first.flatMap(number) else { return nil }
        if parts.count == 1 { return hours * 60 }
        guard parts.count == 2, parts[1].utf8.count <= 4, let fraction = number(parts[1]) else { return nil }
        let scale = (0..<parts[1].utf8.count).reduce(Int64(1)) { value, _ in value * 10 }
        guard fraction * 60 % scale == 0 else { return nil }
        return hours * 60 + fraction * 60 / scale
    }

    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.count <= 7, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }
}
