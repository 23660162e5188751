import CanonicalJSON
import CivilTime
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LabAPI
import Ledger
import Markup
import NIOCore
import Office
import Pages
import TransparencyLog
import Views
import Wording

extension API {
    /// Answers a page, made on the threads of questions.
    func page(_ request: Request, _ context: LabContext) async throws -> Response {
        let visit = try self.visit(request, context)
        let path = visit.address.path
        let page = try await threads.run(for: context.requester) { interest in
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: interest)
            do throws(Refusal) {
                try permission(of: path)?.check(context.sender)
            } catch {
                return Site.notPermitted(visit, desk, error)
            }
            return try Site.page(visit, desk)
        }
        return response(page, visit, context)
    }

    /// Records what a form sent: answers the way to the page that says what was recorded, or the form again with the reason why
    /// it was not.
    func send(_ request: Request, _ context: LabContext) async throws -> Response {
        switch request.uri.path {
        case Paths.pages + "/send/month": return try await sendMonth(request, context)
        case Paths.pages + "/send/sealed": return try await openSealed(request, context)
        default: break
        }
        let fields = try await formFields(request)
        let asked = try self.visit(request, context)
        // The form again is at the form's own address.
        let visit = asked.at(Address(["pages", "form"] + asked.address.path.suffix(1), asked.address.query))
        let sent: Site.Sent
        do throws(Refusal) {
            sent = try Site.read(visit, fields)
        } catch {
            let desk = PublishedDesk(
                api: self, newest: writer.current.office, interest: Interest(context.presence))
            return response(Site.foreignForm(visit, desk, error), visit, context)
        }
        let question = try await threads.run(for: context.requester) { interest in
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: interest)
            guard (try? Permission.sending(sent.leastRole).check(context.sender)) != nil else { return nil as Page? }
            return try Site.confirmation(visit, desk, sent)
        }
        if let question { return response(question, visit, context) }
        let outcome = try await outcomes(of: [sent.command], context)[0]
        let page = try await threads.run(for: context.requester) { interest in
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: interest)
            switch outcome {
            case .accepted(let answer): return Site.recorded(visit, sent, at: answer.events.first?.position ?? 0)
            case .refused(let refused): return try Site.refused(visit, desk, sent, refused.refusal)
            }
        }
        return response(page, visit, context)
    }

    /// Records what the grid of a month sent: a command for each cell that changed.
    private func sendMonth(_ request: Request, _ context: LabContext) async throws -> Response {
        let fields = try await formFields(request)
        let asked = try self.visit(request, context)
        let visit = asked.at(Address(["pages", "month"], asked.address.query))
        let sent: SentMonth
        do throws(Refusal) {
            try Permission.sending(.operator).check(context.sender)
            sent = try Site.readMonth(visit, writer.current.office, fields)
        } catch {
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: Interest(context.presence))
            let page =
                error.code == .notPermitted && error.field == nil
                ? Site.notPermitted(visit, desk, error) : Site.foreignForm(visit, desk, error)
            return response(page, visit, context)
        }
        let outcomes = try await outcomes(of: sent.commands, context).map {
            outcome -> (position: Int?, refusal: Refusal?) in
            switch outcome {
            case .accepted(let answer): (answer.events.first?.position, nil)
            case .refused(let refused): (nil, refused.refusal)
            }
        }
        let page = try await threads.run(for: context.requester) { interest in
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: interest)
            return try Site.monthSent(visit, desk, sent, outcomes)
        }
        return response(page, visit, context)
    }

    /// Opens sealed fields of a person on the person's page. That they were opened, by whom and why, is recorded first.
    private func openSealed(_ request: Request, _ context: LabContext) async throws -> Response {
        let fields = try await formFields(request)
        let visit = try self.visit(request, context)
        let sent: Site.SealedRequest
        do throws(Refusal) {
            try Permission.personalData.check(context.sender)
            try Permission.asking(PersonFile.self).check(context.sender)
            sent = try Site.readSealed(visit, fields)
        } catch {
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: Interest(context.presence))
            let page =
                error.code == .notPermitted && error.field == nil
                ? Site.notPermitted(visit, desk, error)
                : Site.foreignForm(visit.at(Address(["pages", Persons.name])), desk, error)
            return response(page, visit, context)
        }
        let outcome: Site.SealedOutcome
        do {
            if let refusal = sent.refusal { throw refusal }
            guard let look = sent.look else { throw Refusal.failed }
            let (opened, position) = try await opened(by: look, context)
            outcome = .opened(fields: opened, position: position)
        } catch let refusal as Refusal {
            outcome = .refused(refusal)
        }
        let page = try await threads.run(for: context.requester) { interest in
            let desk = PublishedDesk(api: self, newest: writer.current.office, interest: interest)
            return try Site.sealed(visit, desk, sent, outcome)
        }
        return response(page, visit, context)
    }

    /// Hands commands to the writer and returns their outcomes, in order.
    private func outcomes(of commands: [JSONObject], _ context: LabContext) async throws -> [Outcome] {
        guard !commands.isEmpty else { return [] }
        let chunk = Chunk(
            commands: commands.map { command in
                let bytes = command.canonicalBytes
                return ParsedCommand(bytes.span, from: context.sender)
            }, sender: context.sender, halt: nil, presence: context.presence)
        guard writer.submit(chunk) else { throw Refusal.tooManyWait }
        return await chunk.pending.outcomes()
    }

    /// Reads the fields of a form from the body of a request.
    private func formFields(_ request: Request) async throws -> [(name: String, value: String)] {
        _ = try request.checkMediaType("application/x-www-form-urlencoded")
        let body = String(buffer: try await readBody(request)).replacing("+", with: "%20")
        return URI("/?" + body).queryParameters.map { (name: String($0.key), value: String($0.value)) }
    }

    /// Returns who may ask for the page of a path: those who may ask its view, or send its command. Nil for a page that leads on.
    private func permission(of path: [String]) -> Permission? {
        guard path.count > 1, let name = path.last else { return nil }
        if path == ["pages", "month"] { return Permission.asking(Timesheet.self) }
        if path == ["pages", "attendance"] { return Permission.sending(.operator) }
        if path[1] == "form" { return CommandCatalogue.command(name).map { Permission.sending($0.leastRole) } }
        if name == "log" { return .proofs }
        return Site.view(at: path).map { Permission.asking($0) } ?? .views
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

    func response(_ page: Page, _ visit: Visit, _ context: LabContext) -> Response {
        var headers: HTTPFields = HTTPFields(page.mediaType, in: visit.language)
        headers.protectPage()
        headers[.cacheControl] = "no-store"
        if let location = page.location { headers[.location] = location.text }
        if let name = page.fileName { headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        let hold = threads.hold(page.body.count, of: context.requester.account)
        return Response(
            status: HTTPResponse.Status(code: page.refusal?.code.kind.status ?? page.status), headers: headers,
            body: ResponseBody(contentLength: page.body.count) { writer in
                try await writer.write(ByteBuffer(bytes: page.body))
                withExtendedLifetime(hold) {}
                try await writer.finish(nil)
            })
    }

    func visit(_ request: Request, _ context: LabContext) throws -> Visit {
        let parameters = try request.parameters
        let asked = parameters.first { $0.name == "lang" }.flatMap { DisplayLanguage(named: $0.value) }
        let asker = asker(context.sender)
        let office = writer.current.office
        var random = SystemRandomNumberGenerator()
        return Visit(
            account: context.sender.account, roles: context.sender.roles, sends: asker.sends,
            audiences: Set(Audience.allCases.filter { Permission.asking($0).isGranted(to: context.sender.roles) }),
            language: asked ?? context.language,
            address: Address(request.uri.path.split(separator: "/").map(String.init), parameters),
            today: asker.today ?? EuropeRome.day(of: office.time), token: formTokens.token(for: context.sender.account),
            newID: "web-" + String(random.next(), radix: 36) + String(random.next(), radix: 36),
            readsLines: Permission.lines.isGranted(to: context.sender.roles),
            opensSealed: Permission.personalData.isGranted(to: context.sender.roles))
    }
}

/// labd as pages ask it, for one request.
struct PublishedDesk: Desk {
    let api: API
    let newest: Office
    let interest: Interest

    func office(for question: Question) throws -> Office {
        try api.writer.history.office(asOf: question.asOf, newest: newest, interest)
    }

    func answer<Result>(
        _ view: any Answer.Type, _ question: Question, _ read: (Span<UInt8>) throws -> Result
    ) throws -> Result {
        let answer = try api.answer(view, question, interest).bytes
        return try read(answer.readableBytesUInt8Span)
    }

    func content(at position: Int) throws -> RecordedEvent {
        try PublishedPast(history: api.writer.history, ledger: api.ledger, newest: newest, interest: interest)
            .content(at: position)
    }

    func line(at position: Int) throws -> String {
        guard let line = try api.ledger.line(at: position) else { throw Refusal(.log(.noEvent(position: position))) }
        return String(decoding: line, as: UTF8.self)
    }

    func checkpoint(isWitnessed: Bool) throws -> String? {
        try api.ledger.checkpoint(witnessed: isWitnessed).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    var verifierKey: String { "\(api.ledger.logKey)" }

    func events(of stream: Stream, after revision: Int) throws -> [RecordedEvent] {
        try api.ledger.stream(stream.name).dropFirst(revision).map { try content(at: $0) }
    }

    func revision(of stream: Stream) throws -> Int { try api.ledger.stream(stream.name).count }
}

extension HTTPFields {
    /// Forbids a browser whatever the pages do not need: scripts and styles in the page itself, anything from another host,
    /// frames around it, guesses at types, and telling other sites where the visitor comes from (CSP 3; Fetch; HTML). labd itself
    /// is told: without a referrer a browser sends a form with `Origin: null`, as if from a foreign page.
    ///
    /// - Parameter style: The hash of a style that stands in the page, if one does (CSP 3, 2.3.1).
    mutating func protectPage(style: String = "'self'") {
        self[.contentSecurityPolicy] =
            "default-src 'none'; style-src \(style); script-src 'self'; img-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        self[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        ] {
            if let name = HTTPField.Name(name) { self[name] = value }
        }
    }
}
