import Foundation
import Testing

/// `labctl web` in front of a labd, as browsers and attackers reach it.
struct WebTests {
    /// A running `labctl web`, and one browser.
    private final class Web: @unchecked Sendable {
        let process = Process()
        let invitation: String
        let port: Int
        var cookie: String?
        private let errors = Pipe()

        init(_ socket: String, _ more: [String] = []) throws {
            process.executableURL = try Programs.program("labctl")
            process.arguments = ["--socket", socket, "--lang", "en", "web"] + more
            let output = Pipe()
            process.standardOutput = output
            process.standardError = errors
            try process.run()
            var said = ""
            while !said.contains("\n") {
                let piece = output.fileHandleForReading.availableData
                guard !piece.isEmpty else { throw Programs.Failure(text: "labctl web does not listen") }
                said += String(decoding: piece, as: UTF8.self)
            }
            invitation = said.trimmingCharacters(in: .whitespacesAndNewlines)
            port = URL(string: invitation)?.port ?? 0
        }

        deinit { process.kill9() }

        /// Asks it to end, as a service manager does, or as Ctrl-C does, and returns what it said to the person.
        func end(byInterrupt: Bool = false) -> (status: Int32, said: String) {
            if byInterrupt { process.interrupt() } else { process.terminate() }
            let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, said)
        }

        /// Sends bytes, and returns everything that is answered.
        func send(_ text: String) throws -> String {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { throw Programs.Failure(text: "no socket") }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            // The address lives as long as the call.
            let isConnected = unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(descriptor, $0, size) }
            }
            guard isConnected == 0 else { throw Programs.Failure(text: "cannot connect: \(errno)") }
            try file.write(contentsOf: Data(text.utf8))
            return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        }

        /// Asks as the browser does that has the cookie, or none before ``enter()``.
        func ask(
            _ method: String, _ target: String, _ fields: [String: String] = [:], _ body: String = ""
        ) throws -> (status: Int, text: String) {
            var all = ["Host": "127.0.0.1:\(port)", "Content-Length": "\(body.utf8.count)", "Accept-Language": "en"]
            if let cookie { all["Cookie"] = cookie }
            if method == "POST" {
                all["Origin"] = "http://127.0.0.1:\(port)"
                all["Content-Type"] = "application/x-www-form-urlencoded"
            }
            all.merge(fields) { $1 }
            let head = all.map { "\($0.key): \($0.value)\r\n" }.joined()
            let answer = try send("\(method) \(target) HTTP/1.1\r\n\(head)\r\n\(body)")
            return (Int(answer.dropFirst(9).prefix(3)) ?? 0, answer)
        }

        /// Opens the address that was printed, and keeps the cookie.
        func enter() throws {
            let answer = try ask("GET", String(invitation.dropFirst("http://127.0.0.1:\(port)".count)))
            let line = answer.text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("set-cookie: ") }
            guard answer.status == 303, let line else { throw Programs.Failure(text: answer.text) }
            cookie = String(line.dropFirst(12).prefix { $0 != ";" })
        }
    }

    private static func value(_ name: String, in page: String) throws -> String {
        let after = try #require(page.split(separator: "name=\"\(name)\" value=\"", maxSplits: 1).last)
        return String(after.prefix { $0 != "\"" })
    }

    private static func form(_ page: String, token: String? = nil) throws -> String {
        let given = try token ?? value("form-token", in: page)
        let escaped = given.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "form-token=\(escaped)&form-id=\(try value("form-id", in: page))"
            + "&worker=sw-9&profession=social-worker&employer=e&from=2019-06-01"
    }

    @Test func `one browser sees the pages and records through them; attackers do not`() async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start()
            let web = try Web(programs.socket)
            let own = "http://127.0.0.1:\(web.port)"

            #expect(try web.ask("GET", "/pages/today").status == 403)
            try web.enter()
            let again = try web.ask("GET", String(web.invitation.dropFirst(own.count)))
            #expect(again.status == 403 && again.text.contains("start labctl web again"))

            let page = try web.ask("GET", "/pages/form/worker.enrol", ["Accept-Language": "it"])
            let lines = page.text.lowercased().split(separator: "\r\n")
            #expect(page.status == 200 && lines.contains("content-language: it"))
            #expect(lines.contains("x-frame-options: deny") && page.text.contains("frame-ancestors 'none'"))
            let json = try web.ask("GET", "/v1/workers")
            #expect(json.status == 200 && json.text.lowercased().contains("cross-origin-resource-policy: same-origin"))

            let send = "/pages/send/worker.enrol"
            let form = try Self.form(page.text)
            #expect(try web.ask("POST", send, ["Origin": "https://evil.example"], form).status == 403)
            #expect(try web.ask("POST", send, ["Host": "evil.example:\(web.port)"], form).status == 421)
            #expect(try web.ask("POST", send, ["Cookie": ""], form).status == 403)
            #expect(try web.ask("POST", send, [:], try Self.form(page.text, token: "AAAA")).status == 403)
            #expect(try web.ask("POST", "/v1/commands", ["Content-Type": "application/json"], "{}").status == 405)
            #expect(try web.ask("POST", send, [:], String(repeating: "a", count: (1 << 20) + 1)).status == 413)
            #expect(
                try !web.send("GET /pages HTTP/1.1\r\nx: \(String(repeating: "a", count: 20_000))\r\n\r\n").contains(
                    " 200 "))
            // Root of the machine may be the account of these tests: no front-end, so no user may be named.
            #expect(try web.ask("GET", "/pages/today", ["Labd-User": "nobody"]).status == 200)
            #expect(try !programs.labctl(["worker", "list", "--json"]).output.contains("sw-9"))

            let sent = try web.ask("POST", send, ["Origin": own], form)
            #expect(sent.status == 303, "\(sent.text)")
            #expect(try programs.labctl(["worker", "list", "--json"]).output.contains("sw-9"))
            try programs.stop()
            let gone = try web.ask("GET", "/pages/today")
            #expect(gone.status == 502 && gone.text.contains("labd"))
            let end = web.end()
            #expect(end.status == 0 && end.said.contains("ended"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another account"))
    func `another account with the cookie is refused`() async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start()
            let web = try Web(programs.socket)
            try web.enter()
            let request = """
                GET /pages/today HTTP/1.1\r
                Host: 127.0.0.1:\(web.port)\r
                Cookie: \(web.cookie ?? "")\r
                \r

                """
            #expect(try web.send(request).hasPrefix("HTTP/1.1 200"))
            let script = """
                exec 3<>/dev/tcp/127.0.0.1/\(web.port); printf %s "$1" >&3; cat <&3
                """
            let outcome = try Programs.run(
                URL(filePath: "/usr/bin/setpriv"),
                ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "/bin/bash", "-c", script, "-", request])
            #expect(outcome.output.hasPrefix("HTTP/1.1 403"), "\(outcome.output) \(outcome.errors)")
            #expect(outcome.output.contains("account"))
            #expect(web.end().status == 0)
        }
    }

    @Test(arguments: [false, true])
    func `a request to end is answered with a sentence, and no page is shown any more`(byInterrupt: Bool) async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start()
            let web = try Web(programs.socket)
            try web.enter()
            let end = web.end(byInterrupt: byInterrupt)
            #expect(end.status == 0 && end.said.contains("\nended; the pages no longer answer\n"), "\(end)")
            #expect(throws: (any Error).self) { try web.ask("GET", "/pages/today") }
        }
    }

    @Test func `it does not begin without a labd, or on a port that is in use`() async throws {
        try await onThread {
            let programs = try Programs()
            #expect(try programs.labctl(["web"]).status == 3)
            try programs.start()
            let web = try Web(programs.socket, ["--port", "0"])
            let second = try programs.labctl(["web", "--port", "\(web.port)"])
            #expect(second.status == 2 && second.errors.contains("--port"))
            #expect(try programs.labctl(["web", "--port", "70000"]).status == 2)
            #expect(try programs.labctl(["web", "--idle", "0"]).status == 2)
        }
    }
}
