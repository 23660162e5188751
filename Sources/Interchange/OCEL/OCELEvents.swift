internal import CanonicalJSON
internal import EventFormat

/// The events of an OCEL document, by day, with the types of the ids in `about`, which any other event may tell.
struct OCELEvents {
    /// The kind of a record of `events`, which is the last byte of its key: the first kind is sorted before the second.
    private enum Kind {
        static let aboutType: UInt8 = 0
        static let line: UInt8 = 1
    }

    /// The kind of a record of `ids`, which is the byte after the id.
    private enum Part {
        static let named: UInt8 = 0
        static let about: UInt8 = 1
    }

    /// By day and position: the type of what the event is about, if it is known, then the line of the event.
    private var events: SortedRecords
    /// By id: the types under which events name it, then the days and positions of the events that are about it.
    private var ids: SortedRecords

    private let vocabulary: EventVocabulary

    init(_ vocabulary: EventVocabulary, store: @escaping () throws -> any ExportStore) {
        self.vocabulary = vocabulary
        events = SortedRecords(store: store)
        ids = SortedRecords(store: store)
    }

    /// Adds an event with its line.
    mutating func add(_ event: StoredEvent, _ line: [UInt8]) throws {
        try events.add(key: EventKey.byDay(event) + [Kind.line], value: line)
        let known = vocabulary[event.type]
        let named = event.fields.flatMap { ObjectReference.named(by: $0, known) }
        for reference in named + [ObjectReference.ofStream(event)]
        where vocabulary.sharedTypes.contains(reference.type) {
            let key = Array(reference.id.utf8) + [0, Part.named] + EventKey.bigEndian(event.position)
            try ids.add(key: key, value: Array(reference.type.utf8))
        }
        if let field = known.about, let id = event.text(field) {
            try ids.add(key: Array(id.utf8) + [0, Part.about] + EventKey.byDay(event), value: [])
        }
    }

    /// Determines what each event is about, from the events that were not voided. Call this once, after the last event.
    mutating func resolve(_ standing: StandingEvents) throws {
        var id: ArraySlice<UInt8> = []
        var type: ArraySlice<UInt8>?
        try ids.forEach { key, value in
            guard let zero = key.firstIndex(of: 0), zero + 1 < key.endIndex else { return }
            if key[..<zero] != id { (id, type) = (key[..<zero], nil) }
            guard standing.stands(EventKey.position(key.suffix(8))) else { return }
            if key[zero + 1] == Part.named {
                type = value
            } else if let type {
                try events.add(key: Array(key[(zero + 2)...]) + [Kind.aboutType], value: Array(type))
            }
        }
    }

    /// Lends `body` each event that was not voided, by day, and within a day as they were recorded.
    mutating func forEach(_ standing: StandingEvents, _ body: (OCELEvent) throws -> Void) throws {
        var aboutType: String?
        let vocabulary = vocabulary
        try events.forEach { key, value in
            if key.last == Kind.aboutType {
                aboutType = String(decoding: value, as: UTF8.self)
                return
            }
            defer { aboutType = nil }
            let event = try StoredEvent(Array(value))
            if standing.stands(event.position) {
                try body(OCELEvent(event, vocabulary[event.type], aboutType: aboutType))
            }
        }
    }
}
