package import CivilTime

/// The profession under which someone works.
public enum Profession: String, WordList {
    /// Assistente sociale.
    case socialWorker = "social-worker"
    /// Educatore professionale.
    case educator
    /// Mediatore linguistico e culturale.
    case mediator
    /// Coordinatore dell'Ufficio di Piano.
    case coordinator
}

/// Why someone is away.
public enum AbsenceKind: String, WordList {
    /// Ferie o permesso.
    case leave
    /// Malattia.
    case sick
    /// Altro.
    case other
}

/// A worker of the project. What may change over time is in `WorkerTerms`, a chain that begins with the last change.
package struct Worker: Sendable, Hashable, BitwiseCopyable {
    package let from: Day
    package var left: Day?
    package var lastTerms: Ref<WorkerTerms>?
    package var lastRate: Ref<Rate>?
    package var lastAbsence: Ref<Absence>?
    package let position: Int32
}

/// The terms in an enrolment or a change, from a day on; nil for terms that it does not give.
package struct WorkerTerms: ChainedRow, Hashable {
    package let from: Day
    package var profession: Profession?
    package var languages: ListRef?
    package var employer: Symbol?
    package var weeklyMinutes: Int32?
    package var account: Symbol?
    package var supervisor: Ref<Worker>?
    package let previous: Ref<WorkerTerms>?
    package let position: Int32
}

/// The annual gross employment cost from a day on.
package struct Rate: ChainedRow, Hashable {
    package let worker: Ref<Worker>
    package let annualCostCents: Int64
    package let from: Day
    package let previous: Ref<Rate>?
    package let position: Int32
    package var isVoided = false
}

/// Days on which a worker is away, wholly or for some minutes of each.
package struct Absence: ChainedRow, Hashable {
    package let worker: Ref<Worker>
    package let from: Day
    package let to: Day
    package let kind: AbsenceKind
    /// Minutes of each day; nil for whole days.
    package let minutes: Int32?
    package let previous: Ref<Absence>?
    package let position: Int32
    package var isVoided = false
}

extension Office {
    /// The latest recorded value of one of a worker's terms among those that hold on `day`.
    package func term<Value>(of worker: Ref<Worker>, on day: Day, _ value: (WorkerTerms) -> Value?) -> Value? {
        for row in terms.chain(from: workers[worker].lastTerms) where row.from <= day {
            if let found = value(row) { return found }
        }
        return nil
    }

    /// The worker's profession on a day.
    package func profession(of worker: Ref<Worker>, on day: Day) -> Profession? {
        term(of: worker, on: day) { $0.profession }
    }

    /// The account that the worker signs with, if one is enrolled.
    package func account(of worker: Ref<Worker>, on day: Day) -> String? {
        term(of: worker, on: day) { $0.account }.map { symbols[$0] }
    }

    /// Whether the worker has the language on that day.
    package func speaks(_ worker: Ref<Worker>, _ language: Symbol, on day: Day) -> Bool {
        guard let list = term(of: worker, on: day, { $0.languages }) else { return false }
        return lists.values(list, of: SymbolRow.self).contains(language)
    }

    /// The whole-day absence that covers `day`, if any.
    package func wholeDayAbsence(of worker: Ref<Worker>, on day: Day) -> Absence? {
        absences.chain(from: workers[worker].lastAbsence).first { row in
            !row.isVoided && row.minutes == nil && row.from <= day && day <= row.to
        }
    }

    /// The worker's stream.
    func stream(of worker: Ref<Worker>) -> Stream { Stream("worker/" + workers.id(worker)) }

    /// The worker of that id, or `unknown-worker`.
    func known(worker id: ID, field: String = "worker") throws(Refusal) -> Ref<Worker> {
        guard let worker = workers.find(id.text) else { throw .unknown(.worker, id, field: field) }
        return worker
    }

    /// Whether a worker is enrolled on a day and has not left.
    package func works(_ ref: Ref<Worker>, on day: Day) -> Bool {
        let worker = workers[ref]
        return worker.from <= day && worker.left.map { day <= $0 } ?? true
    }

    /// The worker of that id, who works here on `day`, or `unknown-worker`.
    func employed(worker id: ID, field: String = "worker", on day: Day) throws(Refusal) -> Ref<Worker> {
        let ref = try known(worker: id, field: field)
        guard works(ref, on: day) else {
            let worker = workers[ref]
            throw Refusal(
                .worker(.notEmployed(worker: id, on: day, from: worker.from, left: worker.left)), field: field,
                value: id.quoted)
        }
        return ref
    }

    /// Refuses work on a day that the worker was away for.
    func refuseAbsent(_ worker: Ref<Worker>, _ id: ID, on day: Day) throws(Refusal) {
        if let absence = wholeDayAbsence(of: worker, on: day) {
            throw Refusal(
                .worker(
                    .absent(
                        worker: id, from: absence.from, to: absence.to, absence.kind, position: Int(absence.position))),
                field: "on", value: day.quoted)
        }
    }
}

extension Worker: RecordedRow {
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.worker(Ref(row)))
    }
}

extension Rate: VoidableRow {
    static var table: WritableKeyPath<Office, Table<Rate>> { \.rates }
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {
        body(.worker(office.rates[Ref(row)].worker))
    }

    func stream(in office: Office) -> Stream { office.stream(of: worker) }
    func persons(in office: Office) -> [Ref<Person>] { [] }
}
