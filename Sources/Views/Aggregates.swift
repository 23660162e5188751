public import Office

/// What may be shown to anyone: hours by line and place, and persons and cases by features of which none is told that
/// fewer than five share.
///
/// A figure from 1 to 4 is withheld; and where what is withheld of a table could be had by subtraction, so are its next
/// smallest cells (complementary suppression, as statistical offices do it). Whoever subtracts one answer from another
/// gets the more the finer the answers are: hence whole quarters only, none that is not over, and only as known now.
public struct Aggregates: View {
    /// The name under which it is asked.
    public static let name = "aggregates"

    /// A figure, or that it is withheld.
    public enum Figure: Sendable, Hashable {
        /// The figure.
        case count(Int)
        /// Withheld; it may be any.
        case withheld
    }

    /// Hours of a line at a place, in minutes.
    public struct Hours: Codable, Sendable, Hashable {
        /// The line's id.
        public let line: String
        /// The place's id.
        public let place: String
        /// Owed by the plan; nil for a line on request.
        public let owed: Int?
        /// Delivered.
        public let delivered: Int
        /// Delivered less owed; nil for a line on request.
        public let balance: Int?
    }

    /// What the answer rests on; `to` is the last day that counts, also where none was asked.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// Eligible persons served.
    public let personsServed: Figure
    /// Those whose first counted service lies in the days asked.
    public let newInPeriod: Figure
    /// Persons by line.
    public let byLine: [String: Figure]
    /// By place of the service.
    public let byPlace: [String: Figure]
    /// By kind of measure.
    public let byMeasure: [String: Figure]
    /// By quarter of the service.
    public let byQuarter: [String: Figure]
    /// By age band in the year of the service.
    public let byAge: [String: Figure]
    /// By sex.
    public let bySex: [String: Figure]
    /// By nationality.
    public let byNationality: [String: Figure]
    /// Cases open on the last day.
    public let casesOpen: Figure
    /// These by place.
    public let casesByPlace: [String: Figure]
    /// These by phase.
    public let casesByPhase: [String: Figure]
    /// Hours by line and place.
    public let hours: [Hours]
    /// The least count that is told.
    public let least: Int

    /// Answers from the office as it stands. Refuses days that are not the edges of quarters that are over.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let asked = try Self.quarters(question, office)
        let indicators = try Indicators(office, asked)
        let caseload = try Caseload(office, Question(on: asked.to))
        let compliance = try Compliance(office, asked)
        let persons = indicators.personsServed
        basis = Basis(office, asked)
        position = office.position
        personsServed = Suppression.figure(persons)
        newInPeriod = Suppression.figure(indicators.newInPeriod, of: persons)
        byLine = Suppression.table(indicators.byLine, total: persons)
        byPlace = Suppression.table(indicators.byPlace, total: persons)
        byMeasure = Suppression.table(indicators.byMeasure, total: persons)
        byQuarter = Suppression.table(indicators.byQuarter, total: persons)
        byAge = Suppression.table(indicators.byAge, total: persons)
        bySex = Suppression.table(indicators.bySex, total: persons)
        byNationality = Suppression.table(indicators.byNationality, total: persons)
        casesOpen = Suppression.figure(caseload.open)
        casesByPlace = Suppression.table(caseload.byPlace.mapValues(\.open), total: caseload.open)
        casesByPhase = Suppression.table(caseload.openByPhase, total: caseload.open)
        hours = compliance.rows.map {
            Hours(line: $0.line, place: $0.place, owed: $0.owed, delivered: $0.delivered, balance: $0.balance)
        }
        least = Suppression.least
    }

    /// The question with its days, which are those of whole quarters.
    private static func quarters(_ question: Question, _ office: Office) throws(Refusal) -> Question {
        for (name, isGiven) in [("asOf", question.asOf != nil), ("on", question.on != nil)] where isGiven {
            throw Refusal(
                .invalidValue, field: name, "aggregates are of whole quarters, as known now",
                accepted: "from and to, the first and the last day of quarters")
        }
        let last = Quarter(EuropeRome.day(of: office.time)).previous.lastDay
        let to = question.to ?? last
        guard to <= last, Quarter(to).lastDay == to else {
            throw Refusal(
                .invalidValue, field: "to", value: to.description, "aggregates end with a quarter that is over",
                accepted: "the last day of a quarter, up to \(last)")
        }
        if let from = question.from, Quarter(from).firstDay != from {
            throw Refusal(
                .invalidValue, field: "from", value: from.description, "aggregates begin with a quarter",
                accepted: "the first day of a quarter")
        }
        return Question(from: question.from, to: to)
    }
}

extension Aggregates.Figure: Codable {
    private static let word = "withheld"

    /// A number, or the word `withheld`.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let count = try? value.decode(Int.self) {
            self = .count(count)
        } else if try value.decode(String.self) == Self.word {
            self = .withheld
        } else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "neither a number nor \(Self.word)")
        }
    }

    /// A number, or the word `withheld`.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .count(let count): try value.encode(count)
        case .withheld: try value.encode(Self.word)
        }
    }
}

/// Which figures are withheld.
enum Suppression {
    /// The least count that is told.
    static let least = 5

    private static func isSmall(_ count: Int) -> Bool { (1..<least).contains(count) }

    static func figure(_ count: Int) -> Aggregates.Figure { isSmall(count) ? .withheld : .count(count) }

    /// A part of a total that is told: withheld too where what is left of the total is small.
    static func figure(_ part: Int, of total: Int) -> Aggregates.Figure {
        isSmall(part) || isSmall(total - part) || isSmall(total) ? .withheld : .count(part)
    }

    /// Cells whose total is told. Of two cells at least, if of any, the figure is withheld, and of as many that together
    /// they have `least`: then the total less the others says nothing of one cell, nor that few share all that is withheld.
    static func table(_ cells: [String: Int], total: Int) -> [String: Aggregates.Figure] {
        guard !isSmall(total) else { return cells.mapValues { _ in .withheld } }
        let ordered = cells.filter { $0.value > 0 }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        var withheld = Set(ordered.filter { isSmall($0.value) }.map(\.key))
        if !withheld.isEmpty {
            var sum = ordered.reduce(0) { withheld.contains($1.key) ? $0 + $1.value : $0 }
            for cell in ordered where !withheld.contains(cell.key) {
                if withheld.count > 1 && sum >= least { break }
                withheld.insert(cell.key)
                sum += cell.value
            }
        }
        var figures: [String: Aggregates.Figure] = [:]
        for (name, count) in cells { figures[name] = withheld.contains(name) ? .withheld : .count(count) }
        return figures
    }
}
