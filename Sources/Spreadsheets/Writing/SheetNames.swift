/// The names on the tabs of a workbook, in the form that spreadsheets take: 1 to 31 characters, none of `[]:*?/\`, no apostrophe at
/// either end, each name once whatever its case.
enum SheetNames {
    /// Returns a name for each of the texts, in their order.
    static func names(of texts: [String]) -> [String] {
        var taken: Set<String> = []
        return texts.map { text in
            let plain = plain(text)
            var name = String(plain.prefix(longest))
            var number = 2
            while !taken.insert(name.lowercased()).inserted {
                let ending = " (\(number))"
                name = plain.prefix(longest - ending.count) + ending
                number += 1
            }
            return name
        }
    }

    /// As many UTF-16 units as Excel takes; a character outside its plane counts as two.
    private static let longest = 31

    private static func plain(_ text: String) -> String {
        let kept = text.unicodeScalars.map { scalar -> Character in
            "[]:*?/\\".unicodeScalars.contains(scalar) || scalar.value < 0x20 || scalar.value > 0xFFFF
                ? " " : Character(scalar)
        }
        // An apostrophe at an end quotes names in formulas, and "History" is a name of Excel's own.
        let name = String(
            String(kept).drop { $0 == "'" || $0 == " " }.reversed().drop { $0 == "'" || $0 == " " }.reversed())
        return name.isEmpty || name.lowercased() == "history" ? name + "_" : name
    }
}
