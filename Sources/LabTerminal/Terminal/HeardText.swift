/// The Italian of what labctl hears in English only: of the log's modules, of the labd that it runs, and of the system.
///
/// They have one line for each of their errors, which their logs and other programs have too.
enum HeardText {
    /// Returns the text in the language in which labctl speaks. What has no Italian stays as it is.
    static func spoken(_ english: String) -> String {
        Speech.isItalian ? italian(english) ?? english : english
    }

    /// Returns the text in the language in which labctl speaks. What has no Italian is quoted, so that it does not look like
    /// labctl's own.
    static func quoted(_ english: String) -> String {
        Speech.isItalian ? italian(english) ?? "\"\(english)\"" : english
    }

    /// Translates a text into Italian, including texts that it quotes; returns nil if there is no translation.
    private static func italian(_ english: String) -> String? {
        for sentence in sentences {
            if let said = sentence.translated(english, { italian(String($0)) ?? String($0) }) { return said }
        }
        return nil
    }

    private static let sentences = logFaults + logErrors + witnessErrors + databaseErrors + systemErrors + fileErrors
}
