import CivilTime
public import Office

/// Everything on one case, in the order in which it was recorded. Nothing sealed.
public struct CaseFile: View {
    /// The name under which it is asked.
    public static let name = "case"
    /// What it can be asked with.
    public static let parameters: [Parameter] = [.id] + .oneDay
    /// One case, which the question names.
    public static let required: [Parameter] = [.id]
    /// As people ask it.
    public static let command = "case show"

    /// Something that was recorded of the case.
    public struct Step: Described, Hashable {
        /// The event's place in the log.
        public let position: Int
        /// The event's type.
        public let type: String
        /// The day on which it happened.
        public let on: String
        /// What it says, in names and values.
        public let says: [String: String]
        /// The flags that it was recorded with.
        public let flags: [String]

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self,
            [
                .on: .day, .type: .value(.eventType), .says: .by(.code, .text), .flags: .codes, .position: .position,
            ])
    }

    /// A stay in a phase.
    public struct Stay: Described, Hashable {
        /// The phase's id.
        public let phase: String
        /// The day of entering.
        public let from: String
        /// The day of leaving, or the last day that counts.
        public let to: String
        /// Days between them.
        public let days: Int

        /// Its fields, in reading order.
        public static let columns = [Column](
            of: CodingKeys.self, [.phase: .id(of: .phase), .from: .day, .to: .day, .days: .days])
    }

    /// Its fields, in reading order.
    public static let columns = [Column](
        of: CodingKeys.self,
        [
            .basis: .basis, .position: .position, .case: .id(of: .case), .person: .id(of: .person),
            .members: .ids(of: .person), .state: .code, .phase: .id(of: .phase), .line: .id(of: .line),
            .place: .id(of: .place), .worker: .id(of: .worker), .opened: .day, .closed: .day.optional,
            .outcome: .code.optional, .minor: .yesNo, .complexity: .codes, .contact: .id(of: .contact).optional,
            .openReferrals: .ids(of: .other), .openMeasures: .ids(of: .other), .mediations: .ids(of: .mediation),
            .loggedMinutes: .minutes, .steps: .rows(Step.self), .stays: .rows(Stay.self),
            .daysByPhase: .by(.phase, .days),
        ])

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The case's id.
    public let `case`: String
    /// The person's id.
    public let person: String
    /// The household's other ids.
    public let members: [String]
    /// `open` or `closed`.
    public let state: String
    /// The phase now.
    public let phase: String
    /// The line now.
    public let line: String
    /// The place now.
    public let place: String
    /// The worker now.
    public let worker: String
    /// The day of opening.
    public let opened: String
    /// The day of closing, while closed.
    public let closed: String?
    /// How it ended, while closed.
    public let outcome: String?
    /// Whether it was opened for a minor.
    public let minor: Bool
    /// Why a minor's situation is complex.
    public let complexity: [String]
    /// The contact that it came from.
    public let contact: String?
    /// The opening and all that followed.
    public let steps: [Step]
    /// Stays in phases, in order.
    public let stays: [Stay]
    /// Days in each phase: stays add up.
    public let daysByPhase: [String: Int]
    /// Referrals without an answer yet.
    public let openReferrals: [String]
    /// Measures of an authority in force.
    public let openMeasures: [String]
    /// Mediations asked for the case.
    public let mediations: [String]
    /// Net minutes of hours logged about the case.
    public let loggedMinutes: Int

    /// Answers from the office as it stands. Refuses what the office does not know, and where no plan was adopted.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        guard let id = question.id else {
            throw Refusal(.question(.missing(.case)), field: "id")
        }
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
        let state = office.state(of: ref, upTo: last)
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
        var mediations: [String] = []
        office.mediations.forEach { _, mediation in
            if mediation.case == ref, mediation.on <= last {
                mediations.append(office.serviceRecords.id(mediation.serviceRecord))
            }
        }
        self.mediations = mediations
        var minutes = 0
        office.hours.entries.forEach { _, entry in
            if entry.about == serviceRecord, entry.on <= last { minutes += Int(entry.minutes) }
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
