public import TOMLKit

/// The place of each key and element of a TOML document, so that an error in a value can be shown at its line.
///
/// The outline of a text that is not TOML may be incomplete, but is never wrong in a harmful way. Paths are written as in
/// refusals: `lines[2].places[0]`.
public struct TOMLOutline: Sendable, Hashable {
    /// A place in a text. Line and column are counted from 1, columns in characters (Unicode scalars).
    public struct Place: Sendable, Hashable {
        /// The line.
        public let line: Int
        /// The column.
        public let column: Int

        /// Creates a place.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        /// The place at which the parser departs from TOML.
        public init(_ error: TOMLParseError) {
            self.init(line: error.source.begin.line, column: error.source.begin.column)
        }
    }

    private var places: [String: Place] = [:]
    /// The first place at which the text is not TOML that is accepted here. Such a text must not be passed to the parser: as
    /// fuzzing showed, some texts end the whole process with a failed assertion.
    public private(set) var fault: Fault?

    /// An error in a text that is not TOML.
    public struct Fault: Sendable, Hashable {
        /// The place of the error.
        public let at: Place
        /// What is wrong there.
        package let kind: Kind
        /// The message, in English.
        public var detail: String { kind.rawValue }

        /// What can be wrong, each with its message.
        package enum Kind: String, Sendable, Hashable, CaseIterable {
            case headerWithoutName = "the header of a table has no name"
            case headerNotClosed = "the header of a table is not closed here"
            case lineNotEnded = "expected the end of the line"
            case keyMissing = "a key is missing here"
            case equalsMissing = "an equals sign is missing here"
            case nestedTooDeeply = "lists and tables are nested too deeply"
            case listNotClosed = "a comma or the end of a list is missing here"
            case tableNotClosed = "a comma or the end of a table is missing here"
            case valueMissing =
                "a value is missing here: a text in quotes, a number, true or false, a day, a list, a table"
            case controlCharacter = "a text contains a control character; accepted: text without, or \\t and \\n"
            case controlEscape = "an escape stands for a control character here; accepted: \\t and \\n"
            case textNotClosed = "a text is not closed before the end of the line or the file"
        }
    }

    /// Reads the places of all keys and elements in `text`.
    public init(_ text: String) {
        var scan = TOMLScan(Array(text.utf8))
        scan.document()
        places = scan.places
        fault = scan.fault
    }

    /// Returns whether `path` is before `other` in the text; a path without a place comes last.
    public func order(_ path: String, _ other: String) -> Bool {
        let last = Place(line: .max, column: .max)
        let (a, b) = (places[path] ?? last, places[other] ?? last)
        return (a.line, a.column) < (b.line, b.column)
    }

    /// All paths, in the order of the text.
    public var paths: [String] { places.keys.sorted(by: order) }

    /// Returns whether the text has a key or element at `path`.
    public func has(_ path: String) -> Bool { places[path] != nil }

    /// Returns the place of the key or element at `path`, or of the nearest enclosing one that exists: a missing field is
    /// reported at the header of its table.
    public func place(of path: String) -> Place? {
        var path = Substring(path)
        while !path.isEmpty {
            if let place = places[String(path)] { return place }
            guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            path = path[..<cut]
        }
        return nil
    }
}

/// A single pass over the bytes of a TOML document (TOML 1.0), up to the first error.
///
/// It accepts what settings, plans and maps need: decimal numbers, and days, clocks, or both with a `T` between them. It is
/// intentionally stricter than the parser, which crashes on some texts that are not TOML.
private struct TOMLScan {
    /// The maximum nesting of lists and tables.
    private static let depthLimit = 32

    var places: [String: TOMLOutline.Place] = [:]
    var fault: TOMLOutline.Fault?
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var column = 1
    private var depth = 0
    /// The number of tables so far in the array of tables at a path.
    private var tables: [String: Int] = [:]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() {
        var table = ""
        // A byte order mark, which editors on Windows write at the beginning.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        skipBlank()
        while isGoing {
            if peek("[") {
                let isArray = bytes.indices.contains(at + 1) && bytes[at + 1] == UInt8(ascii: "[")
                let place = here
                for _ in 0..<(isArray ? 2 : 1) { step() }
                table = header(keys(.headerWithoutName), isArray: isArray)
                places[table] = place
                for _ in 0..<(isArray ? 2 : 1) { expect("]", .headerNotClosed) }
            } else {
                pair(in: table)
            }
            endLine()
            skipBlank()
        }
    }

    private var here: TOMLOutline.Place { TOMLOutline.Place(line: line, column: column) }

    /// Whether there is more to read, and no error so far.
    private var isGoing: Bool { at < bytes.count && fault == nil }

    private mutating func note(_ kind: TOMLOutline.Fault.Kind) {
        if fault == nil { fault = TOMLOutline.Fault(at: here, kind: kind) }
    }

    private mutating func expect(_ scalar: Unicode.Scalar, _ kind: TOMLOutline.Fault.Kind) {
        guard fault == nil else { return }
        if peek(scalar) { step() } else { note(kind) }
    }

    /// Reads the rest of a line, which may contain only a comment.
    private mutating func endLine() {
        guard fault == nil else { return }
        skipSpace()
        guard at < bytes.count, !peek("#"), !peek("\n"), !isAtReturn else { return }
        note(.lineNotEnded)
    }

    private var isAtReturn: Bool {
        peek("\r") && at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "\n")
    }

    /// Returns the path that a table's header opens. A key that names an array of tables means its last table.
    private mutating func header(_ keys: [String], isArray: Bool) -> String {
        var path = ""
        for (index, key) in keys.enumerated() {
            path = join(path, key)
            if isArray && index == keys.count - 1 { tables[path, default: 0] += 1 }
            if let count = tables[path] { path += "[\(count - 1)]" }
        }
        return path
    }

    private func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : path + "." + key }

    private mutating func pair(in table: String) {
        let place = here
        let path = keys(.keyMissing).reduce(table, join)
        if fault == nil { places[path] = place }
        expect("=", .equalsMissing)
        skipSpace()
        if fault == nil { value(path) }
    }

    /// Reads a key of one or more parts, with points between them.
    private mutating func keys(_ missing: TOMLOutline.Fault.Kind) -> [String] {
        var keys: [String] = []
        repeat {
            if !keys.isEmpty { step() }
            skipSpace()
            let start = at
            if peek("\"") || peek("'") {
                string()
                keys.append(String(decoding: bytes[start..<at].dropFirst().dropLast(), as: UTF8.self))
            } else {
                while at < bytes.count, isBare(bytes[at]) { step() }
                keys.append(String(decoding: bytes[start..<at], as: UTF8.self))
                if at == start { note(missing) }
            }
            skipSpace()
        } while peek(".") && fault == nil
        return keys
    }

    private func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func value(_ path: String) {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthLimit {
            note(.nestedTooDeeply)
        } else if peek("\"") || peek("'") {
            string()
        } else if peek("[") {
            list(path)
        } else if peek("{") {
            inlineTable(path)
        } else {
            scalar()
        }
    }

    private mutating func list(_ path: String) {
        step()
        var index = 0
        skipBlank()
        while isGoing, !peek("]") {
            let element = "\(path)[\(index)]"
            places[element] = here
            value(element)
            index += 1
            skipBlank()
            if peek(",") { step() } else { break }
            skipBlank()
        }
        expect("]", .listNotClosed)
    }

    private mutating func inlineTable(_ path: String) {
        step()
        skipSpace()
        while isGoing, !peek("}") {
            pair(in: path)
            skipSpace()
            if peek(",") { step() } else { break }
            skipSpace()
            if peek("}") { note(.keyMissing) }
        }
        expect("}", .tableNotClosed)
    }

    /// Reads true, false, a decimal number, a day, a clock, or a day and a clock.
    private mutating func scalar() {
        let place = here
        let start = at
        while at < bytes.count, isBare(bytes[at]) || peek("+") || peek(".") || peek(":") { step() }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        let forms: [Regex<Substring>] = [
            /true|false/, /[+-]?(?:0|[1-9](?:_?[0-9]){0,17})(?:\.[0-9]{1,17})?(?:[eE][+-]?[0-9]{1,2})?/,
            /[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?Z?)?/,
            /[0-2][0-9]:[0-5][0-9]:[0-5][0-9]/,
        ]
        if !forms.contains(where: { text.wholeMatch(of: $0) != nil }), fault == nil {
            fault = TOMLOutline.Fault(at: place, kind: .valueMissing)
        }
    }

    /// Reads any of TOML's four kinds of string.
    private mutating func string() {
        let quote = bytes[at]
        let isLong = at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
        for _ in 0..<(isLong ? 3 : 1) { step() }
        while at < bytes.count {
            if bytes[at] < 0x20 && !peek("\t") && !(isLong && (peek("\n") || isAtReturn)) && !peek("\n")
                || bytes[at] == 0x7F
            {
                return note(.controlCharacter)
            }
            if bytes[at] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") {
                step()
                if isEscapedControl {
                    return note(.controlEscape)
                }
            } else if bytes[at] == quote {
                if !isLong { return step() }
                let rest = bytes[at...].prefix(while: { $0 == quote }).count
                if rest >= 3 {
                    // Up to two quotes may come immediately before the three that close the text.
                    for _ in 0..<min(rest, 5) { step() }
                    return
                }
            } else if !isLong && peek("\n") {
                break
            }
            step()
        }
        note(.textNotClosed)
    }

    /// Returns whether the escape sequence whose backslash was just read stands for a control character: `\b`, `\f`, `\e`, or
    /// `\u` and `\U` of C0, DEL or C1 (TOML v1.0, String).
    private var isEscapedControl: Bool {
        guard at < bytes.count else { return false }
        switch bytes[at] {
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "e"): return true
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let count = bytes[at] == UInt8(ascii: "u") ? 4 : 8
            let digits = String(decoding: bytes[(at + 1)...].prefix(count), as: UTF8.self)
            guard let value = UInt32(digits, radix: 16) else { return false }
            return value < 0x20 && value != 0x09 && value != 0x0A || (0x7F...0x9F).contains(value)
        default: return false
        }
    }

    // MARK: - Pieces

    private func peek(_ scalar: Unicode.Scalar) -> Bool { at < bytes.count && bytes[at] == UInt8(ascii: scalar) }

    private mutating func step() {
        guard at < bytes.count else { return }
        if bytes[at] == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if bytes[at] & 0xC0 != 0x80 {
            column += 1
        }
        at += 1
    }

    private mutating func skipSpace() { while peek(" ") || peek("\t") { step() } }

    private mutating func skipBlank() {
        while at < bytes.count {
            if peek("#") {
                while at < bytes.count, !peek("\n") { step() }
            } else if peek(" ") || peek("\t") || peek("\n") || isAtReturn {
                step()
            } else {
                return
            }
        }
    }
}
