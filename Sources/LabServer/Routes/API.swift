import Hummingbird
import LabAPI
public import Ledger
import Office
public import TransparencyLog
import Views

/// What labd answers on its socket, and from what.
public struct API: Sendable {
    let writer: Writer
    let ledger: Ledger
    let limits: Settings.Limits
    let stop: StopSignal
    let answers = AnswerCache()
    /// The account that runs labd. Until accounts have roles, it has them all and nobody else has one.
    let owner: UInt32
    /// Whose cosignatures are kept.
    let witnesses: [VerifierKey]

    /// The API on a ledger and its writer. Streams that would never end do so when `stop` is given.
    public init(
        _ writer: Writer, _ ledger: Ledger, limits: Settings.Limits, stop: StopSignal, owner: UInt32,
        witnesses: [VerifierKey] = []
    ) {
        self.writer = writer
        self.ledger = ledger
        self.limits = limits
        self.stop = stop
        self.owner = owner
        self.witnesses = witnesses
    }

    /// Every path with the one method that it takes.
    static let methods: [String: HTTPRequest.Method] = {
        var methods: [String: HTTPRequest.Method] = [
            Paths.commands: .post, Paths.plan: .get, Paths.events: .get, Paths.health: .get,
            Paths.checkpoint: .get, Paths.logKey: .get, Paths.proof: .get, Paths.consistency: .get,
            Paths.cosignatures: .post,
        ]
        for view in Views.Catalogue.views { methods[Paths.view(view.name)] = .get }
        return methods
    }()

    /// The one method that a path takes; nil if there is no such path.
    static func method(of path: String) -> HTTPRequest.Method? {
        methods[path] ?? (path.hasPrefix(Paths.tiles) ? .get : nil)
    }

    func router() -> Router<LabContext> {
        let router = Router(context: LabContext.self)
        router.get(RouterPath(Paths.health)) { _, _ in health() }
        // What a log says of itself is for everyone.
        router.get(RouterPath(Paths.checkpoint)) { request, _ in try checkpoint(request) }
        let work = router.group().add(middleware: Admission(owner: owner))
        work.post(RouterPath(Paths.commands)) { request, context in try await commands(request, context.peer) }
        work.get(RouterPath(Paths.plan)) { request, _ in try plan(request) }
        work.get(RouterPath(Paths.events)) { request, _ in try events(request) }
        work.get(RouterPath(Paths.logKey)) { request, _ in try logKey(request) }
        work.get(RouterPath(Paths.proof)) { request, _ in try proof(request) }
        work.get(RouterPath(Paths.consistency)) { request, _ in try consistency(request) }
        work.post(RouterPath(Paths.cosignatures)) { request, _ in try await cosignatures(request) }
        work.get(RouterPath(Paths.tiles + "**")) { request, _ in try tile(request) }
        for view in Views.Catalogue.views {
            work.get(RouterPath(Paths.view(view.name))) { request, _ in try answer(view, request) }
        }
        return router
    }
}

/// Lets in the account that runs labd.
private struct Admission: RouterMiddleware {
    let owner: UInt32

    func handle(
        _ request: Request, context: LabContext, next: (Request, LabContext) async throws -> Response
    ) async throws -> Response {
        guard context.peer.user == owner else {
            throw Refusal.notPermitted(context.peer.account)
        }
        return try await next(request, context)
    }
}
