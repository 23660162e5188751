package import LabServer
package import NATS
import RegionFeed
package import TOMLFiles
import TransparencyCrypto
package import TransparencyLog

/// The contents of labregion's settings file. `config/labregion.toml` is the documented example and contains every key.
package struct RegionSettings: Decodable, Sendable, Hashable {
    /// The region, as in the names of its streams.
    package let region: String
    /// The directory of the copies, one directory for each office.
    package let data: String
    /// The Unix socket of the region; those of the offices are in the directory `offices` beside it.
    package let socket: String
    /// The name by which the region cosigns the offices' checkpoints; empty if it does not.
    package let witness: String
    /// The servers, and as whom the region comes to them.
    package let nats: ServerSettings
    /// The offices' verifier keys, by the offices' ids.
    package let offices: [String: String]
    /// Which accounts have which roles.
    package let roles: Settings.Roles
    /// The limits of each socket.
    package let limits: Settings.Limits

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case region, data, socket, witness, nats, offices, roles, limits
    }

    /// Reads the settings. `witness`, `roles` and `limits` are optional.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        region = try values.decode(String.self, forKey: .region)
        data = try values.decode(String.self, forKey: .data)
        socket = try values.decode(String.self, forKey: .socket)
        witness = try values.decodeIfPresent(String.self, forKey: .witness) ?? ""
        nats = try values.decode(ServerSettings.self, forKey: .nats)
        offices = try values.decode([String: String].self, forKey: .offices)
        roles = try values.decodeIfPresent(Settings.Roles.self, forKey: .roles) ?? Settings.Roles()
        limits = try values.decodeIfPresent(Settings.Limits.self, forKey: .limits) ?? Settings.Limits()
    }

    /// Reads the settings file at `path`.
    package static func read(path: String) throws(SettingsError) -> RegionSettings {
        try RegionSettings(toml: try form.text(of: path), file: path)
    }

    /// Reads settings from TOML. Messages call the text `file`.
    ///
    /// - Throws: `SettingsError`, with line and column.
    package init(toml text: String, file: String) throws(SettingsError) {
        self = try Self.form.decode(RegionSettings.self, toml: text, file: file) { $0.firstFault }
    }

    /// The offices' keys, in the order of their ids.
    package var keys: [(office: String, key: VerifierKey)] {
        get throws {
            try offices.sorted { $0.key < $1.key }.map { ($0.key, try VerifierKey(parsing: $0.value, using: .crypto)) }
        }
    }

    /// The directory of the offices' sockets.
    package var officeSockets: String {
        socket.lastIndex(of: "/").map { String(socket[..<$0]) + "/offices" } ?? "offices"
    }

    private var firstFault: (path: [String], reason: String)? {
        if region.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) == nil {
            return (["region"], "accepted: 1 to 64 of A-Z a-z 0-9 _ -")
        }
        if data.isEmpty { return (["data"], "accepted: the path of a directory") }
        if socket.isEmpty { return (["socket"], "accepted: the path of a Unix socket") }
        if !witness.isEmpty, (try? KeyName(witness)) == nil {
            return (
                ["witness"],
                "accepted: a name such as region.example/witness, without white space and plus signs; or \"\""
            )
        }
        if offices.isEmpty { return (["offices"], "accepted: at least one office, ID = \"KEY\"") }
        for (office, text) in offices.sorted(by: { $0.key < $1.key }) {
            // An office's directory and socket have its name.
            if OfficeFeed(region: region, office: office) == nil || office.hasPrefix(".") {
                return (["offices", office], "it is no office's id")
            }
            do {
                let key = try VerifierKey(parsing: text, using: .crypto)
                guard key.type == .ed25519 else { throw TransparencyLogError.keyTypeUnsupported(key.type.rawValue) }
            } catch {
                return (
                    ["offices", office],
                    "\(error); accepted: what `labctl log key` prints at the office, of its first generation"
                )
            }
        }
        do {
            _ = try roles.map(owner: 0)
        } catch {
            return (["roles", error.key], error.reason)
        }
        if let (key, accepted) = limits.firstFault { return (["limits", key], "accepted: \(accepted)") }
        return nats.firstFault
    }

    private static let form = SettingsForm(
        program: "labregion", keys: CodingKeys.allCases.map(\.stringValue),
        tables: [
            ("nats", ServerSettings.keys), ("roles", Settings.Roles.keys), ("limits", Settings.Limits.keys),
        ], named: ["offices"]
    ) { path in
        switch path.first {
        case "limits": "a whole number"
        case "roles": "a list of texts in quotes"
        default: path == ["nats", "servers"] ? "a list of texts in quotes" : "a text in quotes"
        }
    }
}
