package import CivilTime

/// The charge of an entry on project funds: its minutes, its cost, and whether it may be claimed yet.
package struct Charge: Sendable {
    /// The state of the entry's month, from the point of view of the entry.
    package enum State: String, Sendable, CaseIterable {
        /// The month was approved after the entry was logged and last adjusted: it may be claimed.
        case approved
        /// The month was approved, but the entry was logged or adjusted since: it waits for the next approval.
        case pending
        /// The month was never approved.
        case open
    }

    package let entry: Ref<Entry>
    /// The position of the entry's `hours.logged`.
    package let position: Int
    package let worker: Ref<Worker>
    /// Nil for hours that named no line, on a fund that only a later plan made the project's.
    package let line: Symbol?
    package let on: Day
    package let minutes: Int
    package let state: State
    /// The rate of the entry's day; nil if none was set.
    package let rate: Ref<Rate>?
    /// Nil if there are minutes but no rate.
    package let cost: ExactCents?
}

extension Office {
    /// The worker's rate on a day: the latest recorded of those that hold from that day or an earlier one.
    package func rate(of worker: Ref<Worker>, on day: Day) -> Ref<Rate>? {
        var next = workers[worker].lastRate
        while let ref = next {
            let row = rates[ref]
            if !row.isVoided, row.from <= day { return ref }
            next = row.previous
        }
        return nil
    }

    /// Returns the charge of an entry; nil if its fund is not a project fund.
    package func charge(_ ref: Ref<Entry>) -> Charge? {
        let entry = hours.entries[ref]
        guard hours.projectFunds.contains(entry.fund) else { return nil }
        let minutes = Int(entry.minutes)
        let rate = rate(of: entry.worker, on: entry.on)
        let cost = rate.map { ExactCents(minutes: minutes, annualCostCents: Int(rates[$0].annualCostCents)) }
        return Charge(
            entry: ref, position: Int(entry.position), worker: entry.worker, line: entry.line, on: entry.on,
            minutes: minutes, state: state(of: entry), rate: rate, cost: minutes == 0 ? .zero : cost)
    }

    private func state(of entry: Entry) -> Charge.State {
        let sheet = hours.sheet(entry.worker, entry.on.month)
        guard sheet.state == .approved, let approved = sheet.approved else { return .open }
        let last = entry.lastAdjustment.map { hours.adjustments[$0].position } ?? entry.position
        return last > approved ? .pending : .approved
    }
}
