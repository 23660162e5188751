package import CivilTime

/// A request with its steps taken into account, up to a day.
///
/// Each request keeps the state after all of its steps, so it is small: views look at all requests.
package struct MediationState: Sendable, Hashable, BitwiseCopyable {
    /// The state after the last step; an evaluation does not change it.
    package enum Stage: String, Sendable, CaseIterable, BitwiseCopyable {
        case requested, authorised, assigned, delivered, missed, cancelled
    }

    private var maxMinutes: Int32?
    package private(set) var stage = Stage.requested
    package private(set) var authoriser: Ref<Worker>?
    package private(set) var isFinished = false
    package private(set) var mediator: Ref<Worker>?
    /// Why it was cancelled.
    package private(set) var cancelReason: CancelReason?
    package private(set) var firstDelivery: Day?
    private var rating: UInt8?
    private var minutes: Int32 = 0
    package private(set) var deliveries: Int32 = 0
    /// Appointments missed.
    package private(set) var missed: Int32 = 0
    /// The latest day of a step; with steps up to any day from then on, the state is the same.
    package private(set) var lastDay = Day.earliest
    /// Minutes of missed appointments that were paid.
    package private(set) var missedMinutes = 0

    package init() {}

    /// The state after these steps, in the order of recording.
    package init(after steps: [MediationStep]) {
        for step in steps { take(step) }
    }

    /// The ceiling of minutes, if authorised.
    package var ceiling: Int? { maxMinutes.map(Int.init) }
    /// Minutes delivered.
    package var deliveredMinutes: Int { Int(minutes) }
    /// The score of the last evaluation.
    package var score: Int? { rating.map(Int.init) }

    /// Takes the next step into account.
    package mutating func take(_ step: MediationStep) {
        lastDay = max(lastDay, step.on)
        switch step.action {
        case .authorise(let maxMinutes, let by):
            stage = .authorised
            self.maxMinutes = maxMinutes
            authoriser = by
        case .assign(let worker):
            stage = .assigned
            mediator = worker
        case .deliver(let delivery):
            stage = .delivered
            minutes += delivery.minutes
            deliveries += 1
            firstDelivery = min(firstDelivery ?? step.on, step.on)
            if delivery.isLast { isFinished = true }
        case .miss(_, let paid):
            stage = .missed
            missed += 1
            missedMinutes += Int(paid ?? 0)
        case .cancel(let reason):
            stage = .cancelled
            cancelReason = reason
        case .evaluate(let score): rating = score
        }
    }
}
