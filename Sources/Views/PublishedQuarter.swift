import CivilTime
import Office

extension Aggregates {
    /// The figures of a quarter, as known at their publication. They never change afterwards.
    public struct PublishedQuarter: Described, Hashable {
        /// The quarter: `2019-Q3`.
        public let quarter: String
        /// The moment of publication. The figures contain only what was recorded before it.
        public let published: String
        /// The position of the last event that they contain.
        public let position: Int
        /// Eligible persons served.
        public let personsServed: Figure
        /// Persons by line of the plan.
        public let byLine: [String: Figure]
        /// By place where the service was given.
        public let byPlace: [String: Figure]
        /// By kind of measure.
        public let byMeasure: [String: Figure]
        /// By age band, in the year of the service.
        public let byAge: [String: Figure]
        /// By sex.
        public let bySex: [String: Figure]
        /// By nationality: those that are disclosed, and all `others` together.
        public let byNationality: [String: Figure]
        /// Cases open on the last day of the quarter.
        public let casesOpen: Figure
        /// Open cases by place.
        public let casesByPlace: [String: Figure]
        /// Open cases by phase.
        public let casesByPhase: [String: Figure]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .quarter: .quarter, .published: .instant, .position: .position, .personsServed: .persons,
            .byLine: .by(id: .line, .persons), .byPlace: .by(id: .place, .persons),
            .byMeasure: .by(id: .planMeasure, .persons), .byAge: .by(.code, .persons), .bySex: .by(.code, .persons),
            .byNationality: .by(.code, .persons), .casesOpen: .cases, .casesByPlace: .by(id: .place, .cases),
            .casesByPhase: .by(id: .phase, .cases),
        ]).all

        /// Computes the quarter's figures from the office as known at `moment`.
        init(_ quarter: Quarter, _ moment: Instant, _ office: Office) throws(Refusal) {
            guard let plan = office.plan else { throw .noPlan }
            let persons = PersonCounts(office, plan, upTo: quarter.lastDay, in: .quarter(quarter))
            let cases = try Caseload(office, Question(on: quarter.lastDay))
            self.quarter = quarter.description
            published = moment.description
            position = office.position
            personsServed = Suppression.figure(persons.personsServed)
            (byLine, byPlace) = Tables.linesAndPlaces(persons, plan)
            byMeasure = Tables.measures(persons, plan)
            byAge = Tables.parts(persons.byAge, AgeBand.allCases.map(\.rawValue), persons.personsServed)
            bySex = Tables.parts(persons.bySex, Sex.allCases.map(\.rawValue) + ["unknown"], persons.personsServed)
            byNationality = Tables.nationalities(persons.byNationality, persons.personsServed)
            casesOpen = Suppression.figure(cases.open)
            casesByPlace = Tables.parts(cases.byPlace.mapValues(\.open), plan.places.map(\.id.text), cases.open)
            casesByPhase = Tables.parts(cases.openByPhase, plan.phases.map(\.id.text), cases.open)
        }
    }
}

/// A quarter's tables. Each has a row for everything that the plan names, so that the presence of a row discloses nothing.
private enum Tables {
    typealias Figure = Aggregates.Figure

    /// A table whose rows add up to the total.
    static func parts(_ counts: [String: Int], _ names: [String], _ total: Int) -> [String: Figure] {
        let cells = names.map { counts[$0] ?? 0 }
        let least = Suppression.leastTold(of: cells, cells: cells.count, total: total)
        return table(names, cells, cells.map { count in least.map { count >= $0 } ?? false })
    }

    /// The disclosed nationalities, and the sum of the others, which the total reveals anyway.
    static func nationalities(_ counts: [String: Int], _ total: Int) -> [String: Figure] {
        let least = Suppression.leastTold(of: Array(counts.values), cells: Nationality.codes.count, total: total)
        var told = counts.filter { _, count in least.map { count >= $0 } ?? false }.mapValues { Figure.count($0) }
        let rest = total - counts.reduce(0) { told[$1.key] == nil ? $0 : $0 + $1.value }
        if rest > 0 || total < Suppression.least { told[Aggregates.others] = Suppression.figure(rest) }
        return told
    }

    /// Lines and places; each service has exactly one line and one place.
    static func linesAndPlaces(_ persons: PersonCounts, _ plan: Plan) -> ([String: Figure], [String: Figure]) {
        let lines = plan.lines.map(\.id.text)
        let places = plan.places.map(\.id.text)
        let cells = lines.map { persons.byLine[$0] ?? 0 } + places.map { persons.byPlace[$0] ?? 0 }
        var overlap = OverlappingCells(counts: cells, total: persons.personsServed)
        overlap.covers = [Array(lines.indices), places.indices.map { lines.count + $0 }]
        overlap.within = plan.lines.enumerated().map { number, line in
            (number, line.places.compactMap { place in places.firstIndex(of: place.text).map { lines.count + $0 } })
        }
        overlap.within += plan.places.enumerated().map { number, place in
            (lines.count + number, lines.indices.filter { plan.lines[$0].places.contains(place.id) })
        }
        let isOfPlan =
            persons.byLine.keys.allSatisfy(lines.contains) && persons.byPlace.keys.allSatisfy(places.contains)
        let told = told(overlap, if: isOfPlan)
        return (
            table(lines, Array(cells.prefix(lines.count)), Array(told.prefix(lines.count))),
            table(places, Array(cells.dropFirst(lines.count)), Array(told.dropFirst(lines.count)))
        )
    }

    /// Kinds of measure; a service may have any number of them.
    static func measures(_ persons: PersonCounts, _ plan: Plan) -> [String: Figure] {
        let names = plan.measures.map(\.id.text)
        let cells = names.map { persons.byMeasure[$0] ?? 0 }
        return table(names, cells, told(OverlappingCells(counts: cells, total: persons.personsServed), if: true))
    }

    /// A table is withheld completely if its total is withheld, or if its rows do not contain everyone.
    private static func told(_ overlap: OverlappingCells, if isWhole: Bool) -> [Bool] {
        guard isWhole, overlap.total >= Suppression.least else { return overlap.counts.map { _ in false } }
        return overlap.told
    }

    private static func table(_ names: [String], _ counts: [Int], _ told: [Bool]) -> [String: Figure] {
        var table: [String: Figure] = [:]
        for (index, name) in names.enumerated() { table[name] = told[index] ? .count(counts[index]) : .withheld }
        return table
    }
}

/// The quarters that are published, and the moments of publication.
///
/// A quarter is published 30 days after its end, which is when an entry for it begins to be late. The work of a quarter that
/// ended before the first plan was adopted is entered afterwards, so such a quarter is published 30 days after the end of the
/// quarter of that adoption. The moments depend only on the log, and no later event changes them.
package struct PublishedQuarters {
    /// Days between the end of a quarter and its publication. The plan's `lateEntryDays` is not used, because a plan that
    /// changed it would publish quarters a second time.
    package static let days = 30

    private let began: Quarter
    /// The first and the last published quarter. If the last is before the first, none is published.
    let first: Quarter
    let last: Quarter

    init(_ office: Office, _ past: any Past) throws(Refusal) {
        guard let plan = office.plan, let adoption = office.firstAdoption else { throw .noPlan }
        let note = try past.event(at: adoption)
        guard let time = Instant(note.time) else {
            throw Refusal(.log(.eventWithoutTime(position: adoption)))
        }
        began = Quarter(EuropeRome.day(of: time))
        first = min(Quarter(plan.period.from), began)
        var quarter = min(Quarter(plan.period.to), Quarter(EuropeRome.day(of: office.time)))
        while quarter >= first, Self.moment(quarter, began) > office.time { quarter = quarter.previous }
        last = quarter
    }

    /// Returns the moment at which a quarter is published.
    func moment(of quarter: Quarter) -> Instant { Self.moment(quarter, began) }

    /// The day on which the first quarter is published.
    var firstDay: Day { EuropeRome.day(of: moment(of: first)) }

    private static func moment(_ quarter: Quarter, _ began: Quarter) -> Instant {
        let day = max(quarter, began).lastDay.adding(days + 1)
        return Instant(microseconds: EuropeRome.start(of: day) * 60_000_000)
    }
}

extension Office {
    /// The position of the first plan's adoption.
    fileprivate var firstAdoption: Int? { (0..<records.count).first { records[$0].kind == .plan } }
}
