import FoundationEssentials
import Office
public import TOMLFiles
import Wording

extension Settings {
    /// Reads the settings file at `path`. `data` is the data directory if the command line names one.
    ///
    /// - Throws: `SettingsError`.
    public static func read(path: String, data: String? = nil) throws(SettingsError) -> Settings {
        try Settings(toml: try form.text(of: path), file: path) { settings in
            FileManager.default.fileExists(atPath: (data ?? settings.data) + "/log/data.mdb")
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
        self = try Self.form.decode(Settings.self, toml: text, file: file) { settings in
            settings.firstFault(hasLog: hasLog(settings))
        }
    }

    private static let form = SettingsForm(
        program: "labd", keys: keys,
        tables: [("roles", Roles.keys), ("log", Log.keys), ("limits", Limits.keys)]
    ) { path in
        path.count == 1
            ? "a text in quotes" : path[0] == "limits" ? "a whole number" : "a list of texts in quotes"
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
