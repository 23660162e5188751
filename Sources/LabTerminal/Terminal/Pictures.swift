/// Pictures of block characters, for terminals that show them: ``Screen/hasBlocks``.
enum Picture {
    private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// Returns a sparkline: a block for each share of a whole, the full one from the whole on, a space where there is no whole.
    static func sparkline(_ shares: [(part: Int, whole: Int)]) -> String {
        String(
            shares.map { part, whole in
                guard whole > 0 else { return " " }
                return levels[min(max(part, 0) * (levels.count - 1) / whole, levels.count - 1)]
            })
    }

    /// Returns a bar as long as the share that `value` is of `most`, to an eighth of a character; at least that if the value is
    /// not 0.
    static func bar(_ value: Int, of most: Int, width: Int = 16) -> String {
        guard value > 0, most > 0 else { return "" }
        let eighths = max(1, min(value, most) * width * 8 / most)
        let whole = String(repeating: "█", count: eighths / 8)
        return eighths % 8 == 0 ? whole : whole + String(parts[eighths % 8 - 1])
    }
}
