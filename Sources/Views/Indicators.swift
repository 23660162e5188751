import CivilTime
public import Office

/// The number of persons served, each counted once in every figure, so the total is not the sum of its rows.
///
/// With a line or place, it counts only the services there. A service counts if, among the decisions on any id linked to the
/// person that cover its day, the latest recorded one says eligible.
public struct Indicators: View {
    /// The view's name.
    public static let name = "indicators"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .people, .services]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + [.line, .place]

    /// A target of the plan, with the value reached.
    public struct TargetFigure: Described, Hashable {
        /// The indicator, `personsServed`.
        public let indicator: String
        /// For one line only.
        public let line: String?
        /// For one kind of measure only.
        public let measure: String?
        /// The target.
        public let value: Int
        /// The value reached; nil for an indicator that labd does not compute.
        public let reached: Int?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .indicator: .code, .line: .id(of: .line).optional, .measure: .id(of: .planMeasure).optional,
            .value: .count, .reached: .count.optional,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .personsServed: .persons, .newInPeriod: .persons,
        .servedNotCounted: .persons, .caution: .note, .targets: .rows(TargetFigure.self),
        .byLine: .by(id: .line, .persons), .byPlace: .by(id: .place, .persons),
        .byMeasure: .by(id: .planMeasure, .persons),
        .byQuarter: .by(.quarter, .persons), .byAge: .by(.code, .persons), .bySex: .by(.code, .persons),
        .byNationality: .by(.code, .persons),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// Eligible persons served.
    public let personsServed: Int
    /// Persons whose first counted service is within the requested days.
    public let newInPeriod: Int
    /// By line.
    public let byLine: [String: Int]
    /// By place where the service was given.
    public let byPlace: [String: Int]
    /// By the plan's kinds of measure.
    public let byMeasure: [String: Int]
    /// By quarter in which the service was given.
    public let byQuarter: [String: Int]
    /// By age band, in the year of the service: 0–13, 14–17, 18–24, 25–64, 65+, unknown.
    public let byAge: [String: Int]
    /// By registered sex; `unknown` if none is registered.
    public let bySex: [String: Int]
    /// By registered nationality.
    public let byNationality: [String: Int]
    /// Persons served who are not counted, because on no day of service did a decision say eligible.
    public let servedNotCounted: Int
    /// The plan's targets. An answer for one line contains that line's targets; an answer for one place contains none.
    public let targets: [TargetFigure]
    /// The word of the `Note` on its figures.
    public let caution: String

    /// Answers from the present office. Refuses names that the office does not know, and any question before a plan is adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        guard let plan = office.plan else { throw .noPlan }
        let found = try PersonCounts(office, plan, question)
        basis = Basis(office, question)
        position = office.position
        personsServed = found.personsServed
        newInPeriod = found.newInPeriod
        byLine = found.byLine
        byPlace = found.byPlace
        byMeasure = found.byMeasure
        byQuarter = found.byQuarter
        byAge = found.byAge
        bySex = found.bySex
        byNationality = found.byNationality
        servedNotCounted = found.notCounted
        let (total, lines, measures) = (personsServed, byLine, byMeasure)
        // A target applies to the whole project or to one line, so the value at one place cannot be compared with it.
        targets = plan.targets.filter { target in
            question.place == nil && (question.line == nil || question.line == target.line)
        }.map { target in
            var reached: Int?
            if target.indicator.text == "personsServed" {
                switch (target.line, target.measure) {
                case (nil, nil): reached = total
                case (let line?, nil): reached = lines[line.text] ?? 0
                case (nil, let measure?): reached = measures[measure.text] ?? 0
                case (let line?, let measure?):
                    reached = found.byLineAndMeasure[LineMeasure(line: line.text, measure: measure.text)] ?? 0
                }
            }
            return TargetFigure(
                indicator: target.indicator.text, line: target.line?.text, measure: target.measure?.text,
                value: target.value, reached: reached)
        }
        caution = Note.personsOnce.rawValue
    }
}

// MARK: - Figures

extension Indicators: CountedView {
    static let measures = [Measure(name: "personsServed", unit: .persons)]
    static let facets: [FacetName] = [.line, .place, .measure, .quarter, .age, .sex, .nationality]
    static let shapes: [[FacetName]] = [[]] + facets.map { [$0] }

    static func facts(_ office: Office, _ question: Question, _ plan: Plan) -> [Fact] {
        office.personFacts(question, plan)
    }
}
