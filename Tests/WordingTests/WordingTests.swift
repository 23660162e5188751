import Foundation
import Office
import Testing
import Views
import Wording

/// What the compiler cannot find: a reason that nobody gives, and a sentence that went back into the rules.
struct WordingTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources").standardizedFileURL
    private static let modules = ["Office", "Views", "LabAPI", "LabServer"]

    /// The Swift files of some modules, by their paths below `Sources`.
    static func files(of modules: [String]) throws -> [(path: String, text: String)] {
        try modules.flatMap { module in
            let enumerator = FileManager.default.enumerator(
                at: sources.appending(path: module), includingPropertiesForKeys: nil)
            let files = try #require(enumerator).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            return try files.map { ($0.path, try String(contentsOf: $0, encoding: .utf8)) }
        }
    }

    /// The cases that an enumeration lists, by its source.
    private static func cases(in text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("    case ") }.flatMap { line -> [Substring] in
            let list = line.dropFirst("    case ".count)
            // A case with arguments stands alone in its line.
            return list.contains("(") ? [list.prefix { $0 != "(" }] : list.split(separator: ", ")
        }.map { name in String(name.filter { $0 != "`" }) }
    }

    /// All names that a text writes with a dot before them.
    private static func members(in text: Substring) -> Set<Substring> {
        Set(
            text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().map {
                $0.prefix { $0.isLetter || $0.isNumber }
            })
    }

    /// The cases of `Reason` that hold another list, by the names of these lists.
    private static func wrappers(in text: String) -> [String: String] {
        let pairs = text.split(separator: "\n").filter { $0.hasPrefix("    case ") && $0.hasSuffix(")") }.map { line in
            line.dropFirst("    case ".count).dropLast().split(separator: "(").map(String.init)
        }
        return Dictionary(uniqueKeysWithValues: pairs.filter { $0.count == 2 }.map { ($0[1], $0[0]) })
    }

    @Test func `every reason is given somewhere`() throws {
        let files = try Self.files(of: Self.modules + ["TOMLFiles"])
        let reasons = try #require(files.first { $0.path.hasSuffix("/Refusals/Reason.swift") })
        let wrappers = Self.wrappers(in: reasons.text)
        #expect(wrappers.count > 15)
        for (list, wrapper) in wrappers {
            let file = try #require(files.first { $0.path.hasSuffix("/\(list).swift") }, "\(list)")
            let cases = Self.cases(in: file.text)
            #expect(!cases.isEmpty, "\(list)")
            // What stands between the parentheses of `.wrapper(…)`: two lists may have a case of one name.
            let given = files.filter { $0.path != file.path && $0.path != reasons.path }.reduce(into: Set<Substring>())
            {
                for call in Self.calls(of: ".\(wrapper)(", in: $1.text) { $0.formUnion(Self.members(in: call)) }
            }
            for name in cases {
                #expect(given.contains(Substring(name)), "\(list) lists \(name), which is never given")
            }
        }
    }

    @Test func `the tests have a value of each reason`() throws {
        /// The name of an enumeration's case, without its arguments.
        func label(_ value: Any) -> String { Mirror(reflecting: value).children.first?.label ?? "\(value)" }
        let reasons = EveryReason.all.compactMap { Mirror(reflecting: $0).children.first?.value }
        let given = Dictionary(grouping: reasons) { "\(type(of: $0))" }.mapValues { Set($0.map(label)) }
        let lists = try Self.files(of: ["Office"]).filter { $0.path.hasSuffix("Reason.swift") }
        for list in lists where !list.path.hasSuffix("/Reason.swift") {
            let type = try #require(list.path.split(separator: "/").last).dropLast(".swift".count)
            #expect(given[String(type), default: []] == Set(Self.cases(in: list.text)), "\(type)")
        }
        let forms = try #require(try Self.files(of: ["Office"]).first { $0.path.hasSuffix("/FieldForm.swift") })
        #expect(Set(EveryReason.forms.map(label)) == Set(Self.cases(in: forms.text)))
    }

    @Test func `no refusal carries a sentence`() throws {
        var calls = 0
        for file in try Self.files(of: Self.modules) {
            for call in Self.calls(of: "Refusal(", in: file.text) {
                calls += 1
                let literals = call.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                    .filter { $0.offset % 2 == 1 }.map(\.element)
                #expect(!literals.contains { $0.contains(" ") }, "\(file.path): \(call)")
            }
        }
        #expect(calls > 200)
    }

    /// What stands between the parentheses of each call that begins like that, escaped quotes left out.
    private static func calls(of beginning: String, in text: String) -> [Substring] {
        text.replacing("\\\"", with: "").components(separatedBy: beginning).dropFirst().map { rest in
            var depth = 1
            return rest.prefix { character in
                if character == "(" { depth += 1 } else if character == ")" { depth -= 1 }
                return depth > 0
            }
        }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `every flag, note and code has a text of its own`(language: DisplayLanguage) {
        let flags = Set(Flag.allCases.map { $0.text(in: language) })
        #expect(flags.count == Flag.allCases.count)
        let notes = Set(Note.allCases.map { $0.text(in: language) })
        #expect(notes.count == Note.allCases.count)
        let titles = Set(Noun.allCases.map { Refusal.Code.unknown($0).title(in: language) })
        #expect(titles.count == Noun.allCases.count)
    }

    @Test func `a field is called by its label where the sentence names it`() throws {
        let missing = Refusal(.shape(.missing(form: .id)), field: "worker")
        #expect(missing.message(in: .italian, label: "Operatore").detail == "Manca \"Operatore\"")
        #expect(missing.message(in: .english, label: "Worker").detail == "\"Worker\" is missing")
        #expect(missing.message(in: .italian, label: nil).detail == "manca worker")
        #expect(missing.message(in: .english, naming: "--worker").detail == "--worker is missing")
        let unknown = Refusal(.record(.unknown(.person, ID(stored: "p-1"))), field: "worker")
        for language in DisplayLanguage.allCases {
            #expect(missing.namesField(in: language) && !unknown.namesField(in: language))
            #expect(unknown.message(in: language, label: "X") == unknown.message(in: language))
        }
    }

    @Test func `what is personal is refused without what its reason says`() {
        let inner = Reason.record(.unknown(.person, ID(stored: "secret")))
        let message = Refusal(.shape(.withheld(inner)), field: "name").message(in: .english)
        #expect(message.detail == "name cannot be that" && message.accepted == nil)
    }

    @Test func `the list of all codes has that of every reason, each once`() {
        let words = Refusal.Code.all.map(\.word)
        #expect(Set(words).count == words.count)
        #expect(Set(EveryReason.all.map(\.code)).subtracting(Refusal.Code.all) == [])
    }
}
