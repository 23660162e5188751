import CanonicalJSON

/// A term by which a person with sealed fields can be found: a name or a tax code, folded so that different spellings match.
public struct SearchTerm: Sendable, Hashable {
    /// The kind of field that it comes from.
    public enum Kind: String, WordList {
        /// A name: letters without case and accents, words in any order.
        case name
        /// A tax code: letters without case, no spaces.
        case taxCode
    }

    /// The kind of field that it comes from.
    public let kind: Kind
    /// The folded text.
    public let text: String

    /// Creates the term for a text; nil if folding leaves nothing.
    public init?(_ kind: Kind, _ text: String) {
        self.kind = kind
        switch kind {
        case .taxCode:
            self.text = String(Self.folded(text).filter { $0 != " " })
        case .name:
            self.text = Self.folded(text).split(separator: " ").sorted().joined(separator: " ")
        }
        guard !self.text.isEmpty else { return nil }
    }

    /// The bytes that represent the term in an index.
    public var bytes: [UInt8] { Array("\(kind.rawValue)\0\(text)".utf8) }

    /// Letters and digits in lower case without their accents; an apostrophe is left out, all else parts words.
    private static func folded(_ text: String) -> String {
        var folded = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark: continue
            case .decimalNumber: folded.unicodeScalars.append(scalar)
            case .lowercaseLetter, .otherLetter, .uppercaseLetter, .titlecaseLetter:
                folded.unicodeScalars.append(plain(scalar))
            default:
                if !["'", "\u{2019}", "\u{02BC}", "`"].contains(scalar) { folded.append(" ") }
            }
        }
        return folded
    }

    /// The letter without what its name says that it has: LATIN SMALL LETTER E WITH ACUTE is an e.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard !scalar.isASCII, let name = scalar.properties.name else { return scalar }
        let words = name.split(separator: " ")
        guard words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[4] == "WITH", words[3].count == 1,
            let letter = words[3].lowercased().unicodeScalars.first
        else { return scalar }
        return letter
    }
}
