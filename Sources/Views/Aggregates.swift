import CivilTime
public import Office

/// The figures that may be shown to anyone: hours by line and place, and persons and cases of whole quarters by several
/// features. No figure that applies to fewer than five people is disclosed, or can be computed from those that are.
///
/// All figures come from one family: those of each quarter, as known at its publication (`PublishedQuarters`), with the same
/// cells permanently withheld for everyone (`Suppression`). Figures for several quarters are sums of these, and withheld if any
/// summand is. Persons are also added up, so anyone served in two quarters counts twice: the number of distinct persons would
/// allow one quarter to be computed from the others.
public struct Aggregates: Answer {
    /// The view's name.
    public static let name = "aggregates"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.from, .to]
    /// Also open to viewers.
    public static let audience = Audience.everyone

    /// A figure, or a mark that it is withheld.
    public enum Figure: Sendable, Hashable {
        /// The figure.
        case count(Int)
        /// The figure is withheld and may have any value.
        case withheld
    }

    /// Hours of a line at a place, in minutes.
    public struct Hours: Described, Hashable {
        /// The line's id.
        public let line: String
        /// The place's id.
        public let place: String
        /// Owed under the plan; nil for a line on request.
        public let owed: Int?
        /// Delivered.
        public let delivered: Int
        /// Delivered minus owed; nil for a line on request.
        public let balance: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .line: .id(of: .line), .place: .id(of: .place), .owed: .minutes.optional, .delivered: .minutes,
            .balance: .minutes.optional,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .personsServed: .persons, .casesOpen: .cases, .least: .count,
        .caution: .note, .quarters: .rows(PublishedQuarter.self), .byLine: .by(id: .line, .persons),
        .byPlace: .by(id: .place, .persons), .byMeasure: .by(id: .planMeasure, .persons),
        .byQuarter: .by(.quarter, .persons), .byAge: .by(.code, .persons), .bySex: .by(.code, .persons),
        .byNationality: .by(.code, .persons), .casesByPlace: .by(id: .place, .cases),
        .casesByPhase: .by(id: .phase, .cases), .hours: .rows(Hours.self),
    ]).all

    /// The basis of the answer; `from` and `to` are the counted days, even if none were requested.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The requested quarters, in order.
    public let quarters: [PublishedQuarter]
    /// Eligible persons served in each quarter, added up.
    public let personsServed: Figure
    /// Persons by line of the plan, added up over the quarters, like all figures below.
    public let byLine: [String: Figure]
    /// By place where the service was given.
    public let byPlace: [String: Figure]
    /// By kind of measure.
    public let byMeasure: [String: Figure]
    /// By quarter in which the service was given.
    public let byQuarter: [String: Figure]
    /// By age band, in the year of the service.
    public let byAge: [String: Figure]
    /// By sex.
    public let bySex: [String: Figure]
    /// By nationality; `others` are those that are not disclosed in their quarter.
    public let byNationality: [String: Figure]
    /// Cases open on the last day of the last quarter.
    public let casesOpen: Figure
    /// Open cases by place.
    public let casesByPlace: [String: Figure]
    /// Open cases by phase.
    public let casesByPhase: [String: Figure]
    /// Hours by line and place, as of now.
    public let hours: [Hours]
    /// The smallest count that is disclosed.
    public let least: Int
    /// The word of the `Note` on its figures.
    public let caution: String

    /// The row of the nationalities that are not disclosed.
    static let others = "others"

    /// Answers from the offices at the moments when the requested quarters were published.
    ///
    /// - Throws: `Refusal` for days that are not the first and last days of published quarters, and if no plan was adopted.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let published = try PublishedQuarters(office, past)
        let asked = try Self.span(question, published)
        var quarters: [PublishedQuarter] = []
        for quarter in asked {
            let moment = published.moment(of: quarter)
            let then = try past.office(at: try past.position(asOf: .instant(moment)))
            quarters.append(try PublishedQuarter(quarter, moment, then))
        }
        let days = Question(from: asked.first?.firstDay, to: asked.last?.lastDay)
        basis = Basis(office, days)
        position = office.position
        self.quarters = quarters
        personsServed = Figure.sum(quarters.map(\.personsServed))
        byLine = Figure.sum(quarters.map(\.byLine))
        byPlace = Figure.sum(quarters.map(\.byPlace))
        byMeasure = Figure.sum(quarters.map(\.byMeasure))
        byQuarter = Dictionary(uniqueKeysWithValues: quarters.map { ($0.quarter, $0.personsServed) })
        byAge = Figure.sum(quarters.map(\.byAge))
        bySex = Figure.sum(quarters.map(\.bySex))
        byNationality = Figure.sum(quarters.map(\.byNationality))
        casesOpen = quarters.last?.casesOpen ?? .withheld
        casesByPlace = quarters.last?.casesByPlace ?? [:]
        casesByPhase = quarters.last?.casesByPhase ?? [:]
        hours = try Compliance(office, days).rows.map {
            Hours(line: $0.line, place: $0.place, owed: $0.owed, delivered: $0.delivered, balance: $0.balance)
        }
        least = Suppression.least
        caution = Note.personsOfQuarter.rawValue
    }

    /// The quarters that the question names by their first and last days, or all published quarters.
    private static func span(_ question: Question, _ published: PublishedQuarters) throws(Refusal) -> [Quarter] {
        for (name, isGiven) in [("asOf", question.asOf != nil), ("on", question.on != nil)] where isGiven {
            throw Refusal(.question(.wholeQuartersOnly), field: name)
        }
        let (first, last) = (published.first, published.last)
        guard first <= last else {
            throw Refusal(
                .question(.noQuarterYet(first: first.description, from: published.firstDay)), field: "to",
                value: question.to?.description)
        }
        let to = question.to ?? last.lastDay
        guard to >= first.lastDay, to <= last.lastDay, Quarter(to).lastDay == to else {
            throw Refusal(
                .question(.notEndOfQuarter(first: first.lastDay, last: last.lastDay)), field: "to",
                value: to.description)
        }
        let from = question.from ?? first.firstDay
        guard from >= first.firstDay, from <= to, Quarter(from).firstDay == from else {
            throw Refusal(
                .question(.notBeginningOfQuarter(first: first.firstDay, last: Quarter(to).firstDay)), field: "from",
                value: from.description)
        }
        var quarters = [Quarter(to)]
        while let quarter = quarters.last, quarter > Quarter(from) { quarters.append(quarter.previous) }
        return quarters.reversed()
    }
}

extension Aggregates.Figure {
    /// Returns the sum; withheld if either summand is.
    static func sum(_ figures: [Self]) -> Self {
        var sum = 0
        for figure in figures {
            switch figure {
            case .count(let count): sum += count
            case .withheld: return .withheld
            }
        }
        return .count(sum)
    }

    /// Returns the sums of the rows of several tables. A row missing from a table is zero, unless it may be among those that
    /// the table withholds.
    static func sum(_ tables: [[String: Self]]) -> [String: Self] {
        var sums: [String: Self] = [:]
        for name in Set(tables.flatMap(\.keys)) {
            sums[name] = sum(
                tables.map { table in
                    table[name]
                        ?? (table[Aggregates.others] != nil || table.values.contains(.withheld) ? .withheld : .count(0))
                })
        }
        return sums
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
