import HTTPTypes
import Hummingbird
import LabAPI
public import Ledger
import NIOCore
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
    /// Who may what.
    let roles: RoleMap
    /// Whose cosignatures are kept.
    let witnesses: [VerifierKey]

    /// The API on a ledger and its writer. Streams that would never end do so when `stop` is given.
    public init(
        _ writer: Writer, _ ledger: Ledger, limits: Settings.Limits, stop: StopSignal, roles: RoleMap,
        witnesses: [VerifierKey] = []
    ) {
        self.writer = writer
        self.ledger = ledger
        self.limits = limits
        self.stop = stop
        self.roles = roles
        self.witnesses = witnesses
    }

    /// Every path with the one method that it takes.
    static let methods: [String: HTTPRequest.Method] = {
        var methods: [String: HTTPRequest.Method] = [
            Paths.commands: .post, Paths.plan: .get, Paths.events: .get, Paths.health: .get,
            Paths.checkpoint: .get, Paths.logKey: .get, Paths.proof: .get, Paths.consistency: .get,
            Paths.cosignatures: .post, Paths.personalDataRead: .post, Paths.personalDataFind: .post,
            Paths.personalDataAccess: .post, Paths.keysRotate: .post, Paths.keysBackup: .post,
        ]
        for view in Views.Catalogue.views { methods[Paths.view(view.name)] = .get }
        return methods
    }()

    /// The one method that a path takes; nil if there is no such path.
    static func method(of path: String) -> HTTPRequest.Method? {
        methods[path] ?? (path.hasPrefix(Paths.tiles) ? .get : nil)
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
        // What a log says of itself is for everyone.
        router.get(RouterPath(Paths.health)) { _, _ in health() }
        router.get(RouterPath(Paths.checkpoint)) { request, _ in try checkpoint(request) }
        // Which roles a command takes is known once it is read.
        router.group().add(middleware: Admission(roles: roles, permission: nil))
            .post(RouterPath(Paths.commands)) { request, context in try await commands(request, context.sender) }
        func group(_ permission: Permission) -> RouterGroup<LabContext> {
            router.group().add(middleware: Admission(roles: roles, permission: permission))
        }
        group(.plan).get(RouterPath(Paths.plan)) { request, _ in try plan(request) }
        group(.lines).get(RouterPath(Paths.events)) { request, _ in try events(request) }
        group(.lines).get(RouterPath(Paths.tiles + "entries/**")) { request, _ in try tile(request) }
        let proofs = group(.proofs)
        proofs.get(RouterPath(Paths.logKey)) { request, _ in try logKey(request) }
        proofs.get(RouterPath(Paths.proof)) { request, _ in try proof(request) }
        proofs.get(RouterPath(Paths.consistency)) { request, _ in try consistency(request) }
        proofs.get(RouterPath(Paths.tiles + "**")) { request, _ in try tile(request) }
        group(.witnessing).post(RouterPath(Paths.cosignatures)) { request, _ in try await cosignatures(request) }
        let personal = group(.personalData)
        personal.post(RouterPath(Paths.personalDataRead)) { try await readPersonalData($0, $1.sender) }
        personal.post(RouterPath(Paths.personalDataFind)) { try await findPersons($0, $1.sender) }
        group(.subjectAccess).post(RouterPath(Paths.personalDataAccess)) { try await serveAccess($0, $1.sender) }
        group(.keys).post(RouterPath(Paths.keysRotate)) { request, _ in try await rotateKeys(request) }
        group(.keys).post(RouterPath(Paths.keysBackup)) { request, _ in try await backupKeys(request) }
        for view in Views.Catalogue.views {
            group(.asking(view)).get(RouterPath(Paths.view(view.name))) { request, _ in try answer(view, request) }
        }
        return router
    }
}

/// Lets in those whose roles allow it.
private struct Admission: RouterMiddleware {
    let roles: RoleMap
    /// What is asked; nil where any role will do to be heard.
    let permission: Permission?

    func handle(
        _ request: Request, context: LabContext, next: (Request, LabContext) async throws -> Response
    ) async throws -> Response {
        let name = HTTPField.Name(RoleMap.userHeader)
        let forwarded = name.flatMap { request.headers[values: $0] } ?? []
        guard forwarded.count < 2 else {
            throw Refusal(
                .invalidValue, field: RoleMap.userHeader, "it came more than once", accepted: "one user's name")
        }
        let sender = try roles.sender(context.peer, forwarding: forwarded.first)
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
