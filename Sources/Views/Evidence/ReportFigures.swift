import CanonicalJSON
public import CivilTime
public import Office

/// The figures of a report, over which its digest is computed.
///
/// Three readers share one document: labd, which freezes its SHA-256 when the report is submitted; the view `report`, which
/// tells whether the digest still matches; and anyone who checks either. The document is the canonical JSON (RFC 8785) of
/// `{"figures": {name: number, …}, "names": version, "views": [name, …]}`. Numbers are whole: minutes, persons, cases, and
/// costs in 103,200ths of a cent. It contains no prose, so changes of wording cannot change it.
public struct ReportFigures: Sendable {
    /// The version of the figures' names. It increases whenever a figure is renamed or computed in another way.
    public static let names = 1

    /// The figures by name: `indicators/place=chiari/personsServed`.
    public let values: [String: Int]
    /// The views that the figures come from.
    public let views: [String]

    /// Returns the views whose figures a report that is submitted now contains.
    package static func views(of kind: ReportKind) -> [any Answer.Type] { Figures.views(of: kind, []) }

    /// Computes the figures of a report's subject for its days; for a claim, of its entries alone.
    ///
    /// - Throws: `Refusal` if no plan was adopted.
    public init(_ office: Office, _ kind: ReportKind, from: Day, to: Day, _ claim: Claim?) throws(Refusal) {
        let figures = try Figures(
            office, kind, from: from, to: to, entries: claim.map { Set($0.entries.map(\.entry)) })
        values = figures.values
        views = figures.views.map { $0.name }
    }

    /// The document.
    public var canonicalBytes: [UInt8] {
        let figures = values.map { JSONObject.Member($0.key, .integer(Int64($0.value))) }
        return JSONObject([
            .init("figures", .object(JSONObject(figures))), .init("names", .integer(Int64(Self.names))),
            .init("views", .array(views.map(JSON.string))),
        ]).canonicalBytes
    }
}

extension Report {
    /// Computes the figures of a submission twice: from `then`, the office at the submission, which also determines the entries
    /// of a claim; and from `office`, as of now.
    ///
    /// The figures that labd 0.1.0 froze for a claim cover all hours of its days, and are compared with the same.
    func figures(
        of submission: Submission, then: Office, now office: Office
    ) throws(Refusal) -> (before: Figures, after: Figures) {
        let entries: Set<Ref<Entry>>? =
            submission.claimed == nil || submission.figures.names == 0
            ? nil : Set(then.claim(from: from, to: to).entries.map(\.entry))
        return (
            try Figures(then, kind, from: from, to: to, entries: entries),
            try Figures(office, kind, from: from, to: to, entries: entries)
        )
    }
}
