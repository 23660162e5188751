import CivilTime
public import Office

/// The entries that a claim for some days would take now: approved, on project funds, with a rate, and in no other claim.
///
/// It follows the rule by which a claim is submitted, so a claim for the same days takes exactly these entries, unless something
/// is recorded before.
public struct ClaimableEntries: Answer {
    /// The view's name.
    public static let name = "claimable"
    /// The words of the command.
    public static let command = "report claimable"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .workers, .hours, .reports]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days

    /// An entry that would be claimed.
    public struct Row: Described, Hashable {
        /// The entry's id.
        public let entry: String
        /// The day.
        public let on: String
        /// The worker.
        public let worker: String
        /// The line, if the hours have one.
        public let line: String?
        /// The place, if the hours have one.
        public let place: String?
        /// Its minutes.
        public let minutes: Int
        /// Its cost in units of 1/103,200 cent, which represent it exactly.
        public let centFractions: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .entry: .id(of: .entry), .on: .day, .worker: .id(of: .worker), .line: .id(of: .line).optional,
            .place: .id(of: .place).optional, .minutes: .minutes, .centFractions: .value(.centFractions),
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .minutes: .minutes, .cents: .cents, .caution: .note,
        .rows: .rows(Row.self), .leftOut: .rows(ReportFile.LeftOut.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The minutes of all entries.
    public let minutes: Int
    /// Their cost in cents, rounded once, half to even.
    public let cents: Int
    /// The word of the `Note` on its figures.
    public let caution: String
    /// The entries, in the order of recording.
    public let rows: [Row]
    /// Entries of these days that would be left out because they have no rate.
    public let leftOut: [ReportFile.LeftOut]

    /// Answers from the present office.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let window = question.window
        let claim = office.claim(from: window.from, to: window.to)
        basis = Basis(office, question)
        position = office.position
        minutes = claim.minutes
        cents = claim.cost.rounded
        caution = Note.roundedCents.rawValue
        rows = claim.entries.map { Row($0, office) }
        leftOut = claim.withoutRate.map { ReportFile.LeftOut($0, office) }
    }
}

extension ClaimableEntries.Row {
    fileprivate init(_ charge: Charge, _ office: Office) {
        entry = office.hours.entries.id(charge.entry)
        on = charge.on.description
        worker = office.workers.id(charge.worker)
        line = charge.line.map { office.symbols[$0] }
        place = office.hours.entries[charge.entry].place.map { office.symbols[$0] }
        minutes = charge.minutes
        centFractions = charge.cost?.fractions ?? 0
    }
}

extension ReportFile.LeftOut {
    init(_ charge: Charge, _ office: Office) {
        entry = office.hours.entries.id(charge.entry)
        worker = office.workers.id(charge.worker)
        on = charge.on.description
        minutes = charge.minutes
    }
}
