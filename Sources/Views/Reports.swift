import CivilTime
public import Office

/// Every report, in the order of first submission.
public struct Reports: Answer {
    /// The name under which it is asked.
    public static let name = "reports"
    /// What it can be asked with.
    public static let parameters: [Parameter] = [.asOf]
    /// As people ask it.
    public static let command = "report list"

    /// A report in a line.
    public struct Row: Described, Hashable {
        /// The report's id.
        public let report: String
        /// `quarterly`, `timesheets`, `claim` or `final`.
        public let kind: String
        /// The first day.
        public let from: String
        /// The last day.
        public let to: String
        /// `submitted` or `reopened`.
        public let state: String
        /// When it was last submitted.
        public let submitted: String
        /// The position that its figures know.
        public let position: Int
        /// How many of its figures today's knowledge would change.
        public let changedCount: Int

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .report: .id(of: .report), .kind: .code, .from: .day, .to: .day, .state: .code, .submitted: .instant,
                .position: .position, .changedCount: .count,
            ])
    }

    /// Its fields, in reading order.
    public static let columns = [Column](
        of: CodingKeys.self, [.basis: .basis, .position: .position, .rows: .rows(Row.self)])

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The reports.
    public let rows: [Row]

    /// Lists the reports that `office` knows.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        var rows: [Row] = []
        for report in office.reports.reports {
            let found = try Audit.Submitted(report, office, past)
            rows.append(
                Row(
                    report: found.report, kind: found.kind, from: found.from, to: found.to, state: found.state,
                    submitted: report.submissions.last.map { $0.time.description } ?? "", position: found.position,
                    changedCount: found.changed.count))
        }
        basis = Basis(office, question)
        position = office.position
        self.rows = rows
    }
}
