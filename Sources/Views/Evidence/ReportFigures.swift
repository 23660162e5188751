import CanonicalJSON
public import CivilTime
public import Office

/// The figures of a report: what its digest is taken over.
///
/// One document for labd, which freezes its SHA-256 when the report is submitted, for the view `report`, which says whether
/// it still holds, and for whoever checks either: the canonical JSON (RFC 8785) of
/// `{"figures": {name: number, …}, "names": version, "views": [name, …]}`. Numbers are whole: minutes, persons, cases, and
/// costs in 103,200ths of a cent. It holds no prose, so that no word of it can be chosen anew.
public struct ReportFigures: Sendable {
    /// The version of the figures' names. A figure that is named or counted in another way makes a new one.
    public static let names = 1

    /// The figures by name: `indicators/place=chiari/personsServed`.
    public let values: [String: Int]
    /// The views that have these figures.
    public let views: [String]

    /// The figures of what a report is about, for its days; of a claim, those of its entries alone.
    ///
    /// - Throws: `Refusal` where no plan was adopted.
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
    /// The figures of a submission: as `then` has them, the office that they know and that says of which entries a claim is, and
    /// as `office` has them now.
    ///
    /// What labd 0.1.0 froze of a claim was of all hours of its days, and is compared as that.
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
