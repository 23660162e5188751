public import Office

/// Every report, in the order of first submission.
public struct Reports: Answer {
    /// The name under which it is asked.
    public static let name = "reports"

    /// A report in a line.
    public struct Row: Codable, Sendable, Hashable {
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
    }

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

/// One report as it was submitted last: what it froze.
public struct ReportFile: View {
    /// The name under which it is asked.
    public static let name = "report"

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
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
    /// The positions of its submissions, the last one last.
    public let submissions: [Int]
    /// The position that its figures know.
    public let knows: Int
    /// The root of the log's Merkle tree up to and including that position, base64 (RFC 6962, section 2.1).
    public let root: String
    /// The SHA-256 of the full figures, base64: of the canonical JSON of an object with the answers of the views in
    /// `views` by name, each for `asOf` `knows`, `from` and `to`.
    public let figures: String
    /// The views whose answers `figures` is taken over.
    public let views: [String]
    /// The entries that it claims.
    public let entries: [String]
    /// The figures of its rows.
    public let totals: [String: Int]

    /// The report `question.id`. Refuses one that was never submitted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        guard let id = question.id else {
            throw Refusal(.missingField, field: "id", "which report is not said", accepted: "the id of a report")
        }
        guard let found = office.reports.report(id), let last = found.submissions.last else {
            throw Refusal(
                .unknown("report"), field: "id", value: id.text, "there is no report \(id.text)",
                accepted: "the id of a submitted report")
        }
        basis = Basis(office, question)
        position = office.position
        report = found.id.text
        kind = found.kind.rawValue
        from = found.from.description
        to = found.to.description
        state = found.isReopened ? "reopened" : "submitted"
        submissions = found.submissions.map(\.position)
        knows = last.figures.position
        root = last.figures.root
        figures = last.figures.digest
        views = Figures.answers(of: found.kind)
        entries = last.entries.map(\.text)
        totals = last.figures.totals
    }
}
