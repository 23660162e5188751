import CivilTime
public import Office

/// The starting point of an audit: flags, voided records, adjusted hours, findings, and the submitted reports whose figures
/// would be different today.
public struct Audit: Answer {
    /// The view's name.
    public static let name = "audit"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .days + .places
    /// The words of the command.
    public static let command = "audit show"

    /// An event that carries flags.
    public typealias Flagged = EventNote

    /// A record that was voided.
    public struct Void: Described, Hashable {
        /// The voiding.
        public let event: EventNote
        /// The voided record.
        public let voided: EventNote
        /// Why, as the event says in clear.
        public let reason: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>(
            [
                .event: .object(EventNote.self), .voided: .object(EventNote.self), .reason: .text.optional,
            ], essential: [.reason], minor: [.event]
        ).all
    }

    /// Hours whose amount was changed after they were logged.
    public struct Adjusted: Described, Hashable {
        /// The adjustment.
        public let event: EventNote
        /// The entry's id.
        public let entry: String
        /// Its minutes before.
        public let before: Int
        /// Its minutes after.
        public let after: Int
        /// Why, as the event says in clear.
        public let reason: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>(
            [
                .entry: .id(of: .entry), .before: .minutes, .after: .minutes, .event: .object(EventNote.self),
                .reason: .text.optional,
            ], essential: [.reason], minor: [.event]
        ).all
    }

    /// A finding noted by an auditor.
    public struct Noted: Described, Hashable {
        /// The finding's id.
        public let finding: String
        /// `low`, `medium` or `high`.
        public let severity: String
        /// The day.
        public let on: String
        /// The report that it is about.
        public let report: String?
        /// The position that it is about.
        public let about: Int?
        /// The text.
        public let text: String
        /// The position of its event.
        public let position: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .finding: .id(of: .finding), .severity: .code, .on: .day, .text: .text,
            .report: .id(of: .report).optional, .about: .position.optional, .position: .position,
        ]).all
    }

    /// A report, and those of its figures that would be different today.
    public struct Submitted: Described, Hashable {
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
        /// The number of its submissions.
        public let submissions: Int
        /// The log position that its figures were computed at.
        public let position: Int
        /// The root of the log's tree at that position, base64.
        public let root: String
        /// The SHA-256 of its figures, base64.
        public let figures: String
        /// The number of claimed entries.
        public let entries: Int
        /// The figures that would be different today.
        public let changed: [Diff.Row]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>(
            [
                .report: .id(of: .report), .kind: .code, .from: .day, .to: .day, .state: .code, .submissions: .count,
                .entries: .count, .position: .position, .root: .digest, .figures: .digest,
                .changed: .rows(Diff.Row.self),
            ], essential: [.position, .changed], minor: [.entries]
        ).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .flags: .by(.code, .count), .flagged: .events,
        .voids: .rows(Void.self), .adjustments: .rows(Adjusted.self), .erasures: .events,
        .erasureRefusals: .events, .reads: .events, .findings: .rows(Noted.self), .reports: .rows(Submitted.self),
        .rowCounts: .by(.code, .count).optional,
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The number of events with each flag.
    public let flags: [String: Int]
    /// The events with flags.
    public let flagged: [Flagged]
    /// Voided records.
    public let voids: [Void]
    /// Adjusted hours.
    public let adjustments: [Adjusted]
    /// Erasures.
    public let erasures: [EventNote]
    /// Erasures that were requested too early.
    public let erasureRefusals: [EventNote]
    /// Readings of a person's sealed data, and answers to persons who requested their own data.
    public let reads: [EventNote]
    /// Findings.
    public let findings: [Noted]
    /// Reports.
    public let reports: [Submitted]
    /// The number of all rows of each list by its name, if the question asks for those of some places.
    public let rowCounts: [String: Int]?

    /// Answers from the present office. `from`, `to` and `on` select events by the day on which they happened.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let matters = try Matters(office, question, past)
        var parts = ListParts(question)
        basis = Basis(office, question)
        position = office.position
        flags = matters.flags
        flagged = parts.take(matters.flagged, as: CodingKeys.flagged)
        voids = parts.take(matters.voids, as: CodingKeys.voids)
        adjustments = parts.take(matters.adjustments, as: CodingKeys.adjustments)
        erasures = parts.take(matters.erasures, as: CodingKeys.erasures)
        erasureRefusals = parts.take(matters.erasureRefusals, as: CodingKeys.erasureRefusals)
        reads = parts.take(matters.reads, as: CodingKeys.reads)
        findings = parts.take(office.reports.findings.map(Noted.init), as: CodingKeys.findings)
        var submitted = CollectedPart<Submitted>(question)
        for report in office.reports.reports {
            try submitted.add { () throws(Refusal) in try Submitted(report, office, past) }
        }
        reports = parts.take(submitted, as: CodingKeys.reports)
        rowCounts = parts.rowCounts
    }
}

/// The events that an audit begins with, by what they did.
private struct Matters {
    private(set) var flags: [String: Int] = [:]
    private(set) var flagged: CollectedPart<EventNote>
    private(set) var voids: CollectedPart<Audit.Void>
    private(set) var adjustments: CollectedPart<Audit.Adjusted>
    private(set) var erasures: CollectedPart<EventNote>
    private(set) var erasureRefusals: CollectedPart<EventNote>
    private(set) var reads: CollectedPart<EventNote>

    init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        (flagged, erasures, erasureRefusals, reads) = (
            CollectedPart(question), CollectedPart(question), CollectedPart(question), CollectedPart(question)
        )
        (voids, adjustments) = (CollectedPart(question), CollectedPart(question))
        let window = question.window
        // Where all days count, only the events that are listed are read.
        let isAlways = window == Question().window
        for position in office.auditedPositions {
            let record = office.records[position]
            func note() throws(Refusal) -> EventNote { try past.event(at: position) }
            if !isAlways {
                guard let day = Day(try note().occurred), window.contains(day) else { continue }
            }
            if !record.flags.isEmpty {
                try flagged.add(note)
                for flag in record.flags.words { flags[flag, default: 0] += 1 }
            }
            switch record.auditMatter {
            case .voiding:
                try voids.add { () throws(Refusal) in
                    Audit.Void(
                        event: try note(), voided: try past.event(at: Int(record.row)),
                        reason: try past.reason(of: position))
                }
            case .adjustment:
                try adjustments.add { () throws(Refusal) in
                    Audit.adjusted(
                        try note(), Ref(Int(record.row)), office, reason: try past.reason(of: position))
                }
            case .erasure: try erasures.add(note)
            case .erasureRefusal: try erasureRefusals.add(note)
            case .look: try reads.add(note)
            case nil: break
            }
        }
    }
}

extension Audit.Noted {
    fileprivate init(_ finding: Finding) {
        self.init(
            finding: finding.id.text, severity: finding.severity.rawValue, on: finding.on.description,
            report: finding.report?.text, about: finding.about, text: finding.text, position: finding.position)
    }
}

extension Audit.Submitted {
    /// Compares a report's last submission with the present figures of `office`.
    init(_ report: Report, _ office: Office, _ past: any Past) throws(Refusal) {
        guard let last = report.submissions.last else {
            throw Refusal(.log(.neverSubmitted(report: report.id)))
        }
        let then = try past.office(at: last.figures.position)
        let (before, after) = try report.figures(of: last, then: then, now: office)
        let difference = Difference(from: then, to: office, before: before, after: after)
        self.report = report.id.text
        kind = report.kind.rawValue
        from = report.from.description
        to = report.to.description
        state = report.isReopened ? "reopened" : "submitted"
        submissions = report.submissions.count
        position = last.figures.position
        root = last.figures.root
        figures = last.figures.digest
        entries = last.claimed?.count ?? 0
        changed = try difference.changes.map { change throws(Refusal) in try Diff.Row(change, past) }
    }
}

extension Audit {
    /// What an adjustment changed. A function and not an initialiser, which would keep a copy of the office for each.
    fileprivate static func adjusted(
        _ event: EventNote, _ adjustment: Ref<Adjustment>, _ office: Office, reason: String?
    ) -> Adjusted {
        let row = office.hours.adjustments[adjustment]
        return Adjusted(
            event: event, entry: office.hours.entries.id(row.entry), before: Int(row.before), after: Int(row.minutes),
            reason: reason)
    }
}
