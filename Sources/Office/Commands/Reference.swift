/// What the value of a field names.
public enum Reference: String, Sendable, Hashable, CaseIterable {
    /// A person whom the office serves: the event, and what follows in the stream that it is in, concerns them.
    case person
    /// A person who took part in what is recorded: this event concerns them, what follows in its stream does not.
    case participant
    /// A person who leaves those whom the stream is about: this event concerns them, what follows in its stream does not.
    case leaver
    /// A worker.
    case worker
    /// The worker who has the case from then on, or the mediator who has the request.
    case assignee
    /// A case.
    case `case`
    /// A first contact at a desk.
    case contact
    /// A request for mediation.
    case mediation
    /// A session of orientation.
    case orientation
    /// An activity with young people.
    case activity
    /// A case, contact, mediation, orientation or activity: no two of them have the same id.
    case serviceRecord = "service-record"
    /// An entry of hours.
    case entry
    /// A referral of a case.
    case referral
    /// A measure of an authority that concerns a case.
    case measure
    /// A suspension of lines at places.
    case suspension
    /// A proceeding about the project.
    case proceeding
    /// A report.
    case report
    /// An auditor's finding.
    case finding
    /// A place of the plan.
    case place
    /// A line of the plan.
    case line
    /// A fund of the plan.
    case fund
    /// A phase of the plan.
    case phase
    /// A measure of the plan.
    case planMeasure = "plan-measure"
    /// An event's stream.
    case stream
    /// An event's position in the log.
    case position
    /// The name of a sealed field.
    case sealedField = "field"
    /// A code that stands for itself, such as a topic: it names nothing that an event or the plan began.
    case code

    /// What is named, whatever its part in the event: a participant is a person, an assignee a worker.
    public var subject: Reference {
        self == .participant || self == .leaver ? .person : self == .assignee ? .worker : self
    }

    /// Whether no two objects of these kinds have the same id, so that the id alone identifies the kind.
    public var isServiceRecord: Bool {
        [.case, .contact, .mediation, .orientation, .activity].contains(self)
    }

    /// Whether the plan begins what is named, under a name that people know.
    package var isOfPlan: Bool { [.place, .line, .fund, .phase, .planMeasure].contains(self) }

    /// Whether people choose the name of a new one themselves, so that no program should make it up.
    public var isNamedByPeople: Bool {
        switch self {
        case .worker, .assignee, .report, .finding, .place, .line, .fund, .phase, .planMeasure, .stream, .position,
            .sealedField, .code:
            true
        case .person, .participant, .leaver, .case, .contact, .mediation, .orientation, .activity, .serviceRecord,
            .entry,
            .referral, .measure, .suspension, .proceeding:
            false
        }
    }
}

/// What a sealed field holds.
public enum SealedKind: Sendable, Hashable {
    /// Who somebody is, or how to reach them: it stands in events of their own stream alone. With a kind of search, the person can
    /// be found by it.
    case identity(SearchTerm.Kind?)
    /// The number of a document or of a file.
    case number
    /// Free text, which may speak of others too.
    case text
}
