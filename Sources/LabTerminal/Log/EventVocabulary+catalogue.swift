internal import Interchange
internal import Office

extension EventVocabulary {
    /// The vocabulary of the catalogue's events, as their fields describe it.
    static let ofCatalogue = EventVocabulary(
        Dictionary(
            uniqueKeysWithValues: Catalogue.eventTypes.compactMap { type in
                Catalogue.description(ofEvent: type).map { (type, Event($0)) }
            }),
        sharedTypes: Set(Reference.allCases.filter(\.isServiceRecord).map(\.rawValue)))
}

extension EventVocabulary.Event {
    fileprivate init(_ description: EventDescription) {
        self.init()
        for field in description.fields {
            guard let reference = field.reference else { continue }
            if let type = reference.objectType { objects[field.name] = type }
            if field.kind == .scope { scopes.insert(field.name) }
            if reference.subject == .worker && worker == nil && field.kind == .id {
                worker = field.name
                assigns = reference == .assignee
            }
        }
        about = description.field(of: .serviceRecord)?.name
        isWorkOfAssignee = description.isWorkOfAssignee
        opensCase = description.created == .case
        phase = description.field(of: .phase)?.name
        newPhases = description.path(toCreated: .phase)
    }
}

extension Reference {
    /// The type of the objects in exports that it names; nil if exports have no such object.
    fileprivate var objectType: String? {
        switch subject {
        case .person, .worker, .case, .contact, .mediation, .orientation, .activity, .place, .line: subject.rawValue
        case .participant, .leaver, .assignee, .serviceRecord, .entry, .referral, .measure, .suspension, .proceeding,
            .report,
            .finding, .fund, .phase, .planMeasure, .stream, .position, .sealedField, .code:
            nil
        }
    }
}
