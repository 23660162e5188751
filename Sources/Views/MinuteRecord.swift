package import CivilTime
package import Office

/// Minutes on one side of the reconciliation, with the event from which they come.
package struct MinuteRecord: Sendable {
    /// The sources of minutes.
    package enum Side: Sendable {
        /// An entry of hours that names a service record.
        case logged
        /// The service record: a contact, note, delivery, paid missed appointment, orientation or activity.
        case recorded
    }

    package let side: Side
    /// The event's position in the log; for hours, the position of `hours.logged`, regardless of later adjustments.
    package let position: Int
    /// The subject of the minutes: a contact, case, mediation, orientation or activity.
    package let serviceRecord: Ref<ServiceRecord>
    package let worker: Ref<Worker>
    package let on: Day
    package let minutes: Int
}

extension Office {
    /// Calls `body` with all minutes that the reconciliation compares: first the logged hours, then the service records.
    ///
    /// All its figures are sums of these alone. Each side is filtered by its own days and by `worker`; a record that names no
    /// worker belongs to the mediator assigned when it was recorded.
    package func forEachTrace(_ question: Question, _ body: (MinuteRecord) -> Void) throws(Refusal) {
        let selection = try Selection(self, question)
        hours.entries.forEach { _, entry in
            guard let serviceRecord = entry.about, selection.admits(entry.worker, on: entry.on) else { return }
            body(
                MinuteRecord(
                    side: .logged, position: Int(entry.position), serviceRecord: serviceRecord, worker: entry.worker,
                    on: entry.on,
                    minutes: Int(entry.minutes)))
        }
        forEachRecord { trace in
            if selection.admits(trace.worker, on: trace.on) { body(trace) }
        }
    }

    private func forEachRecord(_ body: (MinuteRecord) -> Void) {
        func record(
            _ position: Int32, _ serviceRecord: Ref<ServiceRecord>, _ worker: Ref<Worker>, _ on: Day, _ minutes: Int32?
        ) {
            guard let minutes else { return }
            body(
                MinuteRecord(
                    side: .recorded, position: Int(position), serviceRecord: serviceRecord, worker: worker, on: on,
                    minutes: Int(minutes)))
        }
        contacts.forEach { _, row in
            if !row.isVoided { record(row.position, row.serviceRecord, row.worker, row.on, row.minutes) }
        }
        caseSteps.forEach { _, step in
            guard !step.isVoided, case .note(_, let worker, let minutes, _) = step.action else { return }
            record(step.position, cases[step.case].serviceRecord, worker, step.on, minutes)
        }
        mediations.forEach { ref, row in
            var mediator: Ref<Worker>?
            for step in steps(of: ref) {
                switch step.action {
                case .assign(let worker): mediator = worker
                case .deliver(let delivery):
                    if let mediator { record(step.position, row.serviceRecord, mediator, step.on, delivery.minutes) }
                case .miss(_, let minutes):
                    if let mediator { record(step.position, row.serviceRecord, mediator, step.on, minutes) }
                case .authorise, .cancel, .evaluate: continue
                }
            }
        }
        orientations.forEach { _, row in
            if !row.isVoided { record(row.position, row.serviceRecord, row.worker, row.on, row.minutes) }
        }
        activities.forEach { _, row in
            if !row.isVoided { record(row.position, row.serviceRecord, row.worker, row.on, row.minutes) }
        }
    }
}
