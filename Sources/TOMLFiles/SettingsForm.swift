import FoundationEssentials
import TOMLKit

/// The reason why a settings file cannot be used: the file, the place in it, and what to write instead.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's path.
    public let file: String
    /// The place at fault, where there is one.
    package var at: TOMLOutline.Place?
    /// What is wrong there and what would be accepted.
    public let reason: String
    /// Further errors in the file.
    package var more: [SettingsError] = []

    /// Creates an error.
    package init(file: String, at place: TOMLOutline.Place? = nil, reason: String) {
        self.file = file
        at = place
        self.reason = reason
    }

    /// The errors as lines `FILE:LINE:COLUMN: reason`, as compilers write them.
    public var description: String {
        let place = at.map { ":\($0.line):\($0.column)" } ?? ""
        return (["\(file)\(place): \(reason)"] + more.map(\.description)).joined(separator: "\n")
    }
}

/// The form of a program's settings file: its keys and tables. Everything else in a file is refused, with its place.
package struct SettingsForm: Sendable {
    /// The program that reads the file.
    package let program: String
    /// The names of the keys and tables at the top, in the order of messages.
    package let keys: [String]
    /// The tables among them, with the names of their settings, in the order of messages.
    package let tables: [(name: String, keys: [String])]
    /// The tables among the keys whose settings have names of the user's choice.
    package let named: [String]
    /// What is accepted for the setting at a path, such as `a text in quotes`, if the value has another type.
    package let accepted: @Sendable (_ path: [String]) -> String

    /// Creates a form.
    package init(
        program: String, keys: [String], tables: [(name: String, keys: [String])], named: [String] = [],
        accepted: @escaping @Sendable (_ path: [String]) -> String
    ) {
        self.program = program
        self.keys = keys
        self.tables = tables
        self.named = named
        self.accepted = accepted
    }

    /// Reads the text of the file at `path`.
    package func text(of path: String) throws(SettingsError) -> String {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw SettingsError(file: path, reason: reason(error))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsError(file: path, reason: "the file is not UTF-8 text")
        }
        return text
    }

    /// Returns why a file cannot be read, and what to do about it.
    private func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission:
            "this account may not read the file: run \(program) as the account that may, or change the file's group or mode"
        default: "the file cannot be read: name a file, not a directory, on a disk that is well"
        }
    }

    /// Reads settings from TOML. Messages call the text `file`. `fault` returns the path of the first unusable value, and what
    /// would be accepted.
    ///
    /// - Throws: `SettingsError`: unknown keys and wrong types are refused with line and column, all unknown keys before what
    ///   else is wrong, as a key that is missing may be one that was misspelt.
    package func decode<Settings: Decodable>(
        _ type: Settings.Type, toml text: String, file: String, fault: (Settings) -> (path: [String], reason: String)?
    ) throws(SettingsError) -> Settings {
        let outline = TOMLOutline(text)
        if let fault = outline.fault {
            throw SettingsError(file: file, at: fault.at, reason: fault.detail)
        }
        var faults: [SettingsError] = unknownPaths(in: outline).map { path in
            let reason =
                "there is no setting \(path.joined(separator: ".")); accepted: \(names(below: path.dropLast()))"
            return Self.error(path, reason, outline, file)
        }
        do throws(SettingsError) {
            // Unknown keys were looked for already.
            let settings = try decode(type, text, outline, file)
            if faults.isEmpty {
                if let (path, reason) = fault(settings) {
                    throw Self.error(path, "\(path.joined(separator: ".")): \(reason)", outline, file)
                }
                return settings
            }
        } catch {
            faults.append(error)
        }
        var first = faults.removeFirst()
        first.more = faults
        throw first
    }

    private static func error(
        _ path: [String], _ reason: String, _ outline: TOMLOutline, _ file: String
    ) -> SettingsError {
        SettingsError(file: file, at: outline.place(of: path.joined(separator: ".")), reason: reason)
    }

    private func decode<Settings: Decodable>(
        _ type: Settings.Type, _ text: String, _ outline: TOMLOutline, _ file: String
    ) throws(SettingsError) -> Settings {
        do {
            return try TOMLDecoder().decode(type, from: text)
        } catch let error as TOMLParseError {
            throw SettingsError(file: file, at: TOMLOutline.Place(error), reason: error.description)
        } catch let DecodingError.keyNotFound(key, context) {
            // TOMLKit reports a value of another type as missing, and its path may or may not end in the key.
            var path = context.codingPath.map(\.stringValue)
            if path.last != key.stringValue { path.append(key.stringValue) }
            let isThere = outline.has(path.joined(separator: "."))
            throw Self.error(path, unsuitable(path, isThere: isThere), outline, file)
        } catch let DecodingError.typeMismatch(_, context) {
            let path = context.codingPath.map(\.stringValue)
            throw Self.error(path, unsuitable(path, isThere: true), outline, file)
        } catch {
            throw SettingsError(
                file: file, reason: "these are no settings of \(program); config/\(program).toml shows some")
        }
    }

    /// Returns the unknown keys in the text, without those in unknown tables, in their order.
    private func unknownPaths(in outline: TOMLOutline) -> [[String]] {
        var unknown: [[String]] = []
        for text in outline.paths {
            let path = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
                String(part.prefix { $0 != "[" })
            }
            let isKnown =
                switch path.count {
                case _ where named.contains(path[0]): true
                case 1: keys.contains(path[0])
                case 2: names(ofTable: path[0])?.contains(path[1]) ?? false
                default: false
                }
            if !isKnown, !unknown.contains(where: { path.starts(with: $0) }) { unknown.append(path) }
        }
        return unknown
    }

    private func unsuitable(_ path: [String], isThere: Bool) -> String {
        let form =
            path.count == 1 && (names(ofTable: path[0]) != nil || named.contains(path[0])) ? "a table" : accepted(path)
        return "\(path.joined(separator: ".")) \(isThere ? "has the wrong type" : "is missing"); accepted: \(form)"
    }

    /// Returns the names of the settings in the table at `path`.
    private func names(below path: some Collection<String>) -> String {
        if let table = path.first, let names = names(ofTable: table) { return names.joined(separator: ", ") }
        let tables = tables.map(\.name) + named
        return keys.filter { !tables.contains($0) }.joined(separator: ", ") + " and the tables "
            + tables.joined(separator: ", ")
    }

    /// The settings of a table; nil if there is no such table.
    private func names(ofTable table: String) -> [String]? { tables.first { $0.name == table }?.keys }
}
