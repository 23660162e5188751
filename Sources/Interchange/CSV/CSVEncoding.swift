/// The encoding of a sheet's characters as bytes.
public enum CSVEncoding: String, Sendable, Hashable, CaseIterable {
    /// UTF-8, with a byte order mark or without.
    case utf8 = "utf-8"
    /// The code page that spreadsheets on Windows write by default in western Europe.
    case windows1252 = "windows-1252"

    /// Detects the encoding of a sheet.
    ///
    /// It is Windows-1252 only if all of the text can be in that encoding and no part of it is UTF-8. A text that is UTF-8 in
    /// one place and not in another was damaged, and must not be mistaken for something else.
    public init(findingIn bytes: [UInt8]) {
        self = .utf8
        // UTF-16, which the reader refuses with its name.
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return }
        var foreign = false
        var index = 0
        while index < bytes.count {
            let length = Self.lengthInUTF8(bytes, at: index)
            if length > 1 { return }
            if length == 0 {
                guard Windows1252.character(bytes[index]) != nil else { return }
                foreign = true
            }
            index += max(1, length)
        }
        if foreign { self = .windows1252 }
    }

    /// Returns the length in bytes of the UTF-8 sequence that begins at an index, judged by its form; 0 if none begins there.
    private static func lengthInUTF8(_ bytes: [UInt8], at index: Int) -> Int {
        let length =
            switch bytes[index] {
            case 0x00...0x7F: 1
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard length > 1 else { return length }
        let rest = bytes[(index + 1)...].prefix(length - 1)
        return rest.count == length - 1 && rest.allSatisfy { (0x80...0xBF).contains($0) } ? length : 0
    }
}
