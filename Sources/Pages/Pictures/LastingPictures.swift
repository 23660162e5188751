import CanonicalJSON
import Charts
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// How many days things have lasted: a dot each with the way to it, or columns where dots would cover each other.
    func lasting(
        _ all: LastingRecords, of noun: Reference, id: String, title: String, sentence: String, axisTitle: String,
        limit: Int?
    ) -> Markup {
        guard !all.days.isEmpty else { return "" }
        let longest = all.days.reduce(limit ?? 0, max)
        let axis = Axis(covering: [Double(longest)]) { count(Int($0)) }
        // Beyond the limit begins half a day after it, so that the last day within it is not cut by the line.
        let bound = limit.map { Bars.Figure(Double($0) + 0.5, days($0)) }
        guard Waiting.isReadable(all.days.map(Double.init), along: axis) else {
            let caption = Caption(
                id: id, title: title,
                description: visit.say("How many, by \(sentence)", it: "Quanti sono, secondo \(sentence)"))
            let columns = Histogram.columns(of: all.days, along: axis, limit: limit)
            let picture = Histogram(
                caption, columns: columns, axis: axis, axisTitle: axisTitle, limit: bound, count: count
            ) { "\(range($0)): \(count($0.count))" }
            return figure(
                picture,
                FigureTable(
                    heads: [visit.say("Days", it: "Giorni"), visit.say("Number", it: "Numero")],
                    rows: columns.map { [range($0), count($0.count)] }))
        }
        let dots = all.records.map { one in
            Strip.Dot(
                Double(one.days), title: "\(one.id), \(names.name(.place, one.place)): \(days(one.days))",
                link: ways.link(to: noun, one.id))
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
