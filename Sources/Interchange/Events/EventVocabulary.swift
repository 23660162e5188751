/// What the fields of events name: what exports have to know beyond the lines of a log.
///
/// The caller, who knows the catalogue of events, passes it in. An event whose type it does not contain names only its stream.
public struct EventVocabulary: Sendable {
    /// What the events of one type say of the things and people that they concern.
    public struct Event: Sendable {
        /// The types of the objects that the data's fields name, by field.
        public var objects: [String: String] = [:]
        /// The fields in which a list names objects, and a text is the word for all of them.
        public var scopes: Set<String> = []
        /// The field that names an object whose type other events tell.
        public var about: String?
        /// The field that names the worker who did it, or who has the case or request from then on.
        public var worker: String?
        /// Whether that worker has it from then on.
        public var assigns = false
        /// Whether it is the work of the worker who has the case or request, where no field says whose.
        public var isWorkOfAssignee = false
        /// Whether a case begins, which enters the first phase of the plan.
        public var opensCase = false
        /// The field that names the phase into which a case moves.
        public var phase: String?
        /// The names that lead to the ids of the phases that it begins, within the objects of its data.
        public var newPhases: [String]?

        /// An event that names nothing.
        public init() {}
    }

    let events: [String: Event]
    /// The types whose ids are one space, so that a bare id tells which of them it is of.
    let sharedTypes: Set<String>

    /// Creates a vocabulary of these types of events. No two objects of the types in `sharedTypes` have the same id.
    public init(_ events: [String: Event], sharedTypes: Set<String>) {
        self.events = events
        self.sharedTypes = sharedTypes
    }

    /// What is known of the events of a type.
    public subscript(type: String) -> Event { events[type] ?? Event() }
}
