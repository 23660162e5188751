import HashTreeCollections

/// What a report is about, which decides the figures that it freezes.
public enum ReportKind: String, WordList {
    /// Progress in a quarter: hours, persons served, cases, mediation.
    case quarterly
    /// The workers' months.
    case timesheets
    /// Costs claimed, with the entries that they rest on, each in one claim.
    case claim
    /// Everything, at the project's end.
    case final
}

/// What labd adds to a report when it is submitted: the figures as they were, so that nobody has to trust a copy.
public struct FrozenFigures: Sendable, Hashable, Codable {
    /// The position of the last event that the figures know.
    public let position: Int
    /// The root of the log's Merkle tree up to and including that event, in base64 (RFC 6962, section 2.1).
    public let root: String
    /// The SHA-256 of the full figures in canonical form, in base64.
    public let digest: String
    /// The figures of the rows, by name.
    public let totals: [String: Int]

    /// Figures of a moment.
    public init(position: Int, root: String, digest: String, totals: [String: Int]) {
        self.position = position
        self.root = root
        self.digest = digest
        self.totals = totals
    }
}

/// Whoever can say what the figures of a report are. The office knows neither views nor the tree of its log.
public protocol FigureFreezer {
    /// The figures of `kind` for the days `from` to `to`, both included, as `office` has them.
    ///
    /// - Throws: `Refusal` where they cannot be had: no plan, a log that cannot be read.
    func freeze(_ office: Office, _ kind: ReportKind, from: Day, to: Day) throws(Refusal) -> FrozenFigures
}

/// A report and how often it was submitted.
public struct Report: Sendable, Hashable, Codable {
    /// One submission.
    public struct Submission: Sendable, Hashable, Codable {
        /// The position of its event.
        public let position: Int
        /// When it was recorded.
        public let time: Instant
        /// The figures as they were.
        public let figures: FrozenFigures
        /// The hours entries of a claim, by id.
        public let entries: [ID]
    }

    /// Its id.
    public let id: ID
    /// What it is about.
    public let kind: ReportKind
    /// The first day.
    public let from: Day
    /// The last day.
    public let to: Day
    /// Every submission, the last one last; at least one.
    public internal(set) var submissions: [Submission]
    /// Whether it was opened again since the last submission, so that it stands for nothing now.
    public internal(set) var isReopened = false
}

/// What an auditor found.
public struct Finding: Sendable, Hashable, Codable {
    /// How grave it is.
    public enum Severity: String, WordList {
        /// A remark.
        case low
        /// To be mended.
        case medium
        /// Money or trust is at stake.
        case high
    }

    /// Its id.
    public let id: ID
    /// The report that it is about.
    public let report: ID?
    /// The event that it is about.
    public let about: Int?
    /// The day.
    public let on: Day
    /// How grave it is.
    public let severity: Severity
    /// What it says.
    public let text: String
    /// The position of its event.
    public let position: Int
}

/// All reports, findings and claims.
public struct ReportBook: Sendable, Equatable {
    /// In the order of first submission.
    public internal(set) var reports: [Report] = []
    /// In the order of recording.
    public internal(set) var findings: [Finding] = []
    /// The report in which an entry is claimed, by its number.
    private var claims = TreeDictionary<Ref<Entry>, Int32>()

    /// The number of the report of that id.
    func index(of id: ID) -> Int? { reports.firstIndex { $0.id == id } }

    /// The report of that id.
    public func report(_ id: ID) -> Report? { index(of: id).map { reports[$0] } }

    /// The report in which the entry is claimed.
    package func claim(of entry: Ref<Entry>) -> Report? { claims[entry].map { reports[Int($0)] } }

    mutating func submit(_ report: Report, claiming entries: [Ref<Entry>]) {
        let index: Int
        if let known = self.index(of: report.id) {
            index = known
            let earlier = reports[known].submissions
            reports[known] = report
            reports[known].submissions = earlier + report.submissions
        } else {
            index = reports.count
            reports.append(report)
        }
        for entry in entries { claims[entry] = Int32(index) }
    }

    mutating func reopen(_ index: Int) {
        reports[index].isReopened = true
        claims = claims.filter { $0.value != Int32(index) }
    }
}

extension ReportBook {
    func writeClaims(to image: inout ImageWriter) { image.dictionary(claims) }

    init(reports: [Report], findings: [Finding], from image: inout ImageReader) throws(ImageError) {
        self.reports = reports
        self.findings = findings
        claims = try image.dictionary()
    }
}

extension Office {
    /// The entries that a claim about these days takes: approved, not pending, on project funds, with minutes, and in no
    /// other claim. With the claim of the first one that was left out for being in another.
    func claimable(from: Day, to: Day) -> (entries: [Ref<Entry>], inOther: Report?) {
        var found: [Ref<Entry>] = []
        var other: Report?
        hours.entries.forEach { ref, entry in
            guard from <= entry.on, entry.on <= to, entry.minutes > 0, charge(ref)?.state == .approved else { return }
            if let claim = reports.claim(of: ref) {
                other = other ?? claim
            } else {
                found.append(ref)
            }
        }
        return (found, other)
    }
}
