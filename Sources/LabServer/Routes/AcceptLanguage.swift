import HTTPTypes
import HummingbirdCore
import Wording

/// The languages that a request asks for (RFC 9110, 12.5.4).
struct AcceptLanguage: Sendable, Hashable {
    private struct Range: Sendable, Hashable {
        /// A language range (RFC 4647), in lower case.
        let text: String
        /// How much it is wanted, in thousandths; 0 says that it is not.
        let quality: Int
    }

    private let ranges: [Range]

    /// Reads the field's value. What is not an element of its grammar is passed over.
    init(_ value: String) {
        ranges = value.split(separator: ",").compactMap { element in
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
            guard !parts[0].isEmpty, parts[0].utf8.allSatisfy(Self.isOfRange) else { return nil }
            switch parts.count {
            case 1: return Range(text: parts[0], quality: 1000)
            case 2: return Self.quality(parts[1]).map { Range(text: parts[0], quality: $0) }
            default: return nil
            }
        }
    }

    /// The tag that is wanted most; nil where none is wanted. Of those that are wanted equally, the one named first.
    ///
    /// A range of a region also asks for the language without it, as `it-IT` for `it`, unless that is named itself. To refuse the
    /// region is not to refuse the language. Of the ranges that name a tag equally closely, the most wanted counts.
    func best(of tags: [String]) -> String? {
        var best: (tag: String, quality: Int, order: Int)?
        for tag in tags {
            let matches = ranges.enumerated().compactMap { order, range in
                Self.closeness(of: range, to: tag).map { (closeness: $0, quality: range.quality, order: order) }
            }
            guard
                let match = matches.max(by: {
                    ($0.closeness, $0.quality, -$0.order) < ($1.closeness, $1.quality, -$1.order)
                }),
                match.quality > 0
            else { continue }
            if let best, (best.quality, -best.order) >= (match.quality, -match.order) { continue }
            best = (tag, match.quality, match.order)
        }
        return best?.tag
    }

    /// How closely a range names a tag, which is in lower case; nil where it does not.
    private static func closeness(of range: Range, to tag: String) -> Int? {
        if range.text == tag { return 3 }
        if tag.hasPrefix(range.text + "-") { return 2 }
        if range.text.hasPrefix(tag + "-") { return range.quality > 0 ? 1 : nil }
        return range.text == "*" ? 0 : nil
    }

    /// The thousandths of a weight `q=0.8`; nil if it is not one.
    private static func quality(_ text: String) -> Int? {
        guard text.hasPrefix("q=") else { return nil }
        let digits = Array(text.utf8.dropFirst(2))
        guard let first = digits.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else { return nil }
        var thousandths = Int(first - UInt8(ascii: "0")) * 1000
        guard digits.count > 1 else { return thousandths }
        guard digits[1] == UInt8(ascii: "."), digits.count <= 5 else { return nil }
        var place = 100
        for digit in digits.dropFirst(2) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            thousandths += Int(digit - UInt8(ascii: "0")) * place
            place /= 10
        }
        return thousandths <= 1000 ? thousandths : nil
    }

    private static func isOfRange(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "*"):
            true
        default: false
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()).lowercased()
    }
}

extension HTTPFields {
    /// The fields of an answer of a media type with words in a language, which caches may only give to those who ask for the same.
    init(_ type: String, in language: DisplayLanguage) {
        self = [.contentType: type, .contentLanguage: language.tag, .vary: "Accept-Language"]
    }
}

extension Request {
    /// The language to tell problems in.
    var language: DisplayLanguage { headers.language }
}

extension HTTPFields {
    /// The language to tell problems in: the one asked for that labd speaks, or English.
    var language: DisplayLanguage {
        let asked = AcceptLanguage(self[values: .acceptLanguage].joined(separator: ","))
        let tag = asked.best(of: DisplayLanguage.allCases.map(\.tag))
        return DisplayLanguage.allCases.first { $0.tag == tag } ?? .english
    }
}
