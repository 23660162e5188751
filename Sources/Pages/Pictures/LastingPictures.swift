import CanonicalJSON
import Charts
import Markup
import Office
import Presentation
import Views
import Wording

/// Something that lasts, such as a silent case or a waiting request.
struct Lasting {
    let row: JSONObject
    let days: Int
}

extension Pictures {
    /// What the dots of ``lasting(_:_:id:title:sentence:axisTitle:limit:)`` are, and which key holds their id.
    struct Ways {
        let noun: Reference
        let id: String
    }

    /// How many days things have lasted: a dot each with the way to it, or columns where dots would cover each other.
    func lasting(
        _ all: [Lasting], _ what: Ways, id: String, title: String, sentence: String, axisTitle: String, limit: Int?
    ) -> Markup {
        guard !all.isEmpty else { return "" }
        let longest = all.reduce(limit ?? 0) { max($0, $1.days) }
        let axis = Axis(covering: [Double(longest)]) { count(Int($0)) }
        // Beyond the limit begins half a day after it, so that the last day within it is not cut by the line.
        let bound = limit.map { Bars.Figure(Double($0) + 0.5, days($0)) }
        guard Waiting.isReadable(all.map { Double($0.days) }, along: axis) else {
            let caption = Caption(
                id: id, title: title,
                description: visit.say("How many, by \(sentence)", it: "Quanti sono, secondo \(sentence)"))
            let columns = Histogram.columns(of: all.lazy.map(\.days), along: axis, limit: limit)
            let picture = Histogram(
                caption, columns: columns, axis: axis, axisTitle: axisTitle, limit: bound, count: count
            ) { "\(range($0)): \(count($0.count))" }
            return figure(
                picture,
                FigureTable(
                    heads: [visit.say("Days", it: "Giorni"), visit.say("Number", it: "Numero")],
                    rows: columns.map { [range($0), count($0.count)] }))
        }
        let dots = all.compactMap { one -> Strip.Dot? in
            guard let id = one.row.text(what.id) else { return nil }
            let place = names.name(.place, one.row.text("place") ?? "")
            return Strip.Dot(
                Double(one.days), title: "\(id), \(place): \(days(one.days))", link: ways.link(to: what.noun, id))
        }
        let caption = Caption(
            id: id, title: title,
            description: visit.say("A dot for each, by \(sentence)", it: "Un punto per ciascuno, secondo \(sentence)"))
        return figure(Waiting(caption, dots: dots, axis: axis, axisTitle: axisTitle, limit: bound))
    }

    private func days(_ number: Int) -> String {
        number == 1
            ? visit.say("1 day", it: "1 giorno") : visit.say("\(count(number)) days", it: "\(count(number)) giorni")
    }

    private func range(_ column: Histogram.Column) -> String {
        let (first, last) = (Int(column.lower), Int(column.upper) - 1)
        return first == last ? days(first) : "\(count(first))–\(days(last))"
    }
}
