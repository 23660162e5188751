/// Where each key and element of a TOML document stands, so that a fault of a value can be shown at its line.
///
/// Of a text that is no TOML the outline may be incomplete, never wrong in a way that does harm. Paths are written as in refusals: `lines[2].places[0]`.
public struct TOMLOutline: Sendable, Hashable {
    /// A place in a text, both counted from 1, columns in characters (Unicode scalars).
    public struct Place: Sendable, Hashable {
        /// The line.
        public let line: Int
        /// The column.
        public let column: Int

        /// A place.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    private var places: [String: Place] = [:]
    /// A place at which the parser would end the whole process, by an assertion: it must not be given such a text. Found by
    /// fuzzing.
    public private(set) var fault: Fault?

    /// Something that is missing in a text that is no TOML.
    public struct Fault: Sendable, Hashable {
        /// Where it is missing.
        public let at: Place
        /// What it is.
        public let detail: String
    }

    /// Reads where everything stands in `text`.
    public init(_ text: String) {
        var scan = TOMLScan(Array(text.utf8))
        scan.document()
        places = scan.places
        fault = scan.fault
    }

    /// Whether what is at `path` stands before what is at `other`; what has no place comes last.
    public func order(_ path: String, _ other: String) -> Bool {
        let last = Place(line: .max, column: .max)
        let (a, b) = (places[path] ?? last, places[other] ?? last)
        return (a.line, a.column) < (b.line, b.column)
    }

    /// Whether the text has a key or element at `path`.
    public func has(_ path: String) -> Bool { places[path] != nil }

    /// Where the key or element at `path` stands, or the nearest thing around it that does: a field that is missing is
    /// looked for at the head of its table.
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

/// One pass over the bytes of a TOML document.
private struct TOMLScan {
    var places: [String: TOMLOutline.Place] = [:]
    var fault: TOMLOutline.Fault?
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var column = 1
    /// How many tables the array of tables at a path has so far.
    private var tables: [String: Int] = [:]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() {
        var table = ""
        skipBlank()
        while at < bytes.count {
            let start = at
            if peek("[") {
                let isArray = bytes.indices.contains(at + 1) && bytes[at + 1] == UInt8(ascii: "[")
                let place = here
                for _ in 0..<(isArray ? 2 : 1) { step() }
                skipSpace()
                let isNamed = at < bytes.count && (isBare(bytes[at]) || peek("\"") || peek("'"))
                if !isNamed { note("the header of a table has no name here") }
                table = header(keys(), isArray: isArray)
                places[table] = place
                while at < bytes.count, !peek("\n") { step() }
            } else {
                pair(in: table)
            }
            skipBlank()
            if at == start { step() }
        }
    }

    private var here: TOMLOutline.Place { TOMLOutline.Place(line: line, column: column) }

    /// The path that a table's header opens: where a key names an array of tables, its last one is meant.
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
        let path = keys().reduce(table, join)
        places[path] = place
        skipSpace()
        guard peek("=") else { return }
        step()
        skipSpace()
        value(path)
    }

    private mutating func keys() -> [String] {
        var keys: [String] = []
        while at < bytes.count {
            skipSpace()
            let start = at
            if peek("\"") || peek("'") {
                string()
                keys.append(String(decoding: bytes[start..<at].dropFirst().dropLast(), as: UTF8.self))
            } else {
                while at < bytes.count, isBare(bytes[at]) { step() }
                keys.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
            skipSpace()
            guard peek(".") else { break }
            step()
        }
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
        if peek("\"") || peek("'") {
            string()
        } else if peek("[") {
            members(closing: "]") { scan, index in
                let element = "\(path)[\(index)]"
                if !scan.isAtValue { scan.note("an element of a list is missing here") }
                scan.places[element] = scan.here
                scan.value(element)
            }
        } else if peek("{") {
            members(closing: "}") { scan, _ in scan.pair(in: path) }
        } else {
            while at < bytes.count, !peek(","), !peek("]"), !peek("}"), !peek("\n"), !peek("#") { step() }
        }
    }

    /// Whether a value may begin here.
    private var isAtValue: Bool {
        guard at < bytes.count else { return false }
        return isBare(bytes[at]) || ["\"", "'", "[", "{", "+", "."].contains { peek($0) }
    }

    private mutating func note(_ detail: String) {
        if fault == nil { fault = TOMLOutline.Fault(at: here, detail: detail) }
    }

    private mutating func members(closing: Unicode.Scalar, _ member: (inout TOMLScan, Int) -> Void) {
        step()
        var index = 0
        skipBlank()
        while at < bytes.count, !peek(closing) {
            let start = at
            member(&self, index)
            index += 1
            skipBlank()
            if peek(",") { step() }
            skipBlank()
            if at == start { return }
        }
        step()
    }

    /// Any of TOML's four kinds of string.
    private mutating func string() {
        let quote = bytes[at]
        let isLong = at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
        for _ in 0..<(isLong ? 3 : 1) { step() }
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") {
                step()
            } else if bytes[at] == quote {
                if !isLong { break }
                let rest = bytes[at...].prefix(while: { $0 == quote }).count
                if rest >= 3 {
                    // Up to two quotes may stand right before the three that close.
                    for _ in 0..<(min(rest, 5) - 1) { step() }
                    break
                }
            }
            step()
        }
        step()
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

    private mutating func skipSpace() {
        while peek(" ") || peek("\t") { step() }
    }

    private mutating func skipBlank() {
        while at < bytes.count {
            if peek("#") {
                while at < bytes.count, !peek("\n") { step() }
            } else if peek(" ") || peek("\t") || peek("\r") || peek("\n") {
                step()
            } else {
                return
            }
        }
    }
}
