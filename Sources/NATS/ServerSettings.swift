/// How a region's NATS servers are reached: a table of a settings file.
package struct ServerSettings: Decodable, Sendable, Hashable {
    /// Their URLs.
    package let servers: [String]
    /// The public key of the account's nkey and the file of its seed, or a credentials file; all empty without.
    package let nkey: String, seed: String, credentials: String
    /// PEM files: the authorities that are trusted, the client's own certificate, and its key; empty for the system's, and none.
    package let authorities: String, certificate: String, key: String

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case servers, nkey, seed, credentials, authorities, certificate, key
    }

    package static var keys: [String] { CodingKeys.allCases.map(\.stringValue) }

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
    package var firstFault: (path: [String], reason: String)? {
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
