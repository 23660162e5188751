internal import CanonicalJSON
public import Interchange
internal import TOMLKit

/// A reader of the TOML file in which people write the mapping of a spreadsheet's columns.
///
/// ```toml
/// command = "hours.log" delimiter = ";" # or "\t", or ",", the default encoding = "windows-1252" # or "utf-8"; if left out,
/// labctl detects it ignored = ["Note"] # columns that become no field idField = "entry" # the field that gets the row's id too
/// id = { prefix = "ore", columns = ["Operatore", "Data", "Dalle"] } # without columns: of file and line
///
/// [constants]
/// fund = "fami"
///
/// [columns."Data"]
/// field = "on"
/// kind = "day"                    # text, day, clock, minutes, hours, integer, list, boolean, words
/// order = "day/month/year"        # days: "year-month-day" is the default
/// firstYear = 1930                # days: the first of the hundred years that two digits mean; 1930 is the default
/// required = false                # true is the default
/// # hours: decimal = "," · list: separator = " " · boolean: yes = ["sì"], no = [""] · words: words = { telefono = "phone" }
/// ```
public enum MappingFile {
    /// Reads a mapping.
    ///
    /// - Throws: `PlanFileError` of code `not-toml`, or `invalid-mapping` with what is wrong, the key and its place.
    public static func read(text: String, name: String) throws(PlanFileError) -> CSVMapping {
        let file = try PlanFile(text: text, name: name)
        var table = Keys(file.plan, of: file, path: "")
        let command = try table.text("command")
        let mark = try table.optionalText("delimiter") ?? ","
        guard let delimiter = CSVDelimiter.allCases.first(where: { Array(mark.utf8) == [$0.rawValue] }) else {
            let accepted = CSVDelimiter.allCases.map(\.description).joined(separator: ", ")
            throw table.fault("delimiter", "cannot be \"\(mark)\"", accepted: accepted)
        }
        let encoding = try Self.encoding(&table)
        var id = try table.table("id")
        let prefix = try id.text("prefix")
        let parts = try id.texts("columns")
        try id.finish()
        let constants = try table.optionalTable("constants")?.object ?? [:]
        var sheet = try table.table("columns")
        var columns: [CSVMapping.Column] = []
        for header in sheet.names {
            var keys = try sheet.table(header)
            let field = try keys.text("field")
            let kind = try Self.kind(&keys)
            let isRequired = try keys.bool("required") ?? true
            try keys.finish()
            columns.append(CSVMapping.Column(header: header, field: field, kind: kind, isRequired: isRequired))
        }
        let ignored = try table.texts("ignored") ?? []
        let idField = try table.optionalText("idField")
        try table.finish()
        do {
            return try CSVMapping(
                command: command, delimiter: delimiter, encoding: encoding, columns: columns,
                ignored: ignored, constants: constants,
                identity: parts.map { .columns(prefix: prefix, headers: $0) } ?? .fileLine(prefix: prefix),
                idField: idField)
        } catch {
            throw PlanFileError("invalid-mapping", file: name, error.detail, accepted: error.accepted)
        }
    }

    /// Returns the encoding that the mapping gives; nil if it is to be detected.
    private static func encoding(_ table: inout Keys) throws(PlanFileError) -> CSVEncoding? {
        guard let name = try table.optionalText("encoding") else { return nil }
        guard let encoding = CSVEncoding(rawValue: name) else {
            let accepted = CSVEncoding.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw table.fault("encoding", "cannot be \"\(name)\"", accepted: accepted)
        }
        return encoding
    }

    private static func kind(_ keys: inout Keys) throws(PlanFileError) -> CSVMapping.Kind {
        let kind = try keys.text("kind")
        switch kind {
        case "text": return .text
        case "clock": return .clock
        case "minutes": return .minutes
        case "integer": return .integer
        case "day":
            switch try keys.optionalText("order") {
            case nil, "year-month-day": return .day(.yearMonthDay)
            case "day/month/year": return .day(.dayMonthYear, firstYear: try keys.whole("firstYear") ?? 1930)
            case .some(let order):
                throw keys.fault(
                    "order", "cannot be \"\(order)\"", accepted: "\"year-month-day\", \"day/month/year\"")
            }
        case "hours":
            switch try keys.optionalText("decimal") {
            case nil, ".": return .hours(.point)
            case ",": return .hours(.comma)
            case .some(let mark):
                throw keys.fault("decimal", "cannot be \"\(mark)\"", accepted: "\".\", \",\"")
            }
        case "list": return .list(separator: try keys.text("separator"))
        case "boolean": return .boolean(yes: try keys.texts("yes") ?? [], no: try keys.texts("no") ?? [])
        case "words":
            var words: [String: String] = [:]
            var table = try keys.table("words")
            for word in table.names { words[word] = try table.text(word) }
            return .words(words)
        default:
            throw keys.fault(
                "kind", "cannot be \"\(kind)\"",
                accepted: "text, day, clock, minutes, hours, integer, list, boolean, words")
        }
    }
}

/// A reader of the keys of a table, each of which is read once.
private struct Keys {
    let object: JSONObject
    let file: PlanFile
    let path: String
    private var read: Set<String> = []

    init(_ object: JSONObject, of file: PlanFile, path: String) {
        self.object = object
        self.file = file
        self.path = path
    }

    var names: [String] { object.members.map(\.name) }

    func fault(_ key: String, _ detail: String, accepted: String? = nil) -> PlanFileError {
        PlanFileError(
            "invalid-mapping", file: file.name, at: file.place(of: path + key), field: path + key, detail,
            accepted: accepted)
    }

    /// Reads a key by `value`, and refuses it as `wrong` where that returns nil; nil if the table does not have the key.
    private mutating func take<Value>(
        _ key: String, else wrong: String, _ value: (JSON) -> Value?
    ) throws(PlanFileError) -> Value? {
        read.insert(key)
        guard let json = object[key] else { return nil }
        guard let value = value(json) else { throw fault(key, wrong) }
        return value
    }

    mutating func optionalText(_ key: String) throws(PlanFileError) -> String? {
        try take(key, else: "is not a text") { if case .string(let text) = $0 { text } else { nil } }
    }

    mutating func text(_ key: String) throws(PlanFileError) -> String {
        guard let text = try optionalText(key) else { throw fault(key, "is missing") }
        return text
    }

    mutating func whole(_ key: String) throws(PlanFileError) -> Int? {
        try take(key, else: "is not a whole number") { if case .integer(let number) = $0 { Int(number) } else { nil } }
    }

    mutating func bool(_ key: String) throws(PlanFileError) -> Bool? {
        try take(key, else: "is neither true nor false") { if case .bool(let isTrue) = $0 { isTrue } else { nil } }
    }

    mutating func texts(_ key: String) throws(PlanFileError) -> [String]? {
        let values = try take(key, else: "is not a list") { if case .array(let values) = $0 { values } else { nil } }
        guard let values else { return nil }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value else { throw fault(key, "is not a list of texts") }
            texts.append(text)
        }
        return texts
    }

    mutating func optionalTable(_ key: String) throws(PlanFileError) -> Keys? {
        let object = try take(key, else: "is not a table") { if case .object(let object) = $0 { object } else { nil } }
        return object.map { Keys($0, of: file, path: path + key + ".") }
    }

    mutating func table(_ key: String) throws(PlanFileError) -> Keys {
        guard let table = try optionalTable(key) else { throw fault(key, "is missing") }
        return table
    }

    /// Refuses keys that were not read.
    func finish() throws(PlanFileError) {
        if let name = names.first(where: { !read.contains($0) }) { throw fault(name, "is not a key of a mapping") }
    }
}
