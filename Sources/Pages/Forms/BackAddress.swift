import Markup

extension Address {
    /// The address of one of these pages, as a form says where to come back to; nil for any other text.
    init?(ofPages text: String) {
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.hasPrefix("/pages/"), !text.contains("#"), let first = halves.first else { return nil }
        var path: [String] = []
        for segment in first.split(separator: "/") {
            // Browsers take two points for the way up.
            guard let decoded = Self.decode(segment), ![".", ".."].contains(decoded) else { return nil }
            path.append(decoded)
        }
        var query: [(name: String, value: String)] = []
        for pair in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(parts[0]), let value = Self.decode(parts.count > 1 ? parts[1] : "") else {
                return nil
            }
            query.append((name, value))
        }
        self.init(path, query)
    }

    private static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
