import NATS
import TOMLFiles
import Testing

@testable import Relay

@Suite struct RelaySettingsTests {
    private static let least = """
        region = "lombardia"
        socket = "/run/labd/labd.sock"
        [nats]
        servers = ["nats://127.0.0.1:4222"]
        """

    @Test func `the documented example can be read, and has every setting`() throws {
        let settings = try RelaySettings.read(path: "config/labrelay.toml")
        #expect(settings.region == "lombardia")
        #expect(settings.nats.options(name: "x").identity == .nobody)
        #expect(settings.nats.options(name: "x").tls == .init())
        #expect(settings.socket == "/run/labd/labd.sock" && settings.nats.servers.count == 3)
    }

    @Test func `what may be left out may be`() throws {
        let settings = try RelaySettings(toml: Self.least, file: "r")
        #expect(settings.metrics.isEmpty && settings.nats.servers == ["nats://127.0.0.1:4222"])
        #expect(settings.nats.options(name: "x").tls == nil)
        let without = try RelaySettings(
            toml: Self.least.replacing("socket = \"/run/labd/labd.sock\"\n", with: ""), file: "r")
        #expect(without.socket == nil)
    }

    @Test func `an encrypted address, or authorities, mean TLS`() throws {
        let address = try RelaySettings(toml: Self.least.replacing("nats://", with: "tls://"), file: "r")
        #expect(address.nats.options(name: "x").tls == .init())
        let file = try RelaySettings(toml: Self.least + "\nauthorities = \"ca.pem\"", file: "r")
        #expect(file.nats.options(name: "x").tls == .init(authorities: "ca.pem"))
    }

    @Test func `an nkey is an identity`() throws {
        let settings = try RelaySettings(toml: Self.least + "\nnkey = \"UABC\"\nseed = \"/s\"", file: "r")
        #expect(settings.nats.options(name: "x").identity == .nkey(publicKey: "UABC", seedFile: "/s"))
    }

    @Test(arguments: [
        ("region = \"lombardia\"", "region = \"a.b\"", "r:1:1: region: accepted: 1 to 64"),
        ("socket = \"/run/labd/labd.sock\"", "socket = 7", "socket has the wrong type; accepted: a text in quotes"),
        ("nats://127.0.0.1:4222", "http://x", "r:4:1: nats.servers: accepted: one or more of nats://HOST:PORT"),
        (
            "[\"nats://127.0.0.1:4222\"]", "\"nats://x\"",
            "nats.servers has the wrong type; accepted: a list of texts in quotes"
        ),
        (
            "[nats]", "sokcet = 1\n[nats]",
            "r:3:1: there is no setting sokcet; accepted: region, socket, metrics and the tables nats"
        ),
        ("servers = ", "nkey = \"U\"\nservers = ", "nats.seed: a public key and the file of its seed belong together"),
        ("servers = ", "key = \"k\"\nservers = ", "nats.certificate: a certificate and its key belong together"),
        (
            "servers = ", "nkey = \"U\"\nseed = \"s\"\ncredentials = \"c\"\nservers = ",
            "nats.credentials: either an nkey or a credentials file"
        ),
    ])
    func `what cannot be used is refused with its place`(_ text: String, _ other: String, _ message: String) throws {
        let error = try #require(throws: SettingsError.self) {
            try RelaySettings(toml: Self.least.replacing(text, with: other), file: "r")
        }
        #expect(error.description.contains(message), "\(error)")
    }
}
