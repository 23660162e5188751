import CanonicalJSON
package import CivilTime

/// The entries that a claim takes, each with what it costs.
public struct Claim: Sendable {
    /// The entries claimed, in the order of recording: approved, not pending, on project funds, with minutes and a rate.
    package let entries: [Charge]
    /// Entries that would be claimed if they had a rate, in the order of recording.
    package let withoutRate: [Charge]
    /// The claim that holds the first entry which was left out for being in another one.
    let inOther: Report?
    fileprivate let ids: [String]

    /// The minutes of all entries.
    package var minutes: Int { entries.reduce(0) { $0 + $1.minutes } }

    /// The exact cost of all entries.
    package var cost: ExactCents { entries.reduce(into: .zero) { sum, entry in entry.cost.map { sum += $0 } } }

    /// The bytes over which the digest of a claim is computed: a canonical JSON array (RFC 8785) of `{"centFractions", "entry",
    /// "minutes"}` for each entry, in the order of recording. Costs are in units of 1/103,200 cent, which represent them
    /// exactly.
    package var canonicalBytes: [UInt8] {
        JSON.array(
            zip(entries, ids).map { charge, id in
                .object(
                    JSONObject([
                        .init("centFractions", .integer(Int64(charge.cost?.fractions ?? 0))),
                        .init("entry", .string(id)), .init("minutes", .integer(Int64(charge.minutes))),
                    ]))
            }
        ).canonicalBytes
    }
}

extension Office {
    /// The claim that could be made about these days now: of the entries that no other claim holds.
    ///
    /// A `report.submitted` of version 2 does not contain the claimed entries; they are the result of this rule in the office
    /// from which the report's figures were computed. A change of the rule therefore requires a new version of that event.
    package func claim(from: Day, to: Day) -> Claim {
        var entries: [Charge] = []
        var ids: [String] = []
        var withoutRate: [Charge] = []
        var other: Report?
        hours.entries.forEach { ref, entry in
            guard from <= entry.on, entry.on <= to, entry.minutes > 0, let charge = charge(ref),
                charge.state == .approved
            else { return }
            if let claim = reports.claim(of: ref) {
                other = other ?? claim
            } else if charge.cost == nil {
                withoutRate.append(charge)
            } else {
                entries.append(charge)
                ids.append(hours.entries.id(ref))
            }
        }
        return Claim(entries: entries, withoutRate: withoutRate, inOther: other, ids: ids)
    }
}
