import HTTPTypes
import Hummingbird
import LabAPI
public import Ledger
import NIOCore
import Office
import Views

/// What labd answers on its socket, and from what.
public struct API: Sendable {
    let writer: Writer
    let ledger: Ledger
    let limits: Settings.Limits
    let stop: StopSignal
    let answers = AnswerCache()
    let threads = QuestionThreads()
    let turns = Turns()
    let seats = RehearsalSeats()
    let looks: LookLimiter
    /// Who may what, and whose cosignatures are kept.
    let inForce: LivePolicy

    /// The API on a ledger and its writer. Streams that would never end do so when `stop` is given.
    public init(
        _ writer: Writer, _ ledger: Ledger, limits: Settings.Limits, stop: StopSignal, _ inForce: LivePolicy
    ) {
        self.writer = writer
        self.ledger = ledger
        self.limits = limits
        looks = writer.looks
        self.stop = stop
        self.inForce = inForce
    }

    /// A path's one method, and who may ask it.
    struct Route {
        let method: ClientRequest.Method
        /// Nil for commands: which roles one takes is known once it is read.
        let permission: Permission?
    }

    /// Every path; below ``Paths/tiles`` there are more, see ``route(of:)``.
    static let routes: [String: Route] = {
        var routes: [String: Route] = [
            Paths.commands: Route(method: .post, permission: nil),
            // What a log says of itself is for everyone.
            Paths.health: Route(method: .get, permission: .state),
            Paths.checkpoint: Route(method: .get, permission: .state),
            Paths.metrics: Route(method: .get, permission: .metrics),
            Paths.plan: Route(method: .get, permission: .plan),
            Paths.events: Route(method: .get, permission: .lines),
            Paths.logKey: Route(method: .get, permission: .proofs),
            Paths.proof: Route(method: .get, permission: .proofs),
            Paths.consistency: Route(method: .get, permission: .proofs),
            Paths.cosignatures: Route(method: .post, permission: .witnessing),
            Paths.personalDataRead: Route(method: .post, permission: .personalData),
            Paths.personalDataFind: Route(method: .post, permission: .personalData),
            Paths.personalDataAccess: Route(method: .post, permission: .subjectAccess),
            Paths.keysRotate: Route(method: .post, permission: .keys),
            Paths.keysBackup: Route(method: .post, permission: .keys),
        ]
        for view in Views.Catalogue.views {
            routes[Paths.view(view.name)] = Route(method: .get, permission: .asking(view))
        }
        return routes
    }()

    /// A path's route; nil if there is no such path.
    static func route(of path: String) -> Route? {
        if let route = routes[path] { return route }
        guard path.hasPrefix(Paths.tiles) else { return nil }
        return Route(method: .get, permission: path.hasPrefix(Paths.tiles + "entries/") ? .lines : .proofs)
    }

    /// The body of a request, read within the limits of size and time.
    func readBody(_ request: Request) async throws -> ByteBuffer {
        let (body, limit) = (request.body, limits.bodyBytes)
        do {
            return try await withDeadline(seconds: limits.bodySeconds) { try await body.collect(upTo: limit) }
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge("the body", limit: limit)
        }
    }

    func router() -> Router<LabContext> {
        let router = Router(context: LabContext.self)
        typealias Answering = @Sendable (Request, LabContext) async throws -> Response
        func add(_ path: String, _ answer: @escaping Answering) {
            guard let route = Self.route(of: path) else { preconditionFailure("\(path) is in no list") }
            router.group().add(middleware: Admission(inForce: inForce, permission: route.permission))
                .on(RouterPath(path), method: HTTPRequest.Method(route.method), use: answer)
        }
        add(Paths.health) { _, context in health(context.sender) }
        add(Paths.checkpoint) { request, _ in try checkpoint(request) }
        add(Paths.metrics) { request, _ in try metrics(request) }
        add(Paths.commands) { request, context in try await commands(request, context) }
        add(Paths.plan) { request, context in try await plan(request, context.asker) }
        add(Paths.events) { request, context in try events(request, context) }
        for path in [Paths.tiles + "entries/**", Paths.tiles + "**"] {
            add(path) { request, context in try await threads.run(for: context.asker) { _ in try tile(request) } }
        }
        add(Paths.logKey) { request, _ in try logKey(request) }
        add(Paths.proof) { request, context in try await threads.run(for: context.asker) { _ in try proof(request) } }
        add(Paths.consistency) { request, context in
            try await threads.run(for: context.asker) { _ in try consistency(request) }
        }
        add(Paths.cosignatures) { request, _ in try await cosignatures(request) }
        add(Paths.personalDataRead) { request, context in try await readPersonalData(request, context) }
        add(Paths.personalDataFind) { request, context in try await findPersons(request, context) }
        add(Paths.personalDataAccess) { request, context in try await serveAccess(request, context) }
        add(Paths.keysRotate) { request, _ in try await rotateKeys(request) }
        add(Paths.keysBackup) { request, _ in try await backupKeys(request) }
        for view in Views.Catalogue.views {
            add(Paths.view(view.name)) { request, context in try await answer(view, request, context.asker) }
        }
        return router
    }
}

extension HTTPRequest.Method {
    init(_ method: ClientRequest.Method) {
        switch method {
        case .get: self = .get
        case .post: self = .post
        }
    }
}

/// Lets in those whose roles allow it.
private struct Admission: RouterMiddleware {
    let inForce: LivePolicy
    /// What is asked; nil where any role will do to be heard.
    let permission: Permission?

    func handle(
        _ request: Request, context: LabContext, next: (Request, LabContext) async throws -> Response
    ) async throws -> Response {
        let sender = try await inForce.sender(of: request, context.peer)
        if let permission {
            try permission.check(sender)
        } else if sender.roles.isEmpty {
            try Permission.work.check(sender)
        }
        var context = context
        context.sender = sender
        return try await next(request, context)
    }
}
