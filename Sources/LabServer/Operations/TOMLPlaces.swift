/// Where the keys of a TOML text stand. The decoder names keys only; people look for lines.
///
/// Knows `[tables]` and `key = value` lines with bare or quoted keys: the forms of a settings file.
struct TOMLPlaces {
    /// A line and a column, from 1.
    struct Place: Hashable, Comparable {
        let line: Int
        let column: Int

        static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
    }

    private var places: [[String]: Place] = [:]

    init(_ text: String) {
        var table: [String] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let content = line.drop { $0 == " " || $0 == "\t" }
            let place = Place(line: index + 1, column: line.count - content.count + 1)
            if content.first == "[" {
                table = Self.keys(content.drop { $0 == "[" }.prefix { $0 != "]" })
                places[table] = places[table] ?? place
            } else if content.first != "#", let equals = content.firstIndex(of: "=") {
                let path = table + Self.keys(content[..<equals])
                places[path] = places[path] ?? place
            }
        }
    }

    /// Where the key of that path stands, or nil.
    func place(of path: [String]) -> Place? { places[path] }

    /// Whether `a` stands before `b`; what has no known place comes last.
    func order(_ a: [String], _ b: [String]) -> Bool {
        let last = Place(line: .max, column: .max)
        return (places[a] ?? last) < (places[b] ?? last)
    }

    private static func keys(_ text: some StringProtocol) -> [String] {
        text.split(separator: ".").map { piece in
            String(piece.filter { $0 != "\"" && $0 != "'" && $0 != " " && $0 != "\t" && $0 != "\r" })
        }
    }
}
