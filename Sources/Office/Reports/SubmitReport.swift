import CanonicalJSON
import CivilTime

/// `report.submit`: freezes the figures of some days as they are now known, so that they can be compared with what is known
/// later.
///
/// The event holds digests of the figures and of a claim's entries, not these themselves, which would not fit into a line
/// and can be computed again from the log at any time.
struct SubmitReport: Command {
    static let name = "report.submit"
    static let event = "report.submitted"
    /// Version 2: the digest covers only the figures; the figures and a claim's entries are not in the event.
    static let schema = 2
    static let leastRole = Role.coordinator
    static let freezesFigures = true

    let report: ID
    let kind: ReportKind
    let from: Day
    let to: Day
    let withoutRate: EntriesWithoutRate?
    /// The fields added by labd; nil in the command as sent.
    private(set) var frozen: FrozenFigures?
    /// The claimed entries; nil in the command as sent.
    private(set) var claimed: Report.Claimed?
    /// The entries of the claim, determined when it was decided; nil if a stored event was read.
    private var claiming: [Ref<Entry>]?

    init(from fields: inout Fields) throws(Refusal) {
        report = try fields.required("report", creates: .report)
        kind = try fields.required("kind")
        from = try fields.required("from")
        to = try fields.required("to")
        withoutRate = try fields.optional("withoutRate")
        try readFrozen(&fields)
    }

    private mutating func readFrozen(_ fields: inout Fields) throws(Refusal) {
        let position: Count? = try fields.added("position", .position)
        let root: Text? = try fields.added("root")
        let digest: Text? = try fields.added("figures")
        let names: Count? = try fields.added("figureNames")
        let count: Count? = try fields.added("figureCount")
        let totals: FigureTotals? = try fields.added("totals")
        if let position, let root, let digest {
            frozen = FrozenFigures(
                position: position.count, root: root.text, digest: digest.text, names: names?.count ?? 0,
                count: count?.count ?? totals?.values.count ?? 0, totals: totals?.values)
        }
        let entries: Text? = try fields.added("entries")
        let entryCount: Count? = try fields.added("entryCount")
        let minutes: Total? = try fields.added("minutes")
        let cents: Total? = try fields.added("cents")
        let ids: EntryList? = try fields.added("entryIds", .entry)
        guard kind == .claim else { return }
        claimed = Report.Claimed(
            count: entryCount?.count ?? ids?.ids.count ?? 0, ids: ids?.ids, digest: entries?.text,
            minutes: minutes?.count, cents: cents?.count)
    }

    /// Version 1 held all figures, and the ids of a claim's entries under the name that their digest has now.
    static func upcast(_ data: JSONObject, from version: Int) -> JSONObject? {
        guard version == 1 else { return nil }
        return JSONObject(data.members.map { $0.name == "entries" ? .init("entryIds", $0.value) : $0 })
    }

    func stream(in office: Office) -> Stream { .report(report) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        _ = try office.planInForce()
        guard from <= to else {
            throw Refusal(.calendar(.reversed(from: from, to: to)), field: "to", value: to.quoted)
        }
        if let known = office.reports.report(report), !known.isReopened {
            throw Refusal(.report(.submitted(report: report)), field: "report", value: report.quoted)
        }
        if kind == .claim { try check(office.claim(from: from, to: to), office) }
        guard kind == .claim || withoutRate == nil else {
            throw Refusal(
                .report(.withoutRateOfOther), field: "withoutRate",
                value: withoutRate.map { Refusal.excerpt(.string($0.rawValue)) })
        }
        return Flags(.periodNotOver, if: to >= recording.today)
    }

    /// Refuses a claim of nothing, and one of entries without a rate unless the sender leaves these out.
    private func check(_ claim: Claim, _ office: Office) throws(Refusal) {
        if let first = claim.withoutRate.first, withoutRate != .leftOut {
            throw Refusal(
                .report(
                    .rateMissing(
                        claim.withoutRate.prefix(5).map(office.named), more: max(0, claim.withoutRate.count - 5))),
                field: "report", value: Refusal.excerpt(.string(office.hours.entries.id(first.entry))))
        }
        guard claim.entries.isEmpty else { return }
        if let other = claim.inOther {
            throw Refusal(
                .report(.allClaimed(from: from, to: to, claim: other.id)), field: "report", value: report.quoted)
        }
        throw Refusal(.report(.nothingToClaim(from: from, to: to)), field: "from", value: from.quoted)
    }

    func completed(
        _ office: Office, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Completion? {
        var body = self
        let claim = kind == .claim ? office.claim(from: from, to: to) : nil
        let frozen = try freezer.freeze(office, kind, from: from, to: to, claim)
        body.frozen = frozen
        var added: [JSONObject.Member] = [
            .init("position", .integer(Int64(frozen.position))), .init("root", .string(frozen.root)),
            .init("figures", .string(frozen.digest)), .init("figureNames", .integer(Int64(frozen.names))),
            .init("figureCount", .integer(Int64(frozen.count))),
        ]
        if let claim {
            let digest = freezer.digest(of: claim.canonicalBytes)
            let (count, minutes, cents) = (claim.entries.count, claim.minutes, claim.cost.rounded)
            body.claiming = claim.entries.map(\.entry)
            body.claimed = Report.Claimed(count: count, ids: nil, digest: digest, minutes: minutes, cents: cents)
            added += [
                .init("entries", .string(digest)), .init("entryCount", .integer(Int64(count))),
                .init("minutes", .integer(Int64(minutes))), .init("cents", .integer(Int64(cents))),
            ]
        }
        return Completion(body: body, added: added)
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let frozen else { return }
        var refs: [Ref<Entry>] = []
        if let claimed {
            refs =
                claiming ?? claimed.ids.map { $0.compactMap { office.hours.entries.find($0.text) } }
                ?? office.claim(from: from, to: to).entries.map(\.entry)
        }
        let submission = Report.Submission(
            position: mark.position, time: mark.time, figures: frozen, claimed: claimed)
        office.reports.submit(
            Report(id: report, kind: kind, from: from, to: to, submissions: [submission]), claiming: refs)
        office.record(.report, row: office.reports.index(of: report) ?? 0, mark)
    }
}

/// The treatment of a claim's entries without a rate.
enum EntriesWithoutRate: String, WordList {
    /// The claim is refused, naming them.
    case refused
    /// They are not claimed, and listed with the report.
    case leftOut = "left-out"
}

extension Office {
    /// An entry as a refusal names it.
    fileprivate func named(_ charge: Charge) -> ReportReason.Entry {
        ReportReason.Entry(
            id: ID(stored: hours.entries.id(charge.entry)), worker: ID(stored: workers.id(charge.worker)), on: charge.on
        )
    }
}

/// `report.reopen`: makes a submitted report invalid until it is submitted again. The entries of a claim are free.
struct ReopenReport: Command {
    static let name = "report.reopen"
    static let event = "report.reopened"
    static let leastRole = Role.coordinator

    let report: ID

    init(from fields: inout Fields) throws(Refusal) {
        report = try fields.required("report", .report)
        let _: Text = try fields.required("reason")
    }

    func stream(in office: Office) -> Stream { .report(report) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard let known = office.reports.report(report) else { throw .unknown(.report, report) }
        guard !known.isReopened else {
            throw Refusal(.report(.open(report: report)), field: "report", value: report.quoted)
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        guard let index = office.reports.index(of: report) else { return }
        office.reports.reopen(index)
        office.record(.report, row: index, mark)
    }
}

/// The figures of a report's rows, by name.
struct FigureTotals: FieldValue {
    let values: [String: Int]

    init(_ json: JSON, field: String) throws(Refusal) {
        guard case .object(let object) = json else { throw .wrongType(json, field, Self.form) }
        var values: [String: Int] = [:]
        for member in object.members {
            guard case .integer(let value) = member.value else {
                throw .wrongType(member.value, field + "." + member.name, .wholeNumber)
            }
            values[member.name] = Int(value)
        }
        self.values = values
    }

    static var form: FieldForm { .numbers }
    static var kind: FieldKind { .object }
    static func placeholder() throws(Refusal) -> FigureTotals { try FigureTotals(.object(JSONObject()), field: "") }
}

/// The sum of amounts.
private struct Total: WholeNumber {
    /// 0 … 2^53 − 1.
    let count: Int

    static var range: ClosedRange<Int> { 0...9_007_199_254_740_991 }

    static var form: FieldForm { Count.form }
    static var kind: FieldKind { Count.kind }
}

/// The entries of a claim of version 1: as many as fit into a line.
struct EntryList: FieldValue {
    let ids: [ID]

    init(_ json: JSON, field: String) throws(Refusal) {
        guard case .array(let values) = json else { throw .wrongType(json, field, Self.form) }
        var ids: [ID] = []
        ids.reserveCapacity(values.count)
        for value in values { ids.append(try ID(value, field: field)) }
        self.ids = ids
    }

    static var form: FieldForm { .ids }
    static var kind: FieldKind { [ID].kind }
    static func placeholder() throws(Refusal) -> EntryList { try EntryList(.array([]), field: "") }
}
