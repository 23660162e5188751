package import CanonicalJSON
package import Views

/// How many rows the lists of an answer have in all, as an answer says that has only some of them.
package struct ListCounts: Sendable, Hashable {
    /// The counts by the name of the list; a list that is not among them has all its rows.
    private var counts: [String: Int] = [:]

    /// The names of the fields that say how many rows lists have.
    package static let fields: Set<String> = ["rowCount", "silentCount", "rowCounts"]

    /// No counts: all lists have all rows.
    package init() {}

    /// The counts that an answer says.
    package init(_ answer: JSONObject) {
        for list in ["rows", "silent"] {
            if case .integer(let count)? = answer[Self.field(of: list)] { counts[list] = Int(count) }
        }
        guard case .object(let all)? = answer["rowCounts"] else { return }
        for member in all.members { if case .integer(let count) = member.value { counts[member.name] = Int(count) } }
    }

    /// The count of a list; nil if the answer has all its rows.
    package subscript(list: String) -> Int? { counts[list] }

    /// Whether a view with these fields counts a list if it is asked for some of its rows.
    package static func areSaid(of list: String, in fields: [Column]) -> Bool {
        guard let column = fields.first(where: { $0.name == list }), case .rows = column.content else { return false }
        return fields.contains { $0.name == field(of: list) || $0.name == "rowCounts" }
    }

    private static func field(of list: String) -> String { list == "rows" ? "rowCount" : list + "Count" }
}
