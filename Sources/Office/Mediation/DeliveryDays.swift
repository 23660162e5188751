import CivilTime
import HashTreeCollections

/// When mediators delivered: for each mediator and day the last delivery recorded, from which a chain leads to the others.
package struct DeliveryDays: Sendable, Equatable {
    private var last = TreeDictionary<WorkerKey, Ref<MediationStep>>()

    package init() {}

    func lastDelivery(of mediator: Ref<Worker>, on day: Day) -> Ref<MediationStep>? { last[WorkerKey(mediator, day)] }

    /// Notes a delivery, which is to remember the one that is given back: the last one before it.
    mutating func note(_ step: Ref<MediationStep>, of mediator: Ref<Worker>, on day: Day) -> Ref<MediationStep>? {
        last.updateValue(step, forKey: WorkerKey(mediator, day))
    }
}

extension DeliveryDays: ImageBook {
    static let parts: [ImagePart<DeliveryDays>] = [.init(\.last)]
}

extension Office {
    /// Refuses a delivery that is longer than any day, unless it was written, and one that overlaps another delivery of the
    /// same mediator for any request.
    func checkFree(_ mediator: Ref<Worker>, _ id: ID, for work: WorkTime, _ mode: MediationMode) throws(Refusal) {
        guard work.minutes <= WorkTime.longest || mode == .written else {
            throw Refusal(
                .mediation(.longerThanADay(most: EuropeRome.minutes(of: work.on))), field: "minutes",
                value: "\(work.minutes)")
        }
        // A delivery reaches at most two midnights ahead, so nothing further away can meet it.
        for offset in -2...2 {
            var next = deliveryDays.lastDelivery(of: mediator, on: work.on.adding(offset))
            while let ref = next {
                let step = mediationSteps[ref]
                if case .deliver(let delivery) = step.action, !step.isVoided,
                    WorkTime(on: step.on, start: delivery.start, minutes: Int(delivery.minutes)).overlaps(work)
                {
                    throw Refusal(
                        .mediation(
                            .overlap(
                                mediator: id,
                                other: ID(stored: serviceRecords.id(mediations[step.mediation].serviceRecord)),
                                start: delivery.start, on: step.on, minutes: Int(delivery.minutes))),
                        field: "start")
                }
                next = step.previousOfDay
            }
        }
    }

    /// Notes who delivered, when a delivery was recorded as the last step of its request.
    mutating func noteDelivery(of ref: Ref<Mediation>) {
        guard let step = mediations[ref].lastStep, let mediator = state(of: ref).mediator else { return }
        mediationSteps[step].previousOfDay = deliveryDays.note(step, of: mediator, on: mediationSteps[step].on)
    }
}
