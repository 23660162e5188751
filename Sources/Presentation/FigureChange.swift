package import CanonicalJSON
import Office
import Views
import Wording

/// A figure that differs between two moments, as an answer of `diff` has it, told in a sentence.
package struct FigureChange {
    private let figure: String
    private let before: Int
    private let after: Int
    private let events: Int

    /// Reads a row of `diff`; nil if it is none.
    private init?(_ row: JSON) {
        guard case .object(let row) = row, case .string(let figure)? = row["figure"],
            case .integer(let before)? = row["before"], case .integer(let after)? = row["after"],
            case .array(let events)? = row["events"]
        else { return nil }
        (self.figure, self.before, self.after) = (figure, Int(before), Int(after))
        self.events = events.count
    }

    /// Returns the changes of an answer of `diff`: figures of the whole before those of parts, and among them the greatest changes
    /// first.
    package static func all(in answer: JSONObject) -> [FigureChange] {
        guard case .array(let rows)? = answer["rows"] else { return [] }
        return rows.compactMap { FigureChange($0) }.sorted {
            ($0.path.count, -$0.share, $0.figure) < ($1.path.count, -$1.share, $1.figure)
        }
    }

    /// Says what changed, from what to what, and because of how many events, in the language of the names.
    package func sentence(_ names: AnswerNames) -> String {
        let language = names.language
        let isItalian = language == .italian
        func amount(_ value: Int) -> String { AnswerCells.text(ofFigure: figure, value, in: language) }
        let (old, new) = (amount(before), amount(after))
        let count = language.grouped(events)
        let why =
            switch (isItalian, events == 1) {
            case (false, true): "because of one event"
            case (false, false): "because of \(count) events"
            case (true, true): "per un evento"
            case (true, false): "per \(count) eventi"
            }
        if let (counted, whereabouts) = hoursAtAPlace(names) {
            return isItalian
                ? "Le ore \(counted) a \(whereabouts) sono passate da \(old) a \(new) \(why)."
                : "The hours \(counted) at \(whereabouts) went from \(old) to \(new), \(why)."
        }
        let name = names.figure(figure)
        return isItalian ? "\(name): da \(old) a \(new), \(why)." : "\(name): from \(old) to \(new), \(why)."
    }

    private var path: [Substring] { figure.split(separator: "/") }

    /// The change as a share of the larger of the two.
    private var share: Double {
        Double((after - before).magnitude) / Double(max(before.magnitude, after.magnitude, 1))
    }

    /// What is counted and where, for the hours that are owed or were delivered at one place: `delivered`, `Rovato` for those of
    /// all lines, `Rovato (Social secretariat)` for those of one. Nil for other figures.
    private func hoursAtAPlace(_ names: AnswerNames) -> (counted: String, place: String)? {
        guard path.first.map(String.init) == Compliance.name, let counted = path.last,
            ["owed", "delivered"].contains(counted)
        else {
            return nil
        }
        var facets: [Substring: String] = [:]
        for facet in path.dropFirst().dropLast() {
            let pair = facet.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            facets[pair[0]] = String(pair[1])
        }
        guard let place = facets.removeValue(forKey: "place") else { return nil }
        let line = facets.removeValue(forKey: "line").map { " (\(names.name(.line, $0)))" }
        guard facets.isEmpty else { return nil }
        let title = Column.title(of: String(counted), ofView: Compliance.name, in: names.language)
        return (title.lowercased(), names.name(.place, place) + (line ?? ""))
    }
}
