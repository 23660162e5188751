internal import Wording

/// The language in which labctl speaks to the person at the terminal.
///
/// It comes from `--lang`, else from `LABCTL_LANG`, else from the locale: `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is
/// set (POSIX, XBD 8.2). Only text for people depends on it: JSON, CSV, codes and exit codes do not.
enum Speech {
    /// The language of what is written now. Tests set it for a task.
    @TaskLocal static var language = DisplayLanguage.english

    /// Whether it is Italian.
    static var isItalian: Bool { language == .italian }

    /// A choice of language.
    struct Choice: Hashable {
        /// The language that was chosen.
        var language = DisplayLanguage.english
        /// What was asked for by name and is not spoken; nil in all other cases.
        var unknown: String?
    }

    /// Takes `--lang LANGUAGE`, or `--lang=LANGUAGE`, out of the arguments, wherever it stands before `--`.
    ///
    /// - Throws: `Failure` of usage if it has no value.
    static func takeOption(from arguments: inout [String]) throws(Failure) -> String? {
        var asked: String?
        var index = 0
        while index < arguments.count, arguments[index] != "--" {
            if arguments[index] == "--lang" {
                guard index + 1 < arguments.count else { throw Failure(.usage, "--lang takes it or en") }
                asked = arguments[index + 1]
                arguments.removeSubrange(index...(index + 1))
            } else if arguments[index].hasPrefix("--lang=") {
                asked = String(arguments[index].dropFirst("--lang=".count))
                arguments.remove(at: index)
            } else {
                index += 1
            }
        }
        return asked
    }

    /// Chooses the language. A locale of another language is answered in English without a word; a language that was asked for
    /// by name is not.
    static func choice(_ option: String?, _ environment: (String) -> String?) -> Choice {
        if let name = option ?? environment("LABCTL_LANG") {
            guard let language = DisplayLanguage(named: name) else { return Choice(unknown: name) }
            return Choice(language: language)
        }
        let locale = environment("LC_ALL") ?? environment("LC_MESSAGES") ?? environment("LANG")
        return Choice(language: locale.flatMap(DisplayLanguage.init(named:)) ?? .english)
    }
}

/// Returns a text of labctl in the language in which it speaks. Both languages stand at the place that says it, so that neither
/// can be missing and each has the arguments of the other.
func localized(_ english: @autoclosure () -> String, it italian: @autoclosure () -> String) -> String {
    Speech.isItalian ? italian() : english()
}
