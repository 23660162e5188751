import CanonicalJSON
import CivilTime
import Documents
import HTTPTypes
import Hummingbird
import LabAPI
import Ledger
import Markup
import NIOCore
import Office
import Pages
import Presentation
import TransparencyCrypto
import TransparencyLog
import Views
import Wording

extension API {
    /// Answers a document as a page made for print, as of the last signed checkpoint, or of the position `asOf`.
    ///
    /// Names stay closed on it. Its reference stands on it as text; labctl makes it with a QR code, and as PDF.
    func document(_ request: Request, _ context: LabContext) async throws -> Response {
        let visit = try self.visit(request, context)
        let document: [UInt8]
        do {
            document = try await made(try Self.kind(at: visit.address), visit, context)
        } catch let refusal as Refusal {
            return refused(refusal, visit, context)
        }
        return response(document, visit, context)
    }

    private func response(_ document: [UInt8], _ visit: Visit, _ context: LabContext) -> Response {
        var headers = HTTPFields("text/html; charset=utf-8", in: visit.language)
        headers.protectPage(style: Self.styleOfDocuments)
        headers[.cacheControl] = "no-store"
        let hold = threads.hold(document.count, of: context.requester.account)
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(contentLength: document.count) { writer in
                try await writer.write(ByteBuffer(bytes: document))
                withExtendedLifetime(hold) {}
                try await writer.finish(nil)
            })
    }

    /// What a browser must be told of the style that stands in the page (CSP 3, 2.3.1).
    private static let styleOfDocuments =
        "'sha256-\(SHA256Function.crypto.digest(Array(Document.style.utf8).span).base64)'"

    private static func kind(at address: Address) throws -> DocumentKind {
        guard address.path.count == 3, let kind = DocumentKind(rawValue: address.path[2]) else {
            throw Refusal.notFound(path: address.text)
        }
        return kind
    }

    private func refused(_ refusal: Refusal, _ visit: Visit, _ context: LabContext) -> Response {
        let desk = PublishedDesk(api: self, newest: writer.current.office, interest: Interest(context.presence))
        return response(Site.noDocument(visit, desk, refusal), visit, context)
    }

    private func made(_ kind: DocumentKind, _ visit: Visit, _ context: LabContext) async throws -> [UInt8] {
        let values = Self.values(of: kind, at: visit.address)
        let source = try await threads.run(for: context.requester) { interest in
            try PublishedSource.published(
                self, context, asOf: visit.address["asOf"], in: visit.language, interest)
        }
        let draft = try await kind.draft(of: values, source)
        let reference = DocumentReference(
            kind: kind,
            parameters: zip(kind.parameters, values).map { DocumentReference.Parameter($0.rawValue, $1) },
            origin: source.origin, size: source.position + 1, root: source.root.base64,
            digest: SHA256Function.crypto.digest(JSON.object(draft.figures).canonicalBytes.span).base64)
        return Array(
            draft.document(reference, recorded: source.recorded).page(.init(icon: Asset.icon.address)).text.utf8)
    }
}

extension API {
    /// The values of a document's parameters. What is missing is refused by the first view that is asked.
    fileprivate static func values(of kind: DocumentKind, at address: Address) -> [String] {
        kind.parameters.map { address[$0.rawValue] ?? "" }
    }
}

/// What labd published, as of one position, for a document.
private struct PublishedSource: DocumentSource {
    let names: AnswerNames
    let position: Int
    /// Of the tree that ends with the position.
    let root: Hash
    let origin: String
    /// When the event at the position was recorded.
    let recorded: Instant
    private let api: API
    private let context: LabContext
    private let asker: Asker

    private init(
        _ api: API, _ context: LabContext, position: Int, root: Hash, origin: String, recorded: Instant,
        names: AnswerNames
    ) {
        (self.api, self.context, self.position, self.root) = (api, context, position, root)
        (self.origin, self.recorded, self.names) = (origin, recorded, names)
        asker = api.asker(context.sender)
    }

    /// What is published, up to the last signed checkpoint or a position.
    ///
    /// - Throws: `Refusal` if the log has no such position, or no event yet.
    static func published(
        _ api: API, _ context: LabContext, asOf: String?, in language: DisplayLanguage, _ interest: Interest
    ) throws -> PublishedSource {
        guard let note = try api.ledger.checkpoint() else { throw Refusal(.log(.noEvent(position: 0))) }
        let checkpoint = try Checkpoint(note.text)
        let position = try asOf.map(Self.position) ?? checkpoint.size - 1
        guard (0..<checkpoint.size).contains(position) else { throw Refusal(.log(.noEvent(position: position))) }
        let root = position + 1 == checkpoint.size ? checkpoint.root : try api.ledger.root(ofSize: position + 1)
        let newest = api.writer.current.office
        return PublishedSource(
            api, context, position: position, root: root, origin: checkpoint.origin,
            recorded: try api.writer.history.office(at: position, newest, interest).time,
            names: newest.names(in: language))
    }

    private static func position(_ text: String) throws -> Int {
        guard let number = Int(text) else {
            throw Refusal(
                .question(.malformed(.position)), field: Parameter.asOf.rawValue, value: String(text.prefix(64)))
        }
        return number
    }

    func answer<View: Answer>(
        _ view: View.Type, _ parameters: [(Views.Parameter, String)]
    ) async throws -> DocumentAnswer<View> {
        try Permission.asking(view).check(context.sender)
        let asked =
            parameters.map { (name: $0.rawValue, value: $1) }
            + [(name: Parameter.asOf.rawValue, value: String(position))]
        return try await api.threads.run(for: context.requester) { try self.computed(view, asked, $0) }
    }

    private func computed<View: Answer>(
        _ view: View.Type, _ asked: [(name: String, value: String)], _ interest: Interest
    ) throws -> DocumentAnswer<View> {
        var question = try Question(parameters: asked, to: view)
        if view.dependsOnAsker { question.asker = asker }
        let newest = api.writer.current.office
        let office = try api.writer.history.office(at: position, newest, interest)
        let past = PublishedPast(history: api.writer.history, ledger: api.ledger, newest: newest, interest: interest)
        let value = try View(office, question.settled(in: office), past)
        let bytes = try JSON.canonicalBytes(encoding: value)
        guard case .object(let object) = try JSONReader.read(bytes.span, as: .canonical) else { throw Refusal.failed }
        return DocumentAnswer(value: value, object: object)
    }
}
