package import CivilTime

/// The steps of all cases, case by case: for answers that look at every case.
///
/// Made in two passes over the steps in their recorded order, which costs far less than following the chain of each.
package struct StepsByCase: Sendable {
    /// The index in `steps` at which each case's steps begin, with one additional element at the end.
    private let starts: [Int]
    private let steps: [CaseStep]

    /// The steps that count, among those with `on` up to `day`.
    package init(_ office: Office, upTo day: Day = .latest) {
        var starts = Array(repeating: 0, count: office.cases.count + 1)
        var filler: CaseStep?
        office.caseSteps.forEach { _, step in
            guard !step.isVoided, step.on <= day else { return }
            starts[Int(step.case.index) + 1] += 1
            filler = step
        }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
        guard let filler, let total = starts.last else {
            (self.starts, steps) = (starts, [])
            return
        }
        var steps = Array(repeating: filler, count: total)
        var next = starts
        office.caseSteps.forEach { _, step in
            guard !step.isVoided, step.on <= day else { return }
            steps[next[Int(step.case.index)]] = step
            next[Int(step.case.index)] += 1
        }
        (self.starts, self.steps) = (starts, steps)
    }

    /// The steps of a case, in recorded order.
    package subscript(ref: Ref<Case>) -> ArraySlice<CaseStep> {
        steps[starts[Int(ref.index)]..<starts[Int(ref.index) + 1]]
    }
}
