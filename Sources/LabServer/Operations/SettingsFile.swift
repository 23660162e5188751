import FoundationEssentials
import LabAPI
import Office
import TOMLFiles
import TOMLKit
import Wording

/// The reason why a settings file cannot be used: the file, the place in it, and what to write instead.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's path.
    public let file: String
    /// The place at fault, where there is one.
    var at: TOMLOutline.Place?
    /// What is wrong there and what would be accepted.
    public let reason: String
    /// Further errors in the file.
    var more: [SettingsError] = []

    /// The errors as lines `FILE:LINE:COLUMN: reason`, as compilers write them.
    public var description: String {
        let place = at.map { ":\($0.line):\($0.column)" } ?? ""
        return (["\(file)\(place): \(reason)"] + more.map(\.description)).joined(separator: "\n")
    }
}

extension Settings {
    /// Reads the settings file at `path`. `data` is the data directory if the command line names one.
    ///
    /// - Throws: `SettingsError`.
    public static func read(path: String, data: String? = nil) throws(SettingsError) -> Settings {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw SettingsError(file: path, reason: Self.reason(error))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsError(file: path, reason: "the file is not UTF-8 text")
        }
        return try Settings(toml: text, file: path) { settings in
            FileManager.default.fileExists(atPath: (data ?? settings.data) + "/log/data.mdb")
        }
    }

    /// Returns why a file cannot be read, and what to do about it.
    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission:
            "this account may not read the file: run labd as the account that may, or change the file's group or mode"
        default: "the file cannot be read: name a file, not a directory, on a disk that is well"
        }
    }

    /// Reads settings from TOML. Messages call the text `file`. `hasLog` says whether the log of the settings has begun: then
    /// its origin may have any form that was accepted once.
    ///
    /// - Throws: `SettingsError`: unknown keys and wrong types are refused with line and column, all unknown keys before what
    ///   else is wrong, as a key that is missing may be one that was misspelt.
    public init(
        toml text: String, file: String, hasLog: (Settings) -> Bool = { _ in false }
    ) throws(SettingsError) {
        let outline = TOMLOutline(text)
        if let fault = outline.fault {
            throw SettingsError(file: file, at: fault.at, reason: fault.detail)
        }
        var faults: [SettingsError] = Self.unknownPaths(in: outline).map { path in
            let reason =
                "there is no setting \(path.joined(separator: ".")); accepted: \(Self.names(below: path.dropLast()))"
            return Self.fault(path, reason, outline, file)
        }
        do throws(SettingsError) {
            // Unknown keys were looked for already.
            let settings = try Self.decode(text, outline, file)
            if faults.isEmpty {
                self = settings
                if let (path, reason) = firstFault(hasLog: hasLog(settings)) {
                    throw Self.fault(path, "\(path.joined(separator: ".")): \(reason)", outline, file)
                }
                return
            }
        } catch {
            faults.append(error)
        }
        var first = faults.removeFirst()
        first.more = faults
        throw first
    }

    private static func fault(
        _ path: [String], _ reason: String, _ outline: TOMLOutline, _ file: String
    ) -> SettingsError {
        SettingsError(file: file, at: outline.place(of: path.joined(separator: ".")), reason: reason)
    }

    private static func decode(
        _ text: String, _ outline: TOMLOutline, _ file: String
    ) throws(SettingsError) -> Settings {
        do {
            return try TOMLDecoder().decode(Settings.self, from: text)
        } catch let error as TOMLParseError {
            throw SettingsError(file: file, at: TOMLOutline.Place(error), reason: error.description)
        } catch let DecodingError.keyNotFound(key, context) {
            // TOMLKit reports a value of another type as missing, and its path may or may not end in the key.
            var path = context.codingPath.map(\.stringValue)
            if path.last != key.stringValue { path.append(key.stringValue) }
            throw fault(path, unsuitable(path, isThere: outline.has(path.joined(separator: "."))), outline, file)
        } catch let DecodingError.typeMismatch(_, context) {
            let path = context.codingPath.map(\.stringValue)
            throw fault(path, unsuitable(path, isThere: true), outline, file)
        } catch {
            throw SettingsError(
                file: file, reason: "these are no settings of labd; config/labd.toml shows some")
        }
    }

    /// Returns the unknown keys in the text, without those in unknown tables, in their order.
    private static func unknownPaths(in outline: TOMLOutline) -> [[String]] {
        var unknown: [[String]] = []
        for text in outline.paths {
            let path = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
                String(part.prefix { $0 != "[" })
            }
            let isKnown =
                switch path.count {
                case 1: keys.contains(path[0])
                case 2: names(ofTable: path[0])?.contains(path[1]) ?? false
                default: false
                }
            if !isKnown, !unknown.contains(where: { path.starts(with: $0) }) { unknown.append(path) }
        }
        return unknown
    }

    /// Returns the path of the first unusable value, and what would be accepted.
    private func firstFault(hasLog: Bool) -> (path: [String], reason: String)? {
        if ID(office) == nil { return (["office"], "an id is \(ID.form.text(in: .english))") }
        // A log that has begun keeps its origin, in any form that was accepted earlier.
        if !(hasLog ? LogOrigin.couldBegin(origin) : LogOrigin.isOne(origin)) {
            return (["origin"], "accepted: \(LogOrigin.form)")
        }
        if zone != "Europe/Rome" { return (["zone"], "only Europe/Rome is known for now") }
        if data.isEmpty { return (["data"], "accepted: the path of a directory") }
        if socket.isEmpty { return (["socket"], "accepted: the path of a Unix socket") }
        do {
            _ = try log.witnessKeys()
        } catch {
            return (["log", "witnesses"], "\(error); accepted: what `labctl witness create` printed")
        }
        do {
            _ = try roles.map(owner: 0)
        } catch {
            return (["roles", error.key], error.reason)
        }
        if let (key, accepted) = limits.firstFault { return (["limits", key], "accepted: \(accepted)") }
        return nil
    }

    private static func unsuitable(_ path: [String], isThere: Bool) -> String {
        let form =
            path.count > 1 && ["log", "roles"].contains(path[0])
            ? "a list of texts in quotes"
            : path.count > 1
                ? "a whole number" : ["limits", "log", "roles"].contains(path[0]) ? "a table" : "a text in quotes"
        return "\(path.joined(separator: ".")) \(isThere ? "has the wrong type" : "is missing"); accepted: \(form)"
    }

    /// Returns the names of the settings in the table at `path`.
    private static func names(below path: some Collection<String>) -> String {
        if let table = path.first, let names = names(ofTable: table) { return names.joined(separator: ", ") }
        return keys.filter { !tables.contains($0) }.joined(separator: ", ") + " and the tables "
            + tables.joined(separator: ", ")
    }

    /// The settings of a table; nil if there is no such table.
    private static func names(ofTable table: String) -> [String]? {
        switch table {
        case "log": Log.keys
        case "roles": Roles.keys
        case "limits": Limits.keys
        default: nil
        }
    }

    private static let tables = ["roles", "log", "limits"]
}

/// The origin of a log, by which auditors know it.
private enum LogOrigin {
    /// What is accepted.
    static let form =
        "a host's name or URL without its scheme, then the office, such as labd.example/oglio-ovest; at most 200 bytes of "
        + "ASCII without white space or plus signs"

    /// Whether a new log may have this origin: `HOST[:PORT]/PATH`, the path of the characters that URLs have (RFC 3986).
    static func isOne(_ text: String) -> Bool {
        couldBegin(text)
            && text.wholeMatch(
                of: /[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:\/[A-Za-z0-9._~!$&'()*,;=:@%\-]+)+/)
                != nil
            && !text.contains("..")
    }

    /// Returns whether a log may have begun with this origin: earlier versions accepted every name that a signed note can have.
    static func couldBegin(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200 && !text.contains { $0.isWhitespace || $0 == "+" }
    }
}
