internal import CanonicalJSON

/// The names of all data fields of some events: the columns that a table of them needs.
///
/// Found by looking at every event once before the first row is written, since a table's header comes first.
public struct CSVFields: Sendable, Hashable {
    private var found: Set<String> = []

    /// No fields yet.
    public init() {}

    /// Those fields.
    public init(_ names: some Sequence<String>) {
        found = Set(names)
    }

    /// Takes note of an event's fields.
    public mutating func note(_ event: StoredEvent) {
        for member in event.data.members { found.insert(member.name) }
    }

    /// The names, sorted by their Unicode scalars: the same fields always make the same columns.
    public var names: [String] { found.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) } }

    /// Whether there is a column for a field of that name.
    func contains(_ name: String) -> Bool { found.contains(name) }
}
