package import NATS
package import TOMLFiles

/// The contents of a relay's settings file. `config/labrelay.toml` is the documented example and contains every key.
package struct RelaySettings: Decodable, Sendable, Hashable {
    /// The region, as in the names of its streams.
    package let region: String
    /// labd's Unix socket; nil in the settings of who only creates streams and copies logs.
    package let socket: String?
    /// The file in which the relay keeps its metrics; empty for none.
    package let metrics: String
    /// The servers, and as whom the relay comes to them.
    package let nats: ServerSettings

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case region, socket, metrics, nats
    }

    /// Reads the settings, of which `socket` and `metrics` may be left out.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        region = try values.decode(String.self, forKey: .region)
        socket = try values.decodeIfPresent(String.self, forKey: .socket)
        metrics = try values.decodeIfPresent(String.self, forKey: .metrics) ?? ""
        nats = try values.decode(ServerSettings.self, forKey: .nats)
    }

    /// Reads the settings file at `path`.
    package static func read(path: String) throws(SettingsError) -> RelaySettings {
        try RelaySettings(toml: try form.text(of: path), file: path)
    }

    /// Reads settings from TOML. Messages call the text `file`.
    ///
    /// - Throws: `SettingsError`, with line and column.
    package init(toml text: String, file: String) throws(SettingsError) {
        self = try Self.form.decode(RelaySettings.self, toml: text, file: file) { settings in
            if settings.region.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) == nil {
                return (["region"], "accepted: 1 to 64 of A-Z a-z 0-9 _ -")
            }
            if settings.socket?.isEmpty == true { return (["socket"], "accepted: the path of labd's socket") }
            return settings.nats.firstFault
        }
    }

    private static let form = SettingsForm(
        program: "labrelay", keys: CodingKeys.allCases.map(\.stringValue), tables: [("nats", ServerSettings.keys)]
    ) { path in
        path == ["nats", "servers"] ? "a list of texts in quotes" : "a text in quotes"
    }
}
