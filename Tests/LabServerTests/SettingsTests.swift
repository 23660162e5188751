import TOMLFiles
import Testing

@testable import LabServer

struct SettingsTests {
    private static let whole = """
        office = "oglio-ovest"
        origin = "labd.example/oglio-ovest"
        zone = "Europe/Rome"
        data = "/var/lib/labd"
        socket = "/run/labd/labd.sock"
        """

    private func fault(_ text: String) throws -> SettingsError {
        try #require(#expect(throws: SettingsError.self) { try Settings(toml: text, file: "labd.toml") })
    }

    @Test func `the file that ships can be used and holds the defaults`() throws {
        let settings = try Settings.read(path: "config/labd.toml")
        #expect(settings.office == "oglio-ovest")
        #expect(settings.zone == "Europe/Rome")
        #expect(settings.limits == Settings.Limits())
    }

    @Test(arguments: [
        "[%roles]", "[", "[[", "[ ]", "[=]", "[è]", "[[ %x]]", "[\t", "[\n", "a = [}]", "a = [1, }", "a = [è]",
    ])
    func `TOML that would crash the parser is refused at its place, and labd continues`(_ header: String) throws {
        let error = try fault(Self.whole + "\n\n" + header + "\nviewer = []\n")
        #expect(error.description.hasPrefix("labd.toml:7:"), "\(error)")
    }

    @Test func `an unknown setting is refused with a list of all settings`() throws {
        let error = try fault(Self.whole + "\n[limits]\nconections = 1\n")
        for name in ["accountConnections", "headBytes", "headSeconds", "bodyBytes", "stopSeconds"] {
            #expect(error.description.contains(name))
        }
        #expect(try fault(Self.whole + "\n[log]\nwitness = 1\n").description.hasSuffix("accepted: witnesses"))
    }

    @Test func `limits that are left out keep their defaults`() throws {
        let settings = try Settings(toml: Self.whole + "\n[limits]\nconnections = 3\n", file: "labd.toml")
        #expect(settings.limits.connections == 3)
        #expect(settings.limits.bodyBytes == Settings.Limits().bodyBytes)
        #expect(try Settings(toml: Self.whole, file: "labd.toml").limits == Settings.Limits())
    }

    @Test func `an unknown key is refused with line and column`() throws {
        let error = try fault(Self.whole + "\n\n  ofice = \"x\"\n")
        #expect(error.at?.line == 7)
        #expect(error.at?.column == 3)
        #expect(error.description.hasPrefix("labd.toml:7:3: there is no setting ofice; accepted: office,"))
    }

    @Test func `all unknown keys are named, each at its place, before what is missing`() throws {
        let text =
            Self.whole.replacing("office =", with: "ofice =") + "\n[limit]\nconnections = 3\n[roles]\nviewers = []\n"
        #expect(
            try fault(text).description == """
                labd.toml:1:1: there is no setting ofice; accepted: office, origin, zone, data, socket and the tables roles, log, \
                limits
                labd.toml:6:1: there is no setting limit; accepted: office, origin, zone, data, socket and the tables roles, log, \
                limits
                labd.toml:9:1: there is no setting roles.viewers; accepted: owner, viewer, operator, coordinator, auditor, admin, \
                fronts
                labd.toml: office is missing; accepted: a text in quotes
                """)
    }

    @Test(arguments: [
        "labd.example/oglio-ovest", "labd.example:8443/a/b", "localhost/prova", "192.0.2.7/x",
        "a-b.example/oglio_ovest",
    ])
    func `an origin is a host's name or URL without its scheme, then the office`(origin: String) throws {
        #expect(
            try Settings(toml: Self.whole.replacing("labd.example/oglio-ovest", with: origin), file: "x").origin
                == origin)
    }

    @Test(arguments: [
        "oglio-ovest", "https://labd.example/oglio-ovest", "labd.example/", "/oglio-ovest", "labd.example//x",
        "-a.example/x",
        "labd..example/x", "labd.example/x?y", "labd.example/x#y", "labd.example/città", "labd.example/x/", "a b/x",
        "a+b/x",
        "labd.example/" + String(repeating: "x", count: 200),
    ])
    func `another form of origin is refused for a new log, and kept for a log that has begun`(origin: String) throws {
        let text = Self.whole.replacing("labd.example/oglio-ovest", with: origin)
        let error = try fault(text)
        #expect(error.at?.line == 2 && error.reason.hasPrefix("origin: accepted: a host's name"), "\(error)")
        let wasEverAccepted = !origin.contains(" ") && !origin.contains("+") && origin.utf8.count <= 200
        #expect(((try? Settings(toml: text, file: "x", hasLog: { _ in true })) != nil) == wasEverAccepted)
    }

    @Test func `an unknown key of a table is refused with line and column`() throws {
        let error = try fault(Self.whole + "\n[limits]\nconnections = 3\nconections = 4\n")
        #expect(error.at?.line == 8)
        #expect(error.description.contains("there is no setting limits.conections; accepted: connections,"))
    }

    @Test(arguments: [
        ("data = 3", "data", "a text in quotes"), ("limits = 3", "limits", "a table"),
    ])
    func `a wrong type is named, not called missing`(line: String, key: String, form: String) throws {
        let text = Self.whole.split(separator: "\n").filter { !$0.hasPrefix(key) }.joined(separator: "\n")
        let error = try fault(text + "\n" + line + "\n")
        #expect(error.at?.line == text.split(separator: "\n").count + 1)
        #expect(error.reason == "\(key) has the wrong type; accepted: \(form)")
    }

    @Test func `a limit of the wrong type is named with its table`() throws {
        let error = try fault(Self.whole + "\n[limits]\nconnections = \"3\"\n")
        #expect(error.at?.line == 7)
        #expect(error.reason == "limits.connections has the wrong type; accepted: a whole number")
    }

    @Test func `a missing key is named`() throws {
        let error = try fault("office = \"x\"\n")
        #expect(error.reason == "origin is missing; accepted: a text in quotes")
    }

    @Test(arguments: [
        ("office", "\"-x\""), ("origin", "\"a b\""), ("zone", "\"Europe/Paris\""), ("data", "\"\""),
        ("socket", "\"\""),
    ])
    func `an unusable value is refused at its place`(key: String, value: String) throws {
        let lines = Self.whole.split(separator: "\n").map { $0.hasPrefix(key) ? "\(key) = \(value)" : String($0) }
        let error = try fault(lines.joined(separator: "\n"))
        #expect(error.at?.line == lines.firstIndex { $0.hasPrefix(key) }.map { $0 + 1 })
        #expect(error.reason.hasPrefix(key))
    }

    @Test(arguments: ["\u{0}", "\u{1B}[2J", "\u{7F}", "\\u0000", "\\u001b", "\\U0000009F", "\\b", "\\f"])
    func `a text with a control character is refused at its place, as such or as an escape`(_ control: String) throws {
        for text in ["socket = \"/a\(control)b\"", "socket = \"\"\"/a\(control)b\"\"\""] {
            let lines = Self.whole.split(separator: "\n").map { $0.hasPrefix("socket") ? text : String($0) }
            let error = try fault(lines.joined(separator: "\n"))
            #expect(error.at?.line == lines.firstIndex(of: text).map { $0 + 1 })
            #expect(error.reason.contains("control character"), "\(error)")
            #expect(!error.description.utf8.contains { $0 < 0x20 || $0 == 0x7F })
        }
    }

    @Test func `a limit out of range says the range`() throws {
        let error = try fault(Self.whole + "\n[limits]\nidleSeconds = 0\n")
        #expect(error.description == "labd.toml:7:1: limits.idleSeconds: accepted: a whole number from 1 to 86400")
    }

    @Test func `what is not TOML is refused with line and column`() throws {
        let error = try fault("office = \n")
        #expect(error.at?.line == 1)
        #expect(error.at?.column != nil)
    }

    @Test func `a missing file is reported`() throws {
        let error = try #require(#expect(throws: SettingsError.self) { try Settings.read(path: "/nowhere/labd.toml") })
        #expect(error.description == "/nowhere/labd.toml: there is no such file")
    }
}
