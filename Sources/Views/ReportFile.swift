import CivilTime
public import Office

/// The last submission of one report: the figures that it froze, and whether the log still gives the same ones.
public struct ReportFile: Answer {
    /// The view's name.
    public static let name = "report"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.id, .asOf]
    /// The question must name a report.
    public static let required: [Parameter] = [.id]
    /// The words of the command.
    public static let command = "report show"

    /// An entry as it was claimed. The digest `claimDigest` covers exactly these fields, in this order.
    public struct ClaimedEntry: Described, Hashable {
        /// Its cost in units of 1/103,200 cent, which represent it exactly.
        public let centFractions: Int
        /// The entry's id.
        public let entry: String
        /// Its minutes.
        public let minutes: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .entry: .id(of: .entry), .minutes: .minutes, .centFractions: .value(.centFractions),
        ]).all
    }

    /// An entry that was not claimed because no rate applied on its day.
    public struct LeftOut: Described, Hashable {
        /// The entry's id.
        public let entry: String
        /// The worker's id.
        public let worker: String
        /// The entry's day.
        public let on: String
        /// Its minutes.
        public let minutes: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .entry: .id(of: .entry), .worker: .id(of: .worker), .on: .day, .minutes: .minutes,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .report: .id(of: .report), .kind: .code, .from: .day, .to: .day,
        .state: .code, .submissions: .values(.position), .holds: .yesNo, .knows: .position, .root: .digest,
        .figures: .digest, .figureNames: .count, .views: .codes, .minutes: .minutes.optional,
        .cents: .cents.optional, .claimDigest: .digest.optional, .totals: .by(.figureName, .figure),
        .entries: .ids(of: .entry), .claimed: .rows(ClaimedEntry.self), .leftOut: .rows(LeftOut.self),
    ]).all

    /// The basis of the answer.
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
    /// The positions of its submissions, oldest first.
    public let submissions: [Int]
    /// The log position that its figures were computed at.
    public let knows: Int
    /// The root of the log's Merkle tree up to and including that position, base64 (RFC 6962, section 2.1).
    public let root: String
    /// The SHA-256 of its figures, base64: of the canonical JSON of `{"figures": totals, "names": figureNames, "views":
    /// views}`. If `figureNames` is 0, labd 0.1.0 computed it over the views' complete answers, including their texts, and no
    /// other version can recompute it; the event itself contains the totals.
    public let figures: String
    /// The version of the figures' names.
    public let figureNames: Int
    /// The views that its figures come from.
    public let views: [String]
    /// The figures by name, computed from the log up to `knows`; if `figureNames` is 0, taken from the event.
    public let totals: [String: Int]
    /// Whether the figures and the claimed entries, computed from the log now, equal those that were frozen.
    public let holds: Bool
    /// The ids of the claimed entries, in the order of recording.
    public let entries: [String]
    /// The claimed entries with minutes and costs; empty if the report is not a claim, or was submitted to labd 0.1.0.
    public let claimed: [ClaimedEntry]
    /// The SHA-256 of the canonical JSON of `claimed`, base64.
    public let claimDigest: String?
    /// The minutes claimed.
    public let minutes: Int?
    /// The cents claimed, rounded once, half to even.
    public let cents: Int?
    /// Entries of these days that were left out of the claim because they have no rate.
    public let leftOut: [LeftOut]

    /// Returns the report `question.id`. Refuses a report that was never submitted.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let id = try Question.required(question.id, .id, .report)
        guard let found = office.reports.report(id), let last = found.submissions.last else {
            throw Refusal(.question(.noReport(id)), field: "id", value: id.text)
        }
        let then = try past.office(at: last.figures.position)
        let proof = try SubmissionProof(found, last, then, past)
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
        figureNames = last.figures.names
        views = proof.views
        totals = last.figures.totals ?? proof.totals
        holds = proof.holds
        claimDigest = last.claimed?.digest
        minutes = last.claimed?.minutes
        cents = last.claimed?.cents
        let charges = proof.claim?.entries ?? []
        claimed = charges.map { charge in
            ClaimedEntry(
                centFractions: charge.cost?.fractions ?? 0, entry: then.hours.entries.id(charge.entry),
                minutes: charge.minutes)
        }
        entries = last.claimed?.ids?.map(\.text) ?? claimed.map(\.entry)
        leftOut = (proof.claim?.withoutRate ?? []).map { LeftOut($0, then) }
    }
}

/// A submission's event, compared with the log up to the position that its figures were computed at.
private struct SubmissionProof {
    let views: [String]
    let totals: [String: Int]
    let claim: Claim?
    let holds: Bool

    init(_ report: Report, _ submission: Report.Submission, _ then: Office, _ past: any Past) throws(Refusal) {
        guard submission.figures.names > 0 else {
            let figures = try Figures(then, report.kind, from: report.from, to: report.to, entries: nil)
            views = figures.views.map { $0.name }
            totals = figures.values
            claim = nil
            holds = submission.figures.totals.map { figures.values.holds($0) } ?? false
            return
        }
        let claim = report.kind == .claim ? then.claim(from: report.from, to: report.to) : nil
        let figures = try ReportFigures(then, report.kind, from: report.from, to: report.to, claim)
        views = figures.views
        totals = figures.values
        self.claim = claim
        holds =
            past.digest(of: figures.canonicalBytes) == submission.figures.digest
            && claim.map { past.digest(of: $0.canonicalBytes) } == submission.claimed?.digest
    }
}

extension [String: Int] {
    /// Whether each figure of `frozen` has the same value here. Later versions have more figures than labd 0.1.0, but compute
    /// the old ones in the same way.
    fileprivate func holds(_ frozen: [String: Int]) -> Bool { frozen.allSatisfy { self[$0.key] == $0.value } }
}
