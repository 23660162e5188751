import Office
import OfficeSpecification
import Testing
import Views

@testable import Wording

/// Each language says everything, and says it in its own words.
@Suite(.serialized) struct LanguageTests {
    /// All texts of a language.
    private static func texts(in language: DisplayLanguage) -> [String] {
        let texts = language.texts
        let messages = EveryReason.all.map { texts.message($0, of: "x-1") }
        let titles =
            Reason.codes.map { texts.title($0) } + texts.columns.values + texts.commands.values
            + texts.fields.values + texts.codes.values + texts.views.values.flatMap { [$0.title, $0.purpose, $0.note] }
        return messages.flatMap { [$0.detail, $0.accepted ?? ""] } + titles + Flag.allCases.map { texts.text($0) }
            + Note.allCases.map { texts.text($0) } + EveryReason.forms.map { texts.text($0) }
            + Parameter.allCases.flatMap { [texts.text($0), texts.form(of: $0)] }
            + EveryReason.faults.map { texts.text($0) }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `no text has words of another language`(language: DisplayLanguage) {
        let texts = Self.texts(in: language)
        #expect(texts.count > 800)
        #expect(texts.contains { FunctionWords.found(language, in: $0) })
        for text in texts {
            let found = FunctionWords.foreign(to: language, in: text)
            #expect(found.isEmpty, "not \(language.tag): \(text)")
        }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `a message begins in lower case, has no full stop, and a typewriter's apostrophe`(language: DisplayLanguage) {
        for text in Self.texts(in: language) { #expect(!text.contains("’"), "\(text)") }
        for reason in EveryReason.all {
            let message = language.texts.message(reason, of: "x-1")
            #expect(message.detail.first?.isUppercase == false, "\(message)")
            for text in [message.detail, message.accepted ?? "x"] {
                #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains("  "), "\(message)")
            }
        }
    }

    @Test func `numbers within an Italian text are grouped`() {
        #expect(
            [0, 999, 1000, 10_080, 1_234_567, -1000].map(Italian.number)
                == ["0", "999", "1.000", "10.080", "1.234.567", "-1.000"])
        #expect(Italian.minutes(1) == "1 minuto" && Italian.minutes(1500) == "1.500 minuti")
    }
}

extension Reason {
    /// The codes of all reasons, with one for each kind of thing that can be unknown.
    static var codes: Set<Refusal.Code> { Set(EveryReason.all.map(\.code)) }
}
