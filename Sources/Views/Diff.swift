public import Office

/// The figures that changed between two moments of the log, or since a report was submitted, and the events that changed them.
public struct Diff: Answer {
    /// The view's name.
    public static let name = "diff"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.since, .report] + .days

    /// A figure that changed.
    public struct Row: Described, Hashable {
        /// The figure's name: `indicators/place=chiari/personsServed`.
        public let figure: String
        /// The value before.
        public let before: Int
        /// The value after.
        public let after: Int
        /// After minus before.
        public let change: Int
        /// The events that caused the change, in the order of recording.
        public let events: [EventNote]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .figure: .value(.figureName), .before: .figure, .after: .figure, .change: .figure, .events: .events,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .since: .position, .report: .id(of: .report).optional,
        .compared: .count, .rows: .rows(Row.self),
    ]).all

    /// The basis of the answer: the later moment.
    public let basis: Basis
    /// The position of the last event known at the later moment.
    public let position: Int
    /// The position of the last event known at the earlier one.
    public let since: Int
    /// The compared report, if one was named.
    public let report: String?
    /// The changed figures, by name.
    public let rows: [Row]
    /// The number of compared figures.
    public let compared: Int

    /// Compares `question.since`, or the last submission of `question.report`, with the present office.
    ///
    /// - Throws: `Refusal` if neither or both are named, for an unknown report, and if the moment named is later than the
    ///   office's.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let earlier: Office
        var limits = question
        let before: Figures
        let after: Figures
        switch (question.since, question.report) {
        case (let moment?, nil):
            earlier = try past.office(at: try past.position(asOf: moment))
            try Self.check(earlier, notAfter: office)
            before = try Figures(earlier, Catalogue.counted, limits)
            after = try Figures(office, Catalogue.counted, limits)
        case (nil, let id?):
            guard let report = office.reports.report(id), let submission = report.submissions.last else {
                throw Refusal(.question(.noReport(id)), field: "report", value: id.text)
            }
            for (parameter, day) in [(Parameter.on, question.on), (.from, question.from), (.to, question.to)] {
                guard let day else { continue }
                throw Refusal(
                    .question(.reportHasItsDays(from: report.from, to: report.to)), field: parameter.rawValue,
                    value: "\(day)")
            }
            earlier = try past.office(at: submission.figures.position)
            try Self.check(earlier, notAfter: office)
            (limits.from, limits.to) = (report.from, report.to)
            (before, after) = try report.figures(of: submission, then: earlier, now: office)
        case (nil, nil), (_?, _?):
            throw Refusal(.question(.missing(.earlier)), field: "since")
        }
        let difference = Difference(from: earlier, to: office, before: before, after: after)
        basis = Basis(office, limits)
        position = office.position
        since = earlier.position
        report = question.report?.text
        rows = try difference.changes.map { change throws(Refusal) in try Row(change, past) }
        compared = Set(before.facts.keys).union(after.facts.keys).count
    }

    private static func check(_ earlier: Office, notAfter office: Office) throws(Refusal) {
        guard earlier.position <= office.position else {
            throw Refusal(
                .question(.laterThanCompared(last: office.position)), field: "since", value: "\(earlier.position)")
        }
    }
}

extension Diff.Row {
    init(_ change: Difference.Change, _ past: any Past) throws(Refusal) {
        figure = change.figure.description
        before = change.before
        after = change.after
        self.change = change.after - change.before
        events = try change.events.map { event throws(Refusal) in try past.event(at: event) }
    }
}
