import CanonicalJSON
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LabAPI
import Ledger
import Logging
import NIOCore
import NIOHTTP1
import Office
import Wording

/// The reason why a request was refused before its body was read.
struct RefusedUnread: Error {
    let refusal: Refusal
}

/// Answers the requests of a connection: finds the route, and converts every error to a problem.
struct Responder: Sendable {
    private let paths: ServedPaths
    /// The number of bytes of an unwanted body that are read to keep the connection open.
    private static let passedOver = 1 << 17
    private let logger: Logger

    init(_ paths: ServedPaths, logger: Logger) {
        self.paths = paths
        self.logger = logger
    }

    /// Thrown after an answer whose request was not read to its end, so that the connection is closed.
    private struct MustClose: Error {}

    /// Answers one request.
    func respond(
        to request: Request, _ writer: consuming ResponseWriter, _ peer: Peer, _ presence: Presence
    ) async throws {
        presence.begin()
        defer { presence.end() }
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let language = request.language
        let context = LabContext(
            source: RequestSource(peer: peer, presence: presence, language: language, logger: logger))
        var response: Response
        var isLast = false
        var hasUnreadBody = false
        do {
            try check(request)
            response = try await paths.routes.respond(to: request, context: context)
        } catch let error as HTTPParserError {
            // Hummingbird answers it and closes the connection.
            throw error
        } catch {
            let refusal = refusal(error, request)
            let status = refusal.code.kind.status
            response = RefusedCommand(refusal).response(in: language)
            // The rest of the body is not worth reading.
            isLast = [400, 408, 413].contains(status) && request.method == .post
            if isLast { response.headers[.connection] = "close" }
            // Refused before anything of the body was read, by Admission, for its media type, or as such.
            hasUnreadBody =
                (error is RefusedUnread || [403, 415].contains(status)) && request.method == .post
        }
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch let error as HTTPParserError {
            // The answer has begun, so no other can be sent.
            logger.debug("a request's body broke off", metadata: ["error": "\(error)"])
            throw MustClose()
        }
        if isLast { throw MustClose() }
        if hasUnreadBody { try await passOver(request.body) }
    }

    /// Reads a body that nobody wants to its end, so that the connection can go on. One that is long, or does not come in time,
    /// closes it: the answer is there by then.
    private func passOver(_ body: RequestBody) async throws {
        let limit = Self.passedOver
        let limits = paths.limits
        do {
            try await withDeadline(seconds: limits.bodySeconds) {
                var count = 0
                for try await piece in body {
                    count += piece.readableBytes
                    guard count <= limit else { throw MustClose() }
                }
            }
        } catch {
            throw MustClose()
        }
    }

    /// Refuses paths and methods that labd does not have; the router would answer them without a body.
    private func check(_ request: Request) throws(Refusal) {
        let path = request.uri.path
        guard let method = paths.method(path) else { throw .notFound(path: path) }
        guard request.method == method else {
            throw Refusal(
                .request(.methodNotAllowed(request.method.rawValue, path: path, allowed: method.rawValue)))
        }
        guard method == .post else { return }
        if let office = paths.copiedOffice { throw Refusal(.sender(.copyOnly(office: office))) }
        try request.checkThatNoPageOfAnotherSiteSentIt()
    }

    private func refusal(_ error: any Error, _ request: Request) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let refused as RefusedUnread: return refused.refusal
        case let error as LedgerError: return Refusal(error)
        case is CancellationError: return .isStopping
        default:
            logger.error(
                "a request could not be answered",
                metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return .failed
        }
    }
}

extension RefusedCommand {
    /// The refusal as the answer to a request, in a language.
    func response(in language: DisplayLanguage) -> Response {
        let (head, body) = answer(in: language)
        return Response(
            status: head.status, headers: head.headerFields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The head, without the body's length, and the body of ``response(in:)``.
    func answer(in language: DisplayLanguage) -> (head: HTTPResponse, body: [UInt8]) {
        let problem = Problem(refusal, id: id, in: language)
        var headers = HTTPFields(MediaTypes.problem, in: language)
        if problem.status == 503 { headers[.retryAfter] = "1" }
        if case .request(.methodNotAllowed(_, _, let allowed)) = refusal.reason { headers[.allow] = allowed }
        return (HTTPResponse(status: .init(code: problem.status), headerFields: headers), problem.bytes)
    }
}

extension Response {
    /// An answer of one JSON value.
    init(json: [UInt8], status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: MediaTypes.json],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }

    /// An answer of one JSON value, in canonical form.
    init(json: JSON, status: HTTPResponse.Status = .ok) { self.init(json: json.canonicalBytes, status: status) }
}

extension Request {
    /// Refuses requests that a browser sends for a page of a site other than the front-end's: a form or a script there must not
    /// use the rights of the person who visits it.
    fileprivate func checkThatNoPageOfAnotherSiteSentIt() throws(Refusal) {
        for origin in headers[values: .origin] {
            let site = origin.lowercased().split(separator: "/", omittingEmptySubsequences: true).last.map(String.init)
            guard origin.contains("://"), site == head.authority?.lowercased() else {
                throw Refusal(.sender(.foreignPage), field: "Origin", value: String(origin.prefix(64)))
            }
        }
    }

    /// Refuses a body of another media type than `accepted`: those that a page of another site may send without being asked
    /// first are never among them.
    func checkMediaType(_ accepted: String...) throws -> String {
        let type = headers[.contentType]?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard let type, accepted.contains(type) else {
            throw Refusal(
                .request(.unsupportedMediaType(headers[.contentType], path: uri.path, accepted: accepted)),
                field: "Content-Type")
        }
        return type
    }
}
