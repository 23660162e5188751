import CivilTime
public import Office

/// All reports, in the order of first submission.
public struct Reports: Answer {
    /// The view's name.
    public static let name = "reports"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.asOf]
    /// The words of the command.
    public static let command = "report list"

    /// A report, summarised.
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
        /// The log position that its figures were computed at.
        public let position: Int
        /// The number of its figures that would be different today.
        public let changedCount: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>(
            [
                .report: .id(of: .report), .kind: .code, .from: .day, .to: .day, .state: .code, .submitted: .instant,
                .position: .position, .changedCount: .count,
            ], essential: [.position, .changedCount], minor: [.submitted]
        ).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([.basis: .basis, .position: .position, .rows: .rows(Row.self)]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The reports.
    public let rows: [Row]

    /// Lists the reports of `office`.
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
