import NIOHTTP1
import Testing
import Wording

@testable import LabTerminal

/// What `labctl web` passes on, and the attacks that it refuses.
@Suite struct WebGateTests {
    private let gate = WebGate(port: 8765, owner: 1000)

    /// A request of the browser that was let in, with other fields in place of its own; nil takes one away.
    private func head(
        _ method: HTTPMethod = .GET, _ address: String = "/pages/today", _ changes: [String: String?] = [:]
    ) -> HTTPRequestHead {
        let cookie = String(gate.setCookie.prefix { $0 != ";" })
        var headers: HTTPHeaders = ["host": "127.0.0.1:8765", "cookie": cookie]
        if method == .POST { headers.add(name: "origin", value: "http://127.0.0.1:8765") }
        for (name, value) in changes {
            headers.remove(name: name)
            if let value { headers.add(name: name, value: value) }
        }
        return HTTPRequestHead(version: .http1_1, method: method, uri: address, headers: headers)
    }

    private func decide(_ head: HTTPRequestHead, from account: UInt32? = 1000) -> WebGate.Decision {
        gate.decide(head, from: account)
    }

    private func isPassed(_ head: HTTPRequestHead) -> Bool {
        if case .passed = decide(head) { true } else { false }
    }

    private var invitation: String { String(gate.invitation.dropFirst("http://127.0.0.1:8765".count)) }

    @Test func `the address that was printed lets one browser in, once`() {
        #expect(gate.invitation.hasPrefix("http://127.0.0.1:8765/?token="))
        let first = head(.GET, invitation, ["cookie": nil])
        #expect(decide(first) == .welcomed)
        #expect(decide(first) == .refused(.usedToken))
        #expect(
            gate.setCookie.contains("; HttpOnly; SameSite=Strict; Path=/") && gate.setCookie.hasPrefix("labctl-8765="))
    }

    @Test func `a wrong token lets nobody in, and does not use the right one up`() {
        for wrong in ["/?token=", "/?token=0", "/?token=" + String(repeating: "0", count: 64), "/?x=1&token=1"] {
            #expect(decide(head(.GET, wrong, ["cookie": nil])) == .refused(.usedToken), "\(wrong)")
        }
        // A browser that looks ahead, another method, and another account.
        #expect(decide(head(.GET, invitation, ["sec-purpose": "prefetch;prerender"])) == .refused(.usedToken))
        #expect(decide(head(.HEAD, invitation)) == .refused(.usedToken))
        #expect(decide(head(.GET, invitation), from: 1001) == .refused(.otherAccount))
        #expect(decide(head(.GET, invitation, ["cookie": nil])) == .welcomed)
    }

    @Test func `without the cookie nothing is answered`() {
        let right = gate.setCookie.prefix { $0 != ";" }
        #expect(isPassed(head()))
        #expect(isPassed(head(.GET, "/pages", ["cookie": "labctl-8765=set-by-another-port; x=y; \(right)"])))
        let wrong = [
            nil, "", "labctl-8765=", "labctl-8765=" + String(repeating: "0", count: 64),
            "labctl-8766" + right.dropFirst(11),
            "x" + right, String(right.dropLast()), right + "0", right.uppercased(),
        ]
        for cookie in wrong {
            #expect(
                decide(head(.GET, "/pages/today", ["cookie": cookie])) == .refused(.noCookie), "\(cookie ?? "none")")
        }
        #expect(WebGate(port: 8765, owner: 1000).decide(head(), from: 1000) == .refused(.noCookie))
    }

    @Test func `another account is refused with everything right, and so is one that is not known`() {
        #expect(decide(head(), from: 1001) == .refused(.otherAccount))
        #expect(decide(head(), from: 0) == .refused(.otherAccount))
        #expect(decide(head(), from: nil) == .refused(.otherAccount))
    }

    @Test func `a name that was made to lead to this machine is refused`() {
        #expect(isPassed(head(.GET, "/pages/today", ["host": "localhost:8765"])))
        let others = [
            nil, "", "127.0.0.1", "localhost", "127.0.0.1:8766", "evil.example:8765", "127.0.0.1:8765.evil.example",
            "127.0.0.2:8765", "[::1]:8765", "127.1:8765", "evil@127.0.0.1:8765",
        ]
        for host in others {
            #expect(decide(head(.GET, "/pages/today", ["host": host])) == .refused(.otherHost), "\(host ?? "none")")
        }
        var twice = head()
        twice.headers.add(name: "host", value: "evil.example")
        #expect(decide(twice) == .refused(.otherHost))
    }

    @Test func `a form is taken from the pages of this address only`() {
        let address = "/pages/send/worker.enrol"
        #expect(isPassed(head(.POST, address)))
        #expect(isPassed(head(.POST, address, ["origin": nil, "sec-fetch-site": "same-origin"])))
        #expect(isPassed(head(.POST, address, ["origin": "null", "sec-fetch-site": "same-origin"])))
        let foreign: [[String: String?]] = [
            ["origin": nil], ["origin": "null"], ["origin": "https://evil.example"],
            ["origin": "http://127.0.0.1:8766"],
            ["origin": "https://127.0.0.1:8765"], ["origin": "http://localhost:8765"], ["origin": "http://127.0.0.1"],
            ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"],
            ["origin": nil, "sec-fetch-site": "none"],
            ["origin": "https://evil.example", "sec-fetch-site": "same-origin"],
        ]
        for changes in foreign { #expect(decide(head(.POST, address, changes)) == .refused(.otherSite), "\(changes)") }
    }

    @Test func `a page of another port cannot use the cookie to read, though browsers call it the same site`() {
        for site in ["same-site", "cross-site", "else"] {
            #expect(decide(head(.GET, "/v1/caseload", ["sec-fetch-site": site])) == .refused(.otherSite))
        }
        #expect(decide(head(.GET, "/v1/caseload", ["origin": "http://127.0.0.1:9"])) == .refused(.otherSite))
        #expect(isPassed(head(.GET, "/v1/caseload", ["sec-fetch-site": "none"])))
    }

    @Test func `only the pages and answers of labd are reached`() {
        for path in [
            "/", "/pages", "/pages/caseload?lang=it", "/pages/assets/pages.css", "/v1/compliance?on=2019-09-30",
        ] {
            #expect(isPassed(head(.GET, path)), "\(path)")
        }
        let others = [
            "/metrics", "/healthz", "/checkpoint", "/tile/0/000", "/pagesx", "/v1", "/pages/../metrics",
            "/pages/%2e%2e/metrics",
            "/v1/%2E%2E/metrics", "/v1//x", "//evil.example/pages", "http://evil.example/pages", "/pages/..%2fmetrics",
            "*",
            "/pages\\..\\metrics", "/v1/a%5cb",
        ]
        for path in others { #expect(decide(head(.GET, path)) == .refused(.otherPath), "\(path)") }
        #expect(decide(head(.POST, "/v1/commands")) == .refused(.otherMethod))
        #expect(decide(head(.POST, "/v1/keys/backup")) == .refused(.otherMethod))
        for method in [HTTPMethod.PUT, .DELETE, .OPTIONS, .CONNECT, .TRACE, .HEAD] {
            #expect(decide(head(method, "/pages/today")) == .refused(.otherMethod), "\(method)")
        }
        #expect(decide(head(.GET, "/pages/x?" + String(repeating: "a", count: 9000))) == .refused(.tooLong))
    }

    @Test func `labd is told what matters, and nothing by which a browser could speak for another account`() {
        let changes = [
            "accept-language": "it", "content-type": "application/x-www-form-urlencoded", "labd-user": "anna",
            "authorization": "Basic x", "x-forwarded-for": "1.2.3.4", "transfer-encoding": "chunked",
        ]
        guard case .passed(let fields) = decide(head(.POST, "/pages/send/x", changes)) else {
            Issue.record("refused")
            return
        }
        #expect(
            fields.map { "\($0.name): \($0.value)" } == [
                "host: 127.0.0.1:8765", "origin: http://127.0.0.1:8765", "accept-language: it",
                "content-type: application/x-www-form-urlencoded",
            ])
    }

    @Test func `every refusal says what to do, in both languages`() {
        for refusal in WebRefusal.allCases {
            let texts = DisplayLanguage.allCases.map { Speech.$language.withValue($0) { refusal.spoken } }
            #expect(Set(texts).count == 2 && texts.allSatisfy { $0.hasSuffix(".") && $0.count > 20 }, "\(refusal)")
            #expect(refusal.status.code >= 400)
        }
    }

    @Test func `secrets are of 256 bits, and differ`() {
        let secrets = Set((0..<100).map { _ in WebSecret().text })
        #expect(secrets.count == 100 && secrets.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{64}/) != nil })
    }
}
