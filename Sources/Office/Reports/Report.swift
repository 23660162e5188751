public import CivilTime
import HashTreeCollections

/// The kind of a report, which determines the figures that it freezes.
public enum ReportKind: String, WordList {
    /// Progress in a quarter: hours, persons served, cases, mediation.
    case quarterly
    /// The workers' months.
    case timesheets
    /// Claimed costs, with the entries that they are computed from; each entry is in only one claim.
    case claim
    /// Everything, at the project's end.
    case final
}

/// The fields that labd adds to a report when it is submitted: they identify its figures, so that nobody has to trust a copy.
public struct FrozenFigures: Sendable, Hashable, Codable {
    /// The position of the last event that the figures know.
    public let position: Int
    /// The root of the log's Merkle tree up to and including that event, in base64 (RFC 6962, section 2.1).
    public let root: String
    /// A SHA-256 in base64: of the figures alone, see `ReportFigures` in `Views`; where `names` is 0, of the views' whole
    /// answers as labd 0.1.0 gave them, prose and all.
    public let digest: String
    /// The version of the figures' names, from 1; 0 for what labd 0.1.0 froze.
    public let names: Int
    /// The number of figures.
    public let count: Int
    /// The figures by name, if the event contains them, as events of labd 0.1.0 do; nil if they are recomputed from the log and
    /// compared with the digest.
    public let totals: [String: Int]?

    /// Figures of a moment; `totals` only if the event contains them.
    public init(
        position: Int, root: String, digest: String, names: Int, count: Int, totals: [String: Int]? = nil
    ) {
        self.position = position
        self.root = root
        self.digest = digest
        self.names = names
        self.count = count
        self.totals = totals
    }
}

/// A provider of the figures of a report. The office does not know views, the tree of its log, or hashes.
public protocol FigureFreezer {
    /// The figures of `kind` for the days `from` to `to`, both included, as `office` has them; those of a claim are of the
    /// entries of `claim` alone.
    ///
    /// - Throws: `Refusal` if they cannot be computed, without a plan or because the log cannot be read.
    func freeze(_ office: Office, _ kind: ReportKind, from: Day, to: Day, _ claim: Claim?) throws(Refusal)
        -> FrozenFigures
    /// The SHA-256 of some bytes, in base64.
    func digest(of bytes: [UInt8]) -> String
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
        /// The claimed amounts, if the report is a claim.
        public let claimed: Claimed?
    }

    /// The entries of a claim, as stored in its event.
    public struct Claimed: Sendable, Hashable, Codable {
        /// The number of entries.
        public let count: Int
        /// Their ids, if the event contains them, as events of labd 0.1.0 do; nil if they are determined by the rule of
        /// `Office.claim`, in the office from which the figures were computed.
        public let ids: [ID]?
        /// The SHA-256 of the entries with their minutes and costs, see `Claim.canonicalBytes`, in base64.
        public let digest: String?
        /// Their minutes.
        public let minutes: Int?
        /// Their cost in cents, rounded once, half to even.
        public let cents: Int?
    }

    /// Its id.
    public let id: ID
    /// The kind of the report.
    public let kind: ReportKind
    /// The first day.
    public let from: Day
    /// The last day.
    public let to: Day
    /// Every submission, the last one last; at least one.
    public internal(set) var submissions: [Submission]
    /// Whether it was opened again since the last submission, so that it is no longer valid.
    public internal(set) var isReopened = false
}

/// An auditor's finding.
public struct Finding: Sendable, Hashable, Codable {
    /// The severity.
    public enum Severity: String, WordList {
        /// A remark.
        case low
        /// To be corrected.
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
    /// The severity.
    public let severity: Severity
    /// The text.
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
    var claims = TreeDictionary<Ref<Entry>, Int32>()

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
