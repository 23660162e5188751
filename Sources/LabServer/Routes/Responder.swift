import HTTPTypes
import Hummingbird
import HummingbirdCore
import LabAPI
import Ledger
import Logging
import NIOCore
import NIOHTTP1
import Office

/// Answers the requests of a connection: finds the route, and says every fault as a problem.
struct Responder: Sendable {
    private let routes: RouterResponder<LabContext>
    private let logger: Logger

    init(_ api: API, logger: Logger) {
        routes = api.router().buildResponder()
        self.logger = logger
    }

    /// Thrown once an answer is written after which the connection cannot go on, as the request was not read to its
    /// end: it is closed then.
    private struct MustClose: Error {}

    /// Answers one request.
    func respond(to request: Request, _ writer: consuming ResponseWriter, _ peer: Peer) async throws {
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let context = LabContext(source: RequestSource(peer: peer, logger: logger))
        var response: Response
        var isLast = false
        do {
            try check(request)
            response = try await routes.respond(to: request, context: context)
        } catch let error as HTTPParserError {
            // Hummingbird answers it and closes the connection.
            throw error
        } catch {
            let problem = problem(error, request)
            response = problem.response
            // What is left of the body is not worth reading.
            isLast = [400, 408, 413].contains(problem.status) && request.method == .post
            if isLast { response.headers[.connection] = "close" }
        }
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch let error as HTTPParserError {
            // The answer has begun: no other can be given.
            logger.debug("a request's body broke off", metadata: ["error": "\(error)"])
            throw MustClose()
        }
        if isLast { throw MustClose() }
    }

    /// Refuses paths and methods that labd does not have; the router would answer them without a word.
    private func check(_ request: Request) throws(Problem) {
        let path = request.uri.path
        guard let method = API.route(of: path).map({ HTTPRequest.Method($0.method) }) else {
            throw .notFound(path: path)
        }
        guard request.method == method else {
            throw .methodNotAllowed(request.method.rawValue, path: path, accepted: method.rawValue)
        }
    }

    private func problem(_ error: any Error, _ request: Request) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as Refusal: return Problem(refusal)
        case let error as LedgerError: return Problem(Refusal(error))
        case is CancellationError:
            return Problem(.isStopping)
        default:
            logger.error(
                "a request could not be answered",
                metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return .internal
        }
    }
}

extension Problem {
    /// The problem as the answer to a request.
    var response: Response {
        var headers: HTTPFields = [.contentType: MediaTypes.problem]
        if status == 503 { headers[.retryAfter] = "1" }
        if status == 405, let accepted { headers[.allow] = accepted }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Response {
    /// An answer of one JSON value.
    init(json: [UInt8], status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: MediaTypes.json],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}
