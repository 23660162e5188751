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
    package let nats: Servers

    /// How the region's NATS servers are reached.
    package struct Servers: Decodable, Sendable, Hashable {
        /// Their URLs.
        package let servers: [String]
        /// The public key of the account's nkey and the file of its seed, or a credentials file; all empty without.
        package let nkey: String, seed: String, credentials: String
        /// PEM files: the authorities that are trusted, the relay's own certificate, and its key; empty for the system's, and none.
        package let authorities: String, certificate: String, key: String

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case servers, nkey, seed, credentials, authorities, certificate, key
        }

        static var keys: [String] { CodingKeys.allCases.map(\.stringValue) }

        /// Reads the table; only `servers` is required.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            func text(_ key: CodingKeys) throws -> String { try values.decodeIfPresent(String.self, forKey: key) ?? "" }
            servers = try values.decode([String].self, forKey: .servers)
            nkey = try text(.nkey)
            seed = try text(.seed)
            credentials = try text(.credentials)
            authorities = try text(.authorities)
            certificate = try text(.certificate)
            key = try text(.key)
        }

        /// Whether the connection is encrypted.
        private var hasTLS: Bool {
            !authorities.isEmpty || !certificate.isEmpty || servers.contains { $0.hasPrefix("tls://") }
        }

        /// The options of a connection whose client has a name.
        package func options(name: String) -> ConnectionOptions {
            func some(_ text: String) -> String? { text.isEmpty ? nil : text }
            let identity: ConnectionOptions.Identity =
                !nkey.isEmpty
                ? .nkey(publicKey: nkey, seedFile: seed)
                : !credentials.isEmpty ? .credentials(file: credentials) : .nobody
            return ConnectionOptions(
                servers: servers, name: name, identity: identity,
                tls: hasTLS
                    ? .init(authorities: some(authorities), certificate: some(certificate), key: some(key)) : nil)
        }

        /// The first setting that cannot be used, and what would be accepted.
        var firstFault: (path: [String], reason: String)? {
            let isURL = { (text: String) in text.wholeMatch(of: /(nats|tls):\/\/[^\s\/@]+(:[0-9]{1,5})?/) != nil }
            if servers.isEmpty || !servers.allSatisfy(isURL) {
                return (["nats", "servers"], "accepted: one or more of nats://HOST:PORT and tls://HOST:PORT")
            }
            if nkey.isEmpty != seed.isEmpty {
                return (
                    ["nats", nkey.isEmpty ? "nkey" : "seed"], "a public key and the file of its seed belong together"
                )
            }
            if !nkey.isEmpty, !credentials.isEmpty {
                return (["nats", "credentials"], "either an nkey or a credentials file")
            }
            if certificate.isEmpty != key.isEmpty {
                return (
                    ["nats", certificate.isEmpty ? "certificate" : "key"], "a certificate and its key belong together"
                )
            }
            return nil
        }
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case region, socket, metrics, nats
    }

    /// Reads the settings, of which `socket` and `metrics` may be left out.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        region = try values.decode(String.self, forKey: .region)
        socket = try values.decodeIfPresent(String.self, forKey: .socket)
        metrics = try values.decodeIfPresent(String.self, forKey: .metrics) ?? ""
        nats = try values.decode(Servers.self, forKey: .nats)
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
        program: "labrelay", keys: CodingKeys.allCases.map(\.stringValue), tables: [("nats", Servers.keys)]
    ) { path in
        path == ["nats", "servers"] ? "a list of texts in quotes" : "a text in quotes"
    }
}
