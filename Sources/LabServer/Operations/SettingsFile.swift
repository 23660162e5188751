import FoundationEssentials
import LabAPI
import Office
import TOMLKit

/// Why a settings file cannot be used: which file, where in it, what to write instead.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's path.
    public let file: String
    /// The line at fault, from 1, where one is.
    public let line: Int?
    /// The column at fault, from 1, where one is.
    public let column: Int?
    /// What is wrong there and what would be accepted.
    public let reason: String

    /// `FILE:LINE:COLUMN: reason`, as compilers write it.
    public var description: String {
        var place = file
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        return "\(place): \(reason)"
    }
}

extension Settings {
    /// Reads the settings file at `path`.
    ///
    /// - Throws: `SettingsError`.
    public static func read(path: String) throws(SettingsError) -> Settings {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            let code = (error as? CocoaError)?.code
            let reason = code == .fileReadNoSuchFile ? "there is no such file" : "the file cannot be read"
            throw SettingsError(file: path, line: nil, column: nil, reason: reason)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw SettingsError(file: path, line: nil, column: nil, reason: "the file is not UTF-8 text")
        }
        return try Settings(toml: text, file: path)
    }

    /// Reads settings from TOML. `file` is what messages call it.
    ///
    /// - Throws: `SettingsError`: unknown keys and wrong types are refused with line and column.
    public init(toml text: String, file: String) throws(SettingsError) {
        let outline = TOMLOutline(text)
        func fault(_ path: [String], _ reason: String) -> SettingsError {
            let place = outline.place(of: path.joined(separator: "."))
            return SettingsError(file: file, line: place?.line, column: place?.column, reason: reason)
        }
        if let fault = outline.fault {
            throw SettingsError(file: file, line: fault.at.line, column: fault.at.column, reason: fault.detail)
        }
        do {
            self = try TOMLDecoder(strictDecoding: true).decode(Settings.self, from: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw SettingsError(file: file, line: begin.line, column: begin.column, reason: error.description)
        } catch let error as UnexpectedKeysError {
            let paths = error.keys.map { key, path in (path.map(\.stringValue), key) }
            // The one that stands first.
            let (path, _) =
                paths.min { outline.order($0.0.joined(separator: "."), $1.0.joined(separator: ".")) } ?? ([], "")
            let name = path.joined(separator: ".")
            throw fault(path, "there is no setting \(name); accepted: \(Self.names(below: path.dropLast()))")
        } catch let DecodingError.keyNotFound(key, context) {
            // TOMLKit reports a value of another type as missing, and its path may or may not end in the key.
            var path = context.codingPath.map(\.stringValue)
            if path.last != key.stringValue { path.append(key.stringValue) }
            throw fault(path, Self.unsuitable(path, isThere: outline.has(path.joined(separator: "."))))
        } catch let DecodingError.typeMismatch(_, context) {
            let path = context.codingPath.map(\.stringValue)
            throw fault(path, Self.unsuitable(path, isThere: true))
        } catch {
            throw SettingsError(file: file, line: nil, column: nil, reason: "\(error)")
        }
        if let (path, reason) = firstFault { throw fault(path, "\(path.joined(separator: ".")): \(reason)") }
    }

    /// The first value that cannot be used: its path and what would be accepted.
    private var firstFault: (path: [String], reason: String)? {
        if ID(office) == nil { return (["office"], "an id is \(ID.form)") }
        if origin.isEmpty || origin.utf8.count > 200 || origin.contains(where: { $0.isWhitespace || $0 == "+" }) {
            return (
                ["origin"], "accepted: 1 to 200 bytes without white space or plus signs, such as example.org/office"
            )
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

    /// The settings that there are in the table at `path`.
    private static func names(below path: some Collection<String>) -> String {
        switch path.first {
        case nil:
            (keys.filter { !tables.contains($0) }).joined(separator: ", ") + " and the tables "
                + tables.joined(separator: ", ")
        case "log": Log.keys.joined(separator: ", ")
        case "roles": Roles.keys.joined(separator: ", ")
        default: Limits.keys.joined(separator: ", ")
        }
    }

    private static let tables = ["roles", "log", "limits"]
}
