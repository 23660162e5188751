extension String {
    /// How many columns of a terminal the text takes: characters, of which those of East Asian scripts and emoji take two,
    /// and those that only mark another, or nothing, none.
    var displayWidth: Int {
        utf8.count == unicodeScalars.count ? utf8.count : reduce(0) { $0 + $1.displayWidth }
    }
}

extension Character {
    /// How many columns of a terminal the character takes: 0, 1 or 2.
    var displayWidth: Int {
        let scalars = unicodeScalars
        if scalars.contains(where: { $0.isWide || $0 == "\u{FE0F}" }) { return 2 }
        return scalars.allSatisfy(\.isWithoutWidth) ? 0 : 1
    }
}

extension Unicode.Scalar {
    /// Whether it is wide (East_Asian_Width W or F of Unicode Standard Annex #11), or shown as an emoji.
    fileprivate var isWide: Bool {
        switch value {
        case 0..<0x1100: false
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
            true
        default: properties.isEmojiPresentation
        }
    }

    /// Whether it takes no column of its own: a mark on another character, or one that is not shown.
    fileprivate var isWithoutWidth: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }
}
