import CanonicalJSON
import Foundation
import LabAPI
import Ledger
import Office
import OfficeSpecification
import Testing

@testable import LabServer

/// The pages as a browser asks for them, and what must be refused.
struct PageRoutesTests {
    private static let form = "application/x-www-form-urlencoded"
    private let enrolment = "worker=sw-9&profession=social-worker&employer=cooperativa&from=2019-06-01"

    private func token(_ service: Service) async throws -> (token: String, id: String) {
        let page = try await service.ask("GET", "/pages/form/worker.enrol", [], language: "it")
        #expect(page.status == 200)
        func value(_ name: String) throws -> String {
            let after = try #require(page.text.split(separator: "name=\"\(name)\" value=\"", maxSplits: 1).last)
            return String(after.prefix { $0 != "\"" })
        }
        return (try value("form-token"), try value("form-id"))
    }

    private func body(_ token: String, _ id: String, _ rest: String) -> String {
        "form-token=\(token.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")&form-id=\(id)&\(rest)"
    }

    @Test func `a page comes with the headers that protect it`() async throws {
        try await Service.run { service in
            let page = try await service.ask("GET", "/pages/today", [], language: "it")
            #expect(page.status == 200 && page.head.lowercased().contains("content-language: it"))
            let policy = page.head.lowercased().split(separator: "\r\n").first {
                $0.hasPrefix("content-security-policy:")
            }
            #expect(policy?.contains("default-src 'none'") == true && policy?.contains("unsafe") == false)
            #expect(policy?.contains("frame-ancestors 'none'") == true)
            #expect(page.head.lowercased().contains("x-content-type-options: nosniff"))
            #expect(page.head.lowercased().contains("x-frame-options: deny"))
            // With "no-referrer" a browser sends the page's own forms with "Origin: null", which labd refuses.
            #expect(page.head.lowercased().contains("referrer-policy: same-origin"))
            #expect(page.head.lowercased().contains("cache-control: no-store"))
            let style = try await service.ask("GET", "/pages/assets/pages.css")
            #expect(style.status == 200 && style.head.lowercased().contains("content-type: text/css"))
            #expect(try await service.ask("GET", "/pages/assets/other.css").status == 404)
            #expect(try await service.ask("GET", "/").status == 303)
            #expect(try await service.ask("GET", "/pages/nothing").status == 404)
        }
    }

    @Test func `a form that is sent twice records once`() async throws {
        try await Service.run { service in
            let (token, id) = try await token(service)
            let body = body(token, id, enrolment)
            let first = try await service.ask("POST", "/pages/send/worker.enrol", body, type: Self.form)
            #expect(first.status == 303, "\(first.text)")
            let length = service.fixture.ledger.count
            let second = try await service.ask("POST", "/pages/send/worker.enrol", body, type: Self.form)
            #expect(second.status == 303 && service.fixture.ledger.count == length)
            let way = try #require(
                first.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("location: ") }?.dropFirst(10))
            let recorded = try await service.ask("GET", String(way))
            #expect(recorded.status == 200 && recorded.text.contains("sw-9"))
        }
    }

    @Test func `a form that is sent again with other content is refused`() async throws {
        try await Service.run { service in
            let (token, id) = try await token(service)
            let first = body(token, id, enrolment)
            #expect(try await service.ask("POST", "/pages/send/worker.enrol", first, type: Self.form).status == 303)
            let length = service.fixture.ledger.count
            let other = body(token, id, enrolment.replacing("sw-9", with: "sw-8"))
            let answer = try await service.ask("POST", "/pages/send/worker.enrol", other, type: Self.form)
            #expect(answer.status == 409 && service.fixture.ledger.count == length, "\(answer.status)")
        }
    }

    @Test func `a refused form is answered with what was typed, and records nothing`() async throws {
        try await Service.run { service in
            let (token, id) = try await token(service)
            let length = service.fixture.ledger.count
            let wrong = body(token, id, "worker=sw-9&profession=wizard&employer=%3Cscript%3E&from=2019-06-01")
            let page = try await service.ask("POST", "/pages/send/worker.enrol", wrong, type: Self.form)
            #expect(page.status == 400 && page.head.lowercased().contains("content-type: text/html"))
            #expect(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>"))
            #expect(page.text.contains("id=\"e-profession\""))
            #expect(service.fixture.ledger.count == length)
        }
    }

    @Test(arguments: ["", "AAAA"])
    func `a form without the token of this labd is refused`(token: String) async throws {
        try await Service.run { service in
            let length = service.fixture.ledger.count
            let page = try await service.ask(
                "POST", "/pages/send/worker.enrol", body(token, "web-1", enrolment), type: Self.form)
            #expect(page.status == 403 && service.fixture.ledger.count == length)
        }
    }

    @Test func `a form that a page of another site sends is refused`() async throws {
        try await Service.run { service in
            let (token, id) = try await token(service)
            let body = body(token, id, enrolment)
            let wire = try await service.connect()
            try await wire.write(
                Array(
                    """
                    POST /pages/send/worker.enrol HTTP/1.1\r
                    Host: labd\r
                    Origin: https://evil.example\r
                    Content-Type: application/x-www-form-urlencoded\r
                    Content-Length: \(body.utf8.count)\r
                    Connection: close\r
                    \r
                    \(body)
                    """.utf8))
            let answer = try Answer(await wire.rest())
            #expect(answer.status == 403)
        }
    }

    @Test func `a page says which role would be needed`() async throws {
        let viewer = RoleMap(owner: getuid(), [.viewer])
        try await Service.run(roles: viewer) { service in
            let page = try await service.ask("GET", "/pages/caseload", [], language: "en")
            #expect(page.status == 403 && page.head.lowercased().contains("content-type: text/html"))
            #expect(page.text.contains("coordinator") && !page.text.contains("<table"))
            let form = try await service.ask("GET", "/pages/form/worker.enrol", [], language: "en")
            #expect(form.status == 403 && !form.text.contains("<form class=\"command\""))
            let aggregates = try await service.ask("GET", "/pages/aggregates")
            #expect(![403, 404].contains(aggregates.status))
        }
    }

    // MARK: - The month

    /// Records a plan and a worker, and returns the fields of the month's form as it is opened.
    private func openMonth(_ service: Service) async throws -> String {
        let plan = JSON.shippedPlan.setting("office", "prova")
        let commands =
            Sending.adopt(plan).text(id: "c-1") + [10] + Sending.enrol("sw-1", "social-worker").text(id: "c-2")
        let answer = try await service.ask(
            "POST", "/v1/commands", String(decoding: commands, as: UTF8.self), type: "application/x-ndjson")
        #expect(answer.status == 200, "\(answer.text)")
        let page = try await service.ask("GET", "/pages/month?worker=sw-1&month=2019-06", [], language: "it")
        #expect(page.status == 200 && page.text.contains("id=\"m-03-o\""), "\(page.text)")
        func value(_ name: String) throws -> String {
            let after = try #require(page.text.split(separator: "name=\"\(name)\" value=\"", maxSplits: 1).last)
            return String(after.prefix { $0 != "\"" })
        }
        return body(
            try value("form-token"), try value("form-id"),
            "c-o-fund=fami&c-o-line=secretariat-towns&c-o-place=rovato&c-o-activity=desk")
    }

    @Test func `a month records each cell once, and says what it does not record`() async throws {
        try await Service.run { service in
            let form = try await openMonth(service)
            let path = "/pages/send/month?worker=sw-1&month=2019-06"
            let length = service.fixture.ledger.count
            let sent = form + "&m-03-o=7%2C5&m-04-o=sette&m-05-o=25"
            let first = try await service.ask("POST", path, Array(sent.utf8), type: Self.form, language: "it")
            #expect(first.status == 200 && service.fixture.ledger.count == length + 1, "\(first.text)")
            #expect(first.text.contains("value=\"7:30\"") && first.text.contains("value=\"sette\""))
            #expect(first.text.contains("Una modifica registrata"))
            _ = try await service.ask("POST", path, Array(sent.utf8), type: Self.form, language: "it")
            #expect(service.fixture.ledger.count == length + 1)
            let right = try await service.ask(
                "POST", path, Array((form + "&m-06-o=1").utf8), type: Self.form, language: "it")
            #expect(right.status == 303 && service.fixture.ledger.count == length + 2)
        }
    }

    @Test func `a month without the token of this labd is refused`() async throws {
        try await Service.run { service in
            _ = try await openMonth(service)
            let length = service.fixture.ledger.count
            let page = try await service.ask(
                "POST", "/pages/send/month?worker=sw-1&month=2019-06", "form-token=AAAA&form-id=w&m-03-o=1",
                type: Self.form)
            #expect(page.status == 403 && service.fixture.ledger.count == length)
        }
    }

    @Test func `a form comes back to the page that it came from`() async throws {
        try await Service.run { service in
            let (token, id) = try await token(service)
            let sent = body(token, id, enrolment + "&form-back=%2Fpages%2Fworker%3Fid%3Dsw-9")
            let page = try await service.ask("POST", "/pages/send/worker.enrol", sent, type: Self.form)
            #expect(page.head.contains("/pages/worker?id=sw-9&recorded="), "\(page.head)")
            let foreign = body(
                token, id + "x", enrolment.replacing("sw-9", with: "sw-8") + "&form-back=%2F%2Fevil.example")
            let away = try await service.ask("POST", "/pages/send/worker.enrol", foreign, type: Self.form)
            #expect(away.head.contains("/pages/recorded?position=") && !away.head.contains("evil"))
        }
    }
}
