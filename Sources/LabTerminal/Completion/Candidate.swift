internal import CivilTime
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// A word that could stand at the cursor.
struct Candidate: Hashable {
    /// What is inserted.
    let text: String
    /// What it means, in the language in which labctl speaks; empty if the word says it.
    var about = ""
    /// What else it is called, by which it is found if no word begins with what was typed.
    var names: [String] = []

    /// Words of an enumeration, with their texts in a field.
    static func words(_ words: [String], of field: String) -> [Candidate] {
        words.map { word in
            let text = Codes.text(of: word, as: field, in: Speech.language)
            return Candidate(text: word, about: text == word ? "" : text)
        }
    }

    /// Days as people type them: today, yesterday, and the last days.
    static func days(_ today: Day) -> [Candidate] {
        let near = [localized("today", it: "oggi"), localized("yesterday", it: "ieri")]
        return near.enumerated().map { Candidate(text: $1, about: today.adding(-$0).description) }
            + (0..<7).map { Candidate(text: today.adding(-$0).description) }
    }

    /// Months as people type them: the last one, this one, and those before.
    static func months(_ today: Day) -> [Candidate] {
        let last = today.month.firstDay.adding(-1).month
        let named = [
            (localized("last-month", it: "mese-scorso"), last),
            (localized("this-month", it: "questo-mese"), today.month),
        ]
        var months = [today.month]
        while months.count < 6 { months.append(months[months.count - 1].firstDay.adding(-1).month) }
        return named.map { Candidate(text: $0.0, about: $0.1.description) }
            + months.map { Candidate(text: $0.description) }
    }

    /// Quarters as people type them: the last one, this one, and those before.
    static func quarters(_ today: Day) -> [Candidate] {
        let quarter = today.quarter
        let named = [
            (localized("last-quarter", it: "trimestre-scorso"), quarter.previous),
            (localized("this-quarter", it: "questo-trimestre"), quarter),
        ]
        return named.map { Candidate(text: $0.0, about: $0.1.description) }
            + [quarter, quarter.previous, quarter.previous.previous].map { Candidate(text: $0.description) }
    }

    /// Weeks as people type them: the last one, and this one.
    static func weeks(_ today: Day) -> [Candidate] {
        [
            Candidate(
                text: localized("last-week", it: "settimana-scorsa"), about: today.adding(-7).week.description),
            Candidate(text: localized("this-week", it: "questa-settimana"), about: today.week.description),
        ]
    }

    /// Days and spans of days.
    static func spans(_ today: Day) -> [Candidate] {
        let spans = [months(today), quarters(today), weeks(today)].flatMap { $0.prefix(2) }
        return Array(days(today).prefix(2)) + spans + days(today).dropFirst(2)
    }

    /// The codes of countries.
    static var countries: [Candidate] { Nationality.codes.sorted().map { Candidate(text: $0) } }

    /// The codes of languages.
    static var languages: [Candidate] { Language.codes.sorted().map { Candidate(text: $0) } }

    /// The types of events, each with what the command does that records it.
    static var eventTypes: [Candidate] {
        let commands = Dictionary(
            CommandCatalogue.commands.map { ($0.event, $0.summary(in: Speech.language)) },
            uniquingKeysWith: { first, _ in first })
        return CommandCatalogue.eventTypes.map { Candidate(text: $0, about: commands[$0] ?? "") }
    }

    /// The columns of a view's lists, by which they can be sorted, as CSV calls them.
    static func columns(of view: any Answer.Type) -> [Candidate] {
        var found: [Candidate] = []
        func add(_ path: [String]) {
            let title = Column.title(of: path[...], in: Speech.language)
            let candidate = Candidate(text: path.joined(separator: "."), about: title, names: [title])
            if !found.contains(where: { $0.text == candidate.text }) { found.append(candidate) }
        }
        func add(_ content: Column.Content, _ path: [String]) {
            switch content {
            case .optional(let inner): add(inner, path)
            case .object(let type): for column in type.columns { add(column.content, path + [column.name]) }
            case .value, .values, .rows, .by: add(path)
            }
        }
        for field in view.columns {
            switch field.content {
            case .rows(let type), .optional(.rows(let type)), .by(_, .object(let type)):
                for column in type.columns { add(column.content, [column.name]) }
            case .by: add([AnswerTable.figureColumn])
            case .value, .values, .object, .optional: continue
            }
        }
        return found
    }

    /// The views whose figures can be explained.
    static var explained: [Candidate] {
        Explanation.explained.map { explained in
            let view = Catalogue.views.first { $0.name == explained.view }
            return Candidate(text: explained.view, about: view?.title(in: Speech.language) ?? "")
        }
    }
}
