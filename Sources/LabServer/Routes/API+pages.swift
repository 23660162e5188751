import CivilTime
import HTTPTypes
import Hummingbird
import LabAPI
import Markup
import NIOCore
import Office
import Pages
import Views
import Wording

extension API {
    /// Answers a page, made on the threads of questions.
    func page(_ request: Request, _ context: LabContext) async throws -> Response {
        let parameters = try request.parameters
        let asked = parameters.first { $0.name == "lang" }.flatMap { DisplayLanguage(named: $0.value) }
        let path = request.uri.path.split(separator: "/").map(String.init)
        let visit = self.visit(context.sender, asked ?? context.language, Address(path, parameters))
        let page = try await threads.run(for: context.requester) { interest in
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: interest)
            if let view = Views.Catalogue.views.first(where: { $0.name == path.last }) {
                do throws(Refusal) {
                    try Permission.asking(view).check(context.sender)
                } catch {
                    return Site.notPermitted(visit, desk, error)
                }
            }
            return try Site.page(visit, desk)
        }
        var headers: HTTPFields = HTTPFields(page.mediaType, in: visit.language)
        headers.protectPage()
        headers[.cacheControl] = "no-store"
        if let location = page.location { headers[.location] = location.text }
        let hold = threads.hold(page.body.count, of: context.requester.account)
        return Response(
            status: HTTPResponse.Status(code: page.refusal?.code.kind.status ?? page.status), headers: headers,
            body: ResponseBody(contentLength: page.body.count) { writer in
                try await writer.write(ByteBuffer(bytes: page.body))
                withExtendedLifetime(hold) {}
                try await writer.finish(nil)
            })
    }

    /// Answers a file that the pages use.
    func asset(_ request: Request) throws -> Response {
        guard let asset = Asset.all.first(where: { request.uri.path == Paths.pages + "/assets/" + $0.name }) else {
            throw Refusal.notFound(path: request.uri.path)
        }
        var headers: HTTPFields = [.contentType: asset.mediaType]
        headers.protectPage()
        // Another version has another address.
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    private func visit(_ sender: Sender, _ language: DisplayLanguage, _ address: Address) -> Visit {
        let asker = asker(sender)
        return Visit(
            account: sender.account, roles: sender.roles, sends: asker.sends,
            audiences: Set(Audience.allCases.filter { Permission.asking($0).isGranted(to: sender.roles) }),
            language: language, address: address, today: asker.today ?? EuropeRome.day(of: writer.current.office.time))
    }
}

/// labd as pages ask it, for one request.
private struct PublishedDesk: Desk {
    let api: API
    let newest: Office
    let interest: Interest

    func office(for question: Question) throws -> Office {
        try api.writer.history.office(asOf: question.asOf, newest: newest, interest)
    }

    func answer(_ view: any Answer.Type, _ question: Question) throws -> [UInt8] {
        try api.answer(view, question, interest)
    }
}

extension HTTPFields {
    /// Forbids a browser whatever the pages do not need: scripts and styles in the page itself, anything from another host,
    /// frames around it, guesses at types, and telling other sites where the visitor comes from (CSP 3; Fetch; HTML).
    fileprivate mutating func protectPage() {
        self[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        self[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        ] {
            if let name = HTTPField.Name(name) { self[name] = value }
        }
    }
}
