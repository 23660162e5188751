internal import CanonicalJSON
public import EventFormat

/// The names of all data fields of some events: the columns that a table of them needs.
///
/// They are collected by reading every event once before the first row is written, because a table's header comes first.
public struct CSVFields: Sendable, Hashable {
    private var found: Set<String> = []

    /// Creates an empty collection.
    public init() {}

    /// Creates a collection of given fields.
    public init(_ names: some Sequence<String>) {
        found = Set(names)
    }

    /// Adds the fields of an event.
    public mutating func note(_ event: StoredEvent) {
        for member in event.fields { found.insert(member.name) }
    }

    /// The names, sorted by their Unicode scalars, so that the same fields always make the same columns.
    public var names: [String] { found.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) } }

    /// Returns whether there is a column for a field of that name.
    func contains(_ name: String) -> Bool { found.contains(name) }
}
