import CivilTime
public import Office

/// Everything about one case, in the order of recording, without sealed data.
public struct CaseFile: View {
    /// The view's name.
    public static let name = "case"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .cases, .mediations, .hours, .today]
    /// A case has some tens of steps.
    public static let isShort = true
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.id] + .oneDay
    /// The question must name a case.
    public static let required: [Parameter] = [.id]
    /// The words of the command.
    public static let command = "case show"

    /// A record about the case.
    public struct Step: Described, Hashable {
        /// The event's position in the log.
        public let position: Int
        /// The event's type.
        public let type: String
        /// The day on which it happened.
        public let on: String
        /// Its content, as names and values.
        public let says: [String: String]
        /// The flags with which it was recorded.
        public let flags: [String]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .on: .day, .type: .value(.eventType), .says: .by(.code, .text), .flags: .codes, .position: .position,
        ]).all
    }

    /// A stay in a phase.
    public struct Stay: Described, Hashable {
        /// The phase's id.
        public let phase: String
        /// The day of entering.
        public let from: String
        /// The day of leaving or, if the stay is not over, the last counted day.
        public let to: String
        /// The days from entering to leaving.
        public let days: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.phase: .id(of: .phase), .from: .day, .to: .day, .days: .days])
            .all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .case: .id(of: .case), .person: .id(of: .person),
        .members: .ids(of: .person), .state: .code, .phase: .id(of: .phase), .line: .id(of: .line),
        .place: .id(of: .place), .worker: .id(of: .worker), .opened: .day, .closed: .day.optional,
        .outcome: .code.optional, .minor: .yesNo, .complexity: .codes, .contact: .id(of: .contact).optional,
        .openReferrals: .ids(of: .referral), .openMeasures: .ids(of: .measure), .mediations: .ids(of: .mediation),
        .loggedMinutes: .minutes, .steps: .rows(Step.self), .stays: .rows(Stay.self),
        .daysByPhase: .by(id: .phase, .days),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The case's id.
    public let `case`: String
    /// The person's id.
    public let person: String
    /// The ids of the other persons in the household.
    public let members: [String]
    /// `open` or `closed`.
    public let state: String
    /// The present phase.
    public let phase: String
    /// The present line.
    public let line: String
    /// The present place.
    public let place: String
    /// The present worker.
    public let worker: String
    /// The day of opening.
    public let opened: String
    /// The day of closing; nil while the case is open.
    public let closed: String?
    /// The outcome; nil while the case is open.
    public let outcome: String?
    /// Whether it was opened for a minor.
    public let minor: Bool
    /// The reasons why a minor's situation is complex.
    public let complexity: [String]
    /// The contact that led to the case.
    public let contact: String?
    /// The opening and everything after it.
    public let steps: [Step]
    /// Stays in phases, in order.
    public let stays: [Stay]
    /// The total days in each phase.
    public let daysByPhase: [String: Int]
    /// Referrals without an answer so far.
    public let openReferrals: [String]
    /// Measures of an authority that are in force.
    public let openMeasures: [String]
    /// Mediations requested for the case.
    public let mediations: [String]
    /// Net minutes of hours logged about the case.
    public let loggedMinutes: Int

    /// Answers from the present office. Refuses names that the office does not know, and any question before a plan is adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let id = try Question.required(question.id, .id, .case)
        guard let serviceRecord = office.serviceRecords.find(id.text),
            office.serviceRecords[serviceRecord].kind == .case
        else {
            throw Refusal(.record(.unknown(.case, id)), field: "id", value: id.text)
        }
        let ref = Ref<Case>(Int(office.serviceRecords[serviceRecord].row))
        let row = office.cases[ref]
        guard !row.isVoided else {
            throw Refusal(.question(.voided(case: id)), field: "id", value: id.text)
        }
        let last = question.lastDay
        guard row.on <= last else {
            throw Refusal(.question(.notOpened(case: id, on: row.on)), field: "on", value: last.description)
        }
        let steps = office.steps(of: ref, upTo: last)
        let state = office.state(of: ref, after: steps[...])
        basis = Basis(office, question)
        position = office.position
        self.case = id.text
        person = office.people.id(row.person)
        members = state.members.map { office.people.id($0) }
        self.state = state.isOpen ? "open" : "closed"
        phase = office.symbols[state.phase]
        line = office.symbols[state.line]
        place = office.symbols[state.place]
        worker = office.workers.id(state.worker)
        opened = row.on.description
        closed = state.closedOn?.description
        outcome = state.outcome?.rawValue
        minor = row.isMinor
        complexity = office.lists.values(row.complexity, of: SymbolRow.self).map { office.symbols[$0] }
        contact = row.contact.map { office.serviceRecords.id($0) }
        let opening = Step(
            position: Int(row.position), type: Case.opening.event, on: row.on.description,
            says: [
                "line": office.symbols[row.line], "place": office.symbols[row.place],
                "worker": office.workers.id(row.worker), "phase": office.symbols[row.phase],
                "access": row.access.rawValue,
            ], flags: office.records[Int(row.position)].flags.words)
        self.steps = [opening] + steps.map { Step($0, office) }
        var stays: [PhaseStay] = []
        PhaseStay.forEach(row, steps[...], until: state.closedOn ?? question.lastDay(of: office)) { stays.append($0) }
        self.stays = stays.map {
            Stay(phase: office.symbols[$0.phase], from: $0.from.description, to: $0.to.description, days: $0.days)
        }
        daysByPhase = Dictionary(stays.map { (office.symbols[$0.phase], $0.days) }, uniquingKeysWith: +)
        openReferrals = state.openReferrals.map { office.symbols[$0] }
        openMeasures = state.openMeasures.map { office.symbols[$0] }
        mediations = office.mediations(for: ref).filter { $0.on <= last }.map {
            office.serviceRecords.id($0.serviceRecord)
        }
        var minutes = 0
        office.hours.forEachEntry(about: serviceRecord) { _, entry in
            if entry.on <= last { minutes += Int(entry.minutes) }
        }
        loggedMinutes = minutes
    }
}

extension CaseFile.Step {
    init(_ step: CaseStep, _ office: Office) {
        position = Int(step.position)
        on = step.on.description
        flags = office.records[Int(step.position)].flags.words
        (type, says) = office.saying(of: step)
    }
}
