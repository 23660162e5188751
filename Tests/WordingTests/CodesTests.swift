import Office
import Testing
import Views

@testable import Wording

/// The texts of the catalogue's words, commands and fields.
struct CodesTests {
    /// Words of answers that no enumeration of the office lists.
    private static let ofViews = Set([
        "agreeing", "missing", "exceeding", "differing", "submitted", "reopened", "closed", "valid", "expired",
        "unknown",
        "withheld",
        "others", "no-final-payment", "retention-period", "open-proceeding", "closed-proceeding", "open-case",
        "open-measure", "contact", "case", "mediation", "orientation", "activity", "employed",
        "expected", "left", "evaluated", "linked", "no-decision", "outside-target", "line",
        "worker",
    ]).union(DeadlineKind.allCases.map(\.rawValue))

    /// The words of the office's enumerations: those of the catalogue, states and roles, by their sources.
    private static func words() throws -> Set<String> {
        var words: Set<String> = []
        for file in try WordingTests.files(of: ["Office"]) {
            var end: String?
            for line in file.text.split(separator: "\n") {
                let code = line.drop { $0 == " " }
                let isList = line.contains(/enum (State|Stage|Role): String/) || line.contains(": String, WordList {")
                if isList, line.hasSuffix("{") {
                    end = String(line.prefix { $0 == " " }) + "}"
                } else if let closing = end {
                    if line == closing {
                        end = nil
                    } else if code.hasPrefix("case "), !code.hasPrefix("case .") {
                        for name in code.dropFirst("case ".count).split(separator: ", ") {
                            let word = name.split(separator: "\"", omittingEmptySubsequences: false)
                            words.insert(word.count > 1 ? String(word[1]) : name.filter { $0 != "`" })
                        }
                    }
                }
            }
        }
        return words
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `each word has a text, and each text is one of a word`(language: DisplayLanguage) throws {
        let words = try Self.words()
        #expect(words.isSuperset(of: ["in-person", "F", "requested", "viewer", "class", "pending", "approved"]))
        let texts = language.texts.codes
        let known = words.union(Self.ofViews)
        #expect(known.subtracting(texts.keys) == [])
        let fields = Set(language.texts.fields.keys).union(language.texts.columns.keys).union(["age"])
        for (key, text) in texts {
            #expect(!text.isEmpty)
            let parts = key.split(separator: ".").map(String.init)
            #expect(known.contains(try #require(parts.last)), "\(key)")
            if parts.count > 1 { #expect(parts.count == 2 && fields.contains(parts[0]), "\(key)") }
        }
        #expect(Set(texts.keys) == Set(English.codes.keys))
    }

    @Test func `a word is read in the sense of its field`() {
        #expect(Codes.text(of: "in-person", as: "mode", in: .italian) == "in presenza")
        #expect(Codes.text(of: "completed", as: "state", in: .italian) == "completato")
        #expect(Codes.text(of: "completed", as: "schoolExit", in: .italian) == "conclusione")
        #expect(Codes.text(of: "completed", as: "bySchoolExit", in: .italian) == "conclusione")
        #expect(Codes.text(of: "phone", as: "activitiesByKind", in: .italian) == "telefonata")
        #expect(Codes.text(of: "school", as: "topics", in: .italian) == "school")
        #expect(Codes.text(of: "PK", as: "nationality", in: .italian) == "Pakistan")
        #expect(Codes.text(of: "in-person", as: "mode", in: .english) == "in person")
    }

    /// The paths of fields, those within others too.
    private static func paths(_ fields: [Fields.Description], below path: String = "") -> [String] {
        fields.flatMap { [path + $0.name] + paths($0.parts, below: path + $0.name + ".") }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `each command and field has a text, and each text is one of them`(language: DisplayLanguage) {
        #expect(Set(language.texts.commands.keys) == Set(Catalogue.commands.map { $0.name }))
        for text in language.texts.commands.values { #expect(text.hasSuffix(".") && text.first?.isUppercase == true) }
        let labels = language.texts.fields
        var used: Set<String> = []
        for command in Catalogue.commands {
            for path in Self.paths(Catalogue.fields(of: command)) {
                let name = String(path.split(separator: ".").last ?? "")
                let key = [command.name + "." + path, name].first { labels[$0] != nil }
                #expect(key != nil, "\(command.name) \(path)")
                key.map { _ = used.insert($0) }
                #expect(command.label(ofField: path, in: language).first?.isUppercase == true)
            }
        }
        #expect(Set(labels.keys).subtracting(used) == [])
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `each parameter has a text and a form`(language: DisplayLanguage) {
        for parameter in Parameter.allCases {
            #expect(parameter.summary(in: language).hasSuffix("."))
            #expect(!parameter.form(in: language).isEmpty)
        }
        #expect(Parameter.sex.form(in: language) == "F|M|X|unknown")
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `every country has a name of its own, and so has each language that has one`(_ language: DisplayLanguage) {
        let countries = Countries.named(in: language)
        #expect(Set(countries.map(\.code)) == Nationality.codes && countries.count == Nationality.codes.count)
        #expect(Set(countries.map(\.name)).count == countries.count)
        let languages = Languages.named(in: language)
        #expect(Set(languages.map(\.code)).isSubset(of: Language.codes))
        #expect(Set(languages.map(\.name)).count == languages.count)
        let name = language == .italian ? "Marocco" : "Morocco"
        #expect(Codes.text(of: "MA", as: "byNationality", in: language) == name)
        #expect(Codes.text(of: "MA", as: "place", in: language) == "MA")
    }
}
