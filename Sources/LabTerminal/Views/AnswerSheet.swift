internal import CanonicalJSON
internal import Interchange
internal import LabAPI

/// Any answer of labd's as tables: what it says once, then each list of rows with a column for each field.
///
/// Views that have a table of their own in `Views/` are shown by that. Here names are the fields' own, so that what is
/// read in a table can be found in the JSON and in the documentation.
struct AnswerSheet {
    private let members: [JSONObject.Member]

    init(_ answer: ClientAnswer) throws(Failure) {
        guard case .object(let object)? = try? JSONReader.read(answer.body.span, as: .strict) else {
            throw Failure(.unreachable, "labd's answer is not an object of JSON; are both of one version?")
        }
        members = object.members.filter { !["basis", "names", "position"].contains($0.name) }
    }

    /// The answer for a terminal.
    func text(_ style: Style) -> String {
        var out = ""
        var single = Table([.left(""), .left("")])
        var hasSingles = false
        for member in members {
            guard let text = Self.cell(member.name, member.value) else { continue }
            single.add([Table.Cell(member.name), Table.Cell(text)])
            hasSingles = true
        }
        if hasSingles { out += "\n" + single.text(style) }
        for member in members {
            let rows = Self.rows(member)
            guard !rows.isEmpty else { continue }
            let columns = Self.columns(rows)
            var table = Table(columns.map { Self.isFigure($0) ? .right($0) : .left($0) })
            for row in rows { table.add(columns.map { Table.Cell(row[$0] ?? "") }) }
            out += "\n" + style.heading(member.name) + "\n" + table.text(style)
        }
        return out
    }

    /// The answer's rows as CSV (RFC 4180): a heading, then a line for each row, CRLF at the end of each. Minutes have a
    /// column of decimal hours beside them.
    ///
    /// The rows are the list `rows` or `days`, else the answer's first list; where it has only figures by name, all of
    /// those, with the name of their group in the column `of`.
    var csv: String {
        let lists = members.filter { if case .array = $0.value { true } else { false } }
        let list = lists.first { $0.name == "rows" } ?? lists.first { $0.name == "days" } ?? lists.first
        var rows = list.map { Self.rows($0, forPeople: false) } ?? []
        if list == nil {
            for member in members {
                rows += Self.rows(member, forPeople: false).map { row in
                    var named = row
                    named["name"] = named.removeValue(forKey: "")
                    named["of"] = member.name
                    return named
                }
            }
        }
        var columns: [String] = []
        for name in Self.columns(rows) {
            columns.append(name)
            if Self.isMinutes(name) { columns.append(name + ".hours") }
        }
        let writer = CSVWriter()
        var out = writer.row(columns)
        for row in rows {
            let cells = columns.map { column in
                guard column.hasSuffix(".hours") else { return row[column] ?? "" }
                return row[String(column.dropLast(6))].flatMap { Int($0) }.map(Self.decimalHours) ?? ""
            }
            out += writer.row(cells)
        }
        return out
    }

    // MARK: - Rows

    /// A list of objects, or an object of figures by name, as rows; empty for anything else.
    private static func rows(_ member: JSONObject.Member, forPeople: Bool = true) -> [[String: String]] {
        switch member.value {
        case .array(let values):
            return values.compactMap { value in
                guard case .object(let object) = value else { return nil }
                return fields(object, forPeople: forPeople)
            }
        case .object(let object) where !object.members.isEmpty:
            return object.members.map { entry in
                var row = ["": entry.name]
                if case .object(let inner) = entry.value {
                    row.merge(fields(inner, forPeople: forPeople)) { first, _ in first }
                } else {
                    row["count"] = cell("count", entry.value) ?? ""
                }
                return row
            }
        default: return []
        }
    }

    /// The fields of a row; those of an object in it under both names.
    private static func fields(_ object: JSONObject, forPeople: Bool, path: String = "") -> [String: String] {
        var fields: [String: String] = [:]
        for member in object.members {
            let name = path.isEmpty ? member.name : path + "." + member.name
            switch member.value {
            case .object(let inner):
                fields.merge(self.fields(inner, forPeople: forPeople, path: name)) { first, _ in first }
            case .array(let values): fields[name] = values.map { listed($0) }.joined(separator: " ")
            default: fields[name] = forPeople ? cell(member.name, member.value) : plain(member.value)
            }
        }
        return fields
    }

    /// An element of a list within a row: a word, or of an event its position.
    private static func listed(_ value: JSON) -> String {
        if case .object(let object) = value, let position = object["position"] { return "#" + (plain(position) ?? "") }
        return plain(value) ?? ""
    }

    /// Names first, then figures, each in the order of the alphabet.
    private static func columns(_ rows: [[String: String]]) -> [String] {
        let names = Set(rows.flatMap(\.keys))
        return names.filter { !isFigure($0) }.sorted() + names.filter(isFigure).sorted()
    }

    // MARK: - Cells

    private static func cell(_ name: String, _ value: JSON) -> String? {
        if case .integer(let number) = value {
            if isMinutes(name) { return hours(Int(number)) }
            if name.lowercased().hasSuffix("cents") { return euros(Int(number)) }
        }
        return plain(value)
    }

    private static func plain(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let isTrue): isTrue ? "yes" : "no"
        case .null: ""
        case .number(let text): text
        case .array, .object: nil
        }
    }

    private static let minuteNames: Set = ["owed", "delivered", "balance", "logged", "recorded", "difference"]

    private static func isMinutes(_ name: String) -> Bool {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return minuteNames.contains(last) || last.lowercased().hasSuffix("minutes")
    }

    private static func isFigure(_ name: String) -> Bool {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return isMinutes(name) || last.lowercased().hasSuffix("cents")
            || ["amount", "before", "after", "change", "count", "days", "position", "heads", "sessions"].contains(last)
    }

    /// Cents as euros: `1640.42`.
    private static func euros(_ cents: Int) -> String {
        let rest = String(cents.magnitude % 100)
        return (cents < 0 ? "-" : "") + "\(cents.magnitude / 100)." + (rest.count == 1 ? "0" + rest : rest)
    }

    /// Minutes as decimal hours, rounded half up to two places: `7.50`.
    private static func decimalHours(_ minutes: Int) -> String {
        euros((minutes < 0 ? -1 : 1) * ((Int(minutes.magnitude) * 100 + 30) / 60))
    }
}

/// Asks labd for a view, and prints it: as it came, as CSV, or as tables with a heading.
func showAnswer(
    _ view: String, _ title: String, _ options: ViewOptions, _ more: [(name: String, value: String)] = [],
    with client: LabClient
) async throws {
    let answer = try await client.answer(to: .get(Paths.view(view), try options.query() + more))
    guard answer.isAccepted else { throw Failure(refusal: answer) }
    if options.json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
    let sheet = try AnswerSheet(answer)
    if options.csv { return printAsIs(sheet.csv, terminator: "") }
    let style = Style(for: .standardOutput)
    print(style.heading(title) + "\n" + sheet.text(style), terminator: "")
}
