import Crypto
import Documents
import Foundation
import Ledger
import Office
import Testing
import TransparencyLog

@testable import LabServer

/// Documents as pages made for print.
struct DocumentRouteTests {
    private static func header(_ name: String, of head: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }.map(String.init)
    }

    /// The reference that stands on a page, whose lines are those of the paper.
    private static func reference(on page: String) throws -> DocumentReference {
        let start = try #require(page.range(of: "<pre>"))
        return try #require(DocumentReference(String(page[start.upperBound...].prefix { $0 != "<" })))
    }

    @Test func `a document comes with its style allowed and nothing else, and refers to the log as it is`() async throws
    {
        try await Service.run { service in
            try await service.isWell("d")
            let page = try await service.ask("GET", "/pages/document/person?id=well-d", [], language: "it")
            #expect(page.status == 200 && page.text.contains("<html lang=\"it\">"), "\(page.text)")
            let policy = try #require(Self.header("content-security-policy", of: page.head))
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            let style =
                try #require(page.text.range(of: "<style>"))
                .upperBound..<#require(page.text.range(of: "</style>")).lowerBound
            let hash = Data(SHA256.hash(data: Data(page.text[style].utf8))).base64EncodedString()
            #expect(policy.contains("style-src 'sha256-\(hash)'"), "\(policy)")
            #expect(!page.text.contains(" style="))
            let reference = try Self.reference(on: page.text)
            #expect(reference.kind == .person && reference.size == service.fixture.ledger.count)
            let root = try service.fixture.ledger.root(ofSize: reference.size).base64
            #expect(reference.root == root)
        }
    }

    @Test func `as of an earlier position it is what it was then`() async throws {
        try await Service.run { service in
            try await service.isWell("d")
            let size = service.fixture.ledger.count
            let before = try await service.ask("GET", "/pages/document/person?id=well-d")
            try await service.isWell("e")
            let now = try await service.ask("GET", "/pages/document/person?id=well-d")
            let then = try await service.ask("GET", "/pages/document/person?id=well-d&asOf=\(size - 1)")
            #expect(then.text == before.text && now.text != before.text)
        }
    }

    @Test func `what is no document is a page that says why`() async throws {
        try await Service.run { service in
            try await service.isWell("d")
            for (path, status) in [
                ("nothing", 404), ("person", 400), ("person?id=p-none", 404), ("timesheet?worker=sw-1", 400),
                ("timesheet?worker=sw-1&month=2019-13", 400), ("mediations?from=2019-06-01", 400),
                ("person?id=well-d&asOf=x", 400),
                ("person/more?id=well-d", 404),
            ] {
                let page = try await service.ask("GET", "/pages/document/" + path)
                #expect(page.status == status && page.text.hasPrefix("<!DOCTYPE html>"), "\(path): \(page.status)")
            }
            let far = try await service.ask("GET", "/pages/document/person?id=well-d&asOf=999999")
            #expect(far.status >= 400 && far.text.hasPrefix("<!DOCTYPE html>"))
        }
        // Who may not ask for the view gets no paper of it.
        try await Service.run(roles: RoleMap(owner: geteuid(), [.viewer])) { service in
            let page = try await service.ask("GET", "/pages/document/person?id=p-1")
            #expect(page.status == 403)
        }
    }
}
