package import CivilTime

/// Days on which a case is open and nothing happens in it.
package struct QuietSpan: ChainedRow {
    package let `case`: Ref<Case>
    package let group: CaseGroup
    /// The day of the last step or note before them, or of the opening.
    package let from: Day
    /// The last of the days; `Day.latest` as long as nothing followed, and `Day.earliest` if there are none.
    package fileprivate(set) var to: Day
    /// The span of the same case before it.
    package fileprivate(set) var previous: Ref<QuietSpan>?
}

/// What can be said of a case without a look at its steps.
package struct CaseStanding: Sendable, BitwiseCopyable {
    package let group: CaseGroup
    package let isOpen: Bool
    /// The day of the last step or note, or of the opening.
    package let lastDay: Day

    fileprivate init(group: CaseGroup, isOpen: Bool, lastDay: Day) {
        (self.group, self.isOpen, self.lastDay) = (group, isOpen, lastDay)
    }

    /// What can be said of a case in a state.
    package init(_ state: CaseState) {
        group = CaseGroup(line: state.line, place: state.place, worker: state.worker)
        (isOpen, lastDay) = (state.isOpen, state.lastDay)
    }
}

/// What is counted of cases, day by day and for each line, place and worker together, kept up to date by each event that
/// changes it. The state of the cases on any day is found without a look at them.
///
/// A case's share is constant between the days of its steps. A step on or after the last of these changes it from that day on;
/// after a backdated or voided one, the whole share is taken away and added again.
package struct CaseloadSums: Sendable, Equatable {
    /// A phase of the cases of a group.
    private struct GroupPhase: Sendable, Hashable, BitwiseCopyable {
        let group: CaseGroup
        let phase: Symbol
    }

    /// The phase in which a case is after all its steps.
    private struct PresentStay: Sendable, Equatable, BitwiseCopyable {
        let phase: Symbol
        /// When the stay began; nil while the case is closed.
        let since: Day?
    }

    private var cases = KeyedDaySums<CaseGroup, CaseCounts>()
    private var stays = KeyedDaySums<GroupPhase, StayCounts>()
    /// For each case, the days after its last step or note.
    private var present = PersistentArray<QuietSpan>()
    /// For each case, the stay in a phase that goes on after its last step.
    private var stay = PersistentArray<PresentStay>()
    /// Earlier spans that were long enough for the case to be silent.
    private var past = Table<QuietSpan>()

    init() {}

    /// Calls `body` with each group to which a case belonged at the end of a day, and what was counted by then.
    package func forEachGroup(on day: Day, _ body: (CaseGroup, CaseCounts) -> Void) {
        cases.forEach { group, sums in
            let counts = sums[day]
            if counts.open + counts.closed > 0 { body(group, counts) }
        }
    }

    /// Calls `body` with each group and phase in which its cases had stayed by the end of a day.
    package func forEachPhase(on day: Day, _ body: (CaseGroup, Symbol, StayCounts) -> Void) {
        stays.forEach { key, sums in
            let counts = sums[day]
            if counts.stays > 0 { body(key.group, key.phase, counts) }
        }
    }

    /// Returns where a case that was not voided stands after all its steps.
    package func standing(of ref: Ref<Case>) -> CaseStanding {
        let span = present[Int(ref.index)]
        return CaseStanding(group: span.group, isOpen: span.to == .latest, lastDay: span.from)
    }

    /// Calls `body` with each span that includes a day and follows an activity before another day, in no order. There is at most one for each case.
    ///
    /// - Parameters:
    ///   - day: the day. `Day.latest` is in the spans after which nothing followed.
    ///   - before: the day before which the last activity was.
    ///   - body: is called with the spans.
    package func forEachQuietSpan(on day: Day, from before: Day, _ body: (QuietSpan) -> Void) {
        // All of them are read: they lie side by side, and an order by days would cost each step more than this saves.
        present.forEach { _, span in if span.to >= day, span.from < before { body(span) } }
        guard day < .latest else { return }
        past.forEach { _, span in if span.to >= day, span.from < before { body(span) } }
    }
}

extension CaseloadSums {
    /// Takes the case that was opened last.
    mutating func open(_ ref: Ref<Case>, _ row: Case) {
        let share = CaseShare(opened: row)
        replace(nil, by: share, from: row.on)
        present.append(QuietSpan(case: ref, group: share.group, from: row.on, to: .latest, previous: nil))
        stay.append(PresentStay(phase: row.phase, since: row.on))
    }

    /// Takes away a voided case, all of whose steps were voided before.
    mutating func void(_ ref: Ref<Case>, _ row: Case) {
        replace(CaseShare(opened: row), by: nil, from: row.on)
        present[Int(ref.index)].to = .earliest
    }

    /// Whether no step of its case that counts is on a later day.
    func isLast(_ step: CaseStep) -> Bool { step.on >= present[Int(step.case.index)].from }

    /// Takes a step that changes no sums, on the last day of its case or after it.
    mutating func take(_ step: CaseStep, silentDays: Int) {
        let span = present[Int(step.case.index)]
        begin(span.group, isOpen: span.to == .latest, from: step.on, in: step.case, silentDays)
    }

    /// Returns the share of a case without what earlier steps left in it, which is the same before and after a step that does
    /// not move the case; nil if a backdated step has left something else.
    func presentShare(of ref: Ref<Case>, _ row: Case) -> CaseShare? {
        let (span, stay) = (present[Int(ref.index)], stay[Int(ref.index)])
        guard (span.to == .latest) == (stay.since != nil) else { return nil }
        return CaseShare(row, in: span.group, phase: stay.phase, since: stay.since)
    }

    /// Takes a step on the last day of its case or after it. `share` is the case's before it.
    mutating func take(_ step: CaseStep, after share: CaseShare, silentDays: Int) {
        var next = share
        next.take(step)
        setStay(of: step.case, next)
        replace(share, by: next, from: step.on)
        begin(next.group, isOpen: next.state.isOpen, from: step.on, in: step.case, silentDays)
    }

    /// Takes another course of a case, because of a backdated or voided step.
    mutating func replace(_ old: CaseCourse, by new: CaseCourse, in ref: Ref<Case>, silentDays: Int) {
        old.forEachChange { day, share, next in replace(next, by: share, from: day) }
        new.forEachChange { day, share, next in replace(share, by: next, from: day) }
        setSpans(of: ref, new, silentDays: silentDays)
        new.last.map { setStay(of: ref, $0) }
    }

    private mutating func setStay(of ref: Ref<Case>, _ share: CaseShare) {
        stay[Int(ref.index)] = PresentStay(phase: share.state.phase, since: share.since)
    }

    /// Forgets the earlier quiet days of all cases.
    mutating func dropEarlierSpans() {
        past = Table()
        for index in 0..<present.count { present[index].previous = nil }
    }

    /// Sets the quiet days of a case.
    mutating func setSpans(of ref: Ref<Case>, _ course: CaseCourse, silentDays: Int) {
        var earlier = present[Int(ref.index)].previous
        while let span = earlier {
            past[span].to = .earliest
            earlier = past[span].previous
        }
        present[Int(ref.index)] = QuietSpan(
            case: ref, group: present[Int(ref.index)].group, from: course.opened, to: .earliest, previous: nil)
        course.forEachChange { day, _, share in
            begin(share.group, isOpen: share.state.isOpen, from: day, in: ref, silentDays)
        }
    }

    /// Ends the present span of a case by what happens on a day, and begins another one.
    private mutating func begin(
        _ group: CaseGroup, isOpen: Bool, from day: Day, in ref: Ref<Case>, _ silentDays: Int
    ) {
        let ended = present[Int(ref.index)]
        var previous = ended.previous
        if ended.to == .latest, day.days(since: ended.from) - 1 > silentDays {
            previous = past.append(
                QuietSpan(case: ref, group: ended.group, from: ended.from, to: day.adding(-1), previous: previous))
        }
        present[Int(ref.index)] = QuietSpan(
            case: ref, group: group, from: day, to: isOpen ? .latest : .earliest, previous: previous)
    }

    /// Replaces one share of a case by another one, from a day on.
    private mutating func replace(_ old: CaseShare?, by new: CaseShare?, from day: Day) {
        if let old, let new, old.group == new.group {
            var change = new.counts
            change += -old.counts
            cases.add(change, to: new.group, from: day)
        } else {
            if let old { cases.add(-old.counts, to: old.group, from: day) }
            if let new { cases.add(new.counts, to: new.group, from: day) }
        }
        // Most of the stays are in both shares, and need no change.
        var changes: [(key: GroupPhase, counts: StayCounts)] = []
        func note(_ group: CaseGroup, _ phase: Symbol, _ counts: StayCounts) {
            let key = GroupPhase(group: group, phase: phase)
            if let index = changes.firstIndex(where: { $0.key == key }) {
                changes[index].counts += counts
            } else {
                changes.append((key, counts))
            }
        }
        if let new { for stay in new.stays { note(new.group, stay.phase, stay.counts) } }
        if let old { for stay in old.stays { note(old.group, stay.phase, -stay.counts) } }
        for change in changes { stays.add(change.counts, to: change.key, from: day) }
    }
}

extension CaseloadSums: ImageBook {
    static let parts: [ImagePart<CaseloadSums>] = [
        .init(\.cases), .init(\.stays), .init(\.present), .init(\.stay), .init(\.past),
    ]
}

extension Office {
    private var silentDays: Int { plan?.limits.silentCaseDays ?? .max }

    /// Counts a step that is about to be added to its case.
    mutating func count(_ step: CaseStep) {
        guard caseload.isLast(step) else {
            let steps = steps(of: step.case)
            return recount(step, from: steps, to: steps + [step])
        }
        guard step.action.isCounted else { return caseload.take(step, silentDays: silentDays) }
        caseload.take(step, after: share(before: step), silentDays: silentDays)
    }

    private func share(before step: CaseStep) -> CaseShare {
        let row = cases[step.case]
        switch step.action {
        case .phase, .close:
            if let share = caseload.presentShare(of: step.case, row), share.state.isOpen { return share }
        case .reopen: if let share = caseload.presentShare(of: step.case, row) { return share }
        // They take all that the case ever added to its group to another one.
        case .assign, .transfer: break
        case .addMember, .removeMember, .refer, .closeReferral, .note, .measure, .endMeasure: break
        }
        var share = CaseShare(opened: row)
        for earlier in steps(of: step.case) { share.take(earlier) }
        return share
    }

    /// Counts a case without a step that was just voided.
    mutating func countVoided(_ step: CaseStep) {
        let steps = steps(of: step.case)
        let index = steps.firstIndex { $0.position > step.position } ?? steps.endIndex
        recount(step, from: Array(steps[..<index]) + [step] + steps[index...], to: steps)
    }

    private mutating func recount(_ step: CaseStep, from old: [CaseStep], to new: [CaseStep]) {
        let row = cases[step.case]
        let course = CaseCourse(row, new[...])
        if step.action.isCounted {
            caseload.replace(CaseCourse(row, old[...]), by: course, in: step.case, silentDays: silentDays)
        } else {
            caseload.setSpans(of: step.case, course, silentDays: silentDays)
        }
    }

    /// Sets the quiet days of all cases, after the plan has set another number of days without activity.
    mutating func recountQuietSpans() {
        let all = StepsByCase(self)
        caseload.dropEarlierSpans()
        for index in 0..<cases.count {
            let row = cases[Ref(index)]
            guard !row.isVoided else { continue }
            caseload.setSpans(of: Ref(index), CaseCourse(row, all[Ref(index)]), silentDays: silentDays)
        }
    }
}
