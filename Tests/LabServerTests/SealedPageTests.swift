import CanonicalJSON
import EventFormat
import Foundation
import LabAPI
import Office
import Testing

@testable import LabServer
@testable import Ledger

@Suite("Opening sealed data on a page") struct SealedPageTests {
    private static let form = "application/x-www-form-urlencoded"

    private func token(_ page: String) throws -> String {
        let after = try #require(page.split(separator: "name=\"form-token\" value=\"", maxSplits: 1).last)
        let token = after.prefix { $0 != "\"" }
        return try #require(String(token).addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    }

    private func open(_ service: Service, _ fields: String) async throws -> Answer {
        let page = try await service.ask("GET", "/pages/person?id=p-1", [], language: "it")
        #expect(page.status == 200 && !page.text.contains("Anna"), "\(page.text)")
        let sent = "form-token=\(try token(page.text))&\(fields)"
        return try await service.ask("POST", "/pages/send/sealed", Array(sent.utf8), type: Self.form, language: "it")
    }

    @Test func `who opened what and why is recorded before it is shown`() async throws {
        try await PersonalDataRoutesTests().run { service in
            let page = try await open(service, "person=p-1&reason=colloquio+del+12")
            #expect(page.status == 200 && page.text.contains("Anna Bianchi") && page.text.contains("RSSNNA80A41F205X"))
            #expect(page.head.lowercased().contains("cache-control: no-store"))
            #expect(!page.text.contains(">documento<"))
            let event = try #require(try service.fixture.ledger.event(at: 4))
            #expect(event.type == "personal-data.read" && event.subject == "person/p-1")
            #expect(
                String(decoding: event.data.canonicalBytes, as: UTF8.self)
                    == #"{"fields":["name","born","taxCode","contact","number"],"how":"show","person":"p-1","#
                    + #""reason":"colloquio del 12"}"#)
            #expect(page.text.contains("href=\"/pages/event?position=4\""))
            let all = try await open(service, "person=p-1&reason=verifica&texts=yes")
            #expect(all.text.contains(">documento<") && service.fixture.ledger.count == 6)
        }
    }

    @Test func `without a reason nothing is opened or recorded`() async throws {
        try await PersonalDataRoutesTests().run { service in
            let page = try await open(service, "person=p-1&reason=++")
            #expect(page.text.contains("Manca il motivo") && !page.text.contains("Anna"))
            #expect(page.status >= 400 && service.fixture.ledger.count == 4)
        }
    }

    @Test(arguments: ["form-token=AAAA&person=p-1&reason=x", "person=p-1&reason=x", ""])
    func `a form of another page opens nothing`(_ sent: String) async throws {
        try await PersonalDataRoutesTests().run { service in
            let page = try await service.ask("POST", "/pages/send/sealed", sent, type: Self.form)
            #expect(page.status == 403 && !page.text.contains("Anna") && service.fixture.ledger.count == 4)
        }
    }

    @Test func `nobody is opened who was never registered`() async throws {
        try await PersonalDataRoutesTests().run { service in
            let page = try await open(service, "person=p-9&reason=x")
            #expect(page.status == 404 && !page.text.contains("Anna") && service.fixture.ledger.count == 4)
        }
    }

    /// Admins may open, but see no views: for them labctl has the same.
    @Test(arguments: [Role.viewer, .admin]) func `a role that may not see the person is refused`(_ role: Role)
        async throws
    {
        try await Service.run(roles: RoleMap(owner: getuid(), [role])) { service in
            let page = try await service.ask(
                "POST", "/pages/send/sealed", "form-token=x&person=p-1&reason=x", type: Self.form)
            // Refused for the role, before the form's token is looked at.
            #expect(page.text.contains("Not for this account") && !page.text.contains("must be opened again"))
            #expect(page.status == 403 && service.fixture.ledger.count == 1)
        }
    }
}
