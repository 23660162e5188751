import Testing
import TOMLFiles

@testable import Region

struct RegionSettingsTests {
    private static let key = "labd.example/chiari+dfc48c79+AeVcG0eYlgTMFy3CkhP5lXaMVVqEAKxRMtIkCkSFyPyz"

    private func text(_ more: String = "", offices: String = "chiari = \"\(key)\"") -> String {
        """
        region = "lombardia"
        data = "/var/lib/labd-region"
        socket = "/run/labd-region/labregion.sock"
        \(more)
        [nats]
        servers = ["nats://127.0.0.1:4222"]
        [offices]
        \(offices)
        """
    }

    private func refused(_ toml: String) throws -> String {
        let error = #expect(throws: SettingsError.self) { try RegionSettings(toml: toml, file: "r.toml") }
        return "\(try #require(error))"
    }

    /// The key of an office, as it is printed.
    private func validKey() throws -> String { "\(try SignedOffice(seed: 1).key)" }

    @Test func `the offices are named with their keys, and their sockets are beside the region's`() throws {
        let settings = try RegionSettings(
            toml: try text(offices: "chiari = \"\(validKey())\"\n\"iseo-2\" = \"\(validKey())\""), file: "r.toml")
        #expect(try settings.keys.map(\.office) == ["chiari", "iseo-2"])
        #expect(settings.officeSockets == "/run/labd-region/offices")
        #expect(settings.witness.isEmpty)
    }

    @Test func `what cannot be used is refused with its place`() throws {
        #expect(try refused(text(offices: "chiari = \"no key\"")).contains("r.toml:8:1: offices.chiari: "))
        #expect(try refused(text(offices: "\"a/b\" = \"\(validKey())\"")).contains("it is no office's id"))
        #expect(try refused(text(offices: "\".\" = \"\(validKey())\"")).contains("it is no office's id"))
        #expect(try refused(text(offices: "")).contains("at least one office"))
        #expect(
            try refused(text("witness = \"a b\"", offices: "chiari = \"\(validKey())\"")).contains("witness: accepted"))
        #expect(
            try refused(text("colour = 1", offices: "chiari = \"\(validKey())\"")).contains(
                "there is no setting colour"))
        #expect(try refused(text(offices: "chiari = 1")).contains("offices.chiari has the wrong type"))
    }
}
