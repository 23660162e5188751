extension JSON {
    /// Returns where the value of a member lies in the canonical form of an object; nil if there is none.
    ///
    /// `path` has the member's name, after those of the objects that contain it. Nothing is decoded, so this takes about as long
    /// as copying what precedes the member.
    ///
    /// - Precondition: `bytes` is what `JSONWriter` wrote.
    public static func range(ofMember path: [StaticString], in bytes: [UInt8]) -> Range<Int>? {
        var scanner = MemberScanner(at: 0)
        let bytes = bytes.span
        for name in path {
            guard scanner.enter(name, bytes) else { return nil }
        }
        let start = scanner.at
        scanner.skipValue(bytes)
        return start..<scanner.at
    }
}

/// Walks over the members of objects in canonical form.
private struct MemberScanner {
    /// The offset of the next byte.
    var at: Int

    /// Moves from the beginning of an object to the value of its member of that name, if there is one.
    mutating func enter(_ name: StaticString, _ bytes: Span<UInt8>) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "{") else { return false }
        at += 1
        while at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
            let start = at + 1
            skipString(bytes)
            let isWanted = isName(name, start..<at - 1, bytes)
            at += 1
            if isWanted { return true }
            skipValue(bytes)
            guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return false }
            at += 1
        }
        return false
    }

    private func isName(_ name: StaticString, _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count {
            // The pointer of a static string is always valid, and `offset` is below its count.
            guard unsafe bytes[range.lowerBound + offset] == name.utf8Start[offset] else { return false }
        }
        return true
    }

    /// Moves behind a value.
    mutating func skipValue(_ bytes: Span<UInt8>) {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                skipString(bytes)
                if depth == 0 { return }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                at += 1
                if depth == 0 { return }
            case UInt8(ascii: ",") where depth == 0: return
            default: at += 1
            }
        }
    }

    private mutating func skipString(_ bytes: Span<UInt8>) {
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        at += 1
    }
}
