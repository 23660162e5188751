import HTTPTypes
import Hummingbird
import LabAPI
import OpenAPI

/// A path that labd answers, by one method.
struct Route: Sendable {
    typealias Answering = @Sendable (API, Request, LabContext) async throws -> Response

    let method: ClientRequest.Method
    /// The path as the router matches it: one that ends with `**` stands for all that begin so.
    let path: String
    /// Who may ask it. Nil for commands: which roles one takes is known once it is read.
    let permission: Permission?
    /// What it answers, for the page of routes.
    let purpose: String
    /// What it takes and answers, for programs; nil for what people look at.
    let operation: Operation?
    private let answer: Answering

    init(
        _ method: ClientRequest.Method, _ path: String, _ permission: Permission?, _ purpose: String,
        _ operation: Operation? = nil, _ answer: @escaping Answering
    ) {
        self.method = method
        self.path = path
        self.permission = permission
        self.purpose = purpose
        self.operation = operation
        self.answer = answer
    }

    /// Whether a request for this path is the route's.
    func matches(_ path: String) -> Bool {
        self.path.hasSuffix("**") ? path.hasPrefix(self.path.dropLast(2)) : path == self.path
    }

    /// Lets requests that may ask it in to `router`.
    func add(to router: Router<LabContext>, of api: API) {
        router.group().add(middleware: Admission(policy: api.policy, permission: permission))
            .on(RouterPath(path), method: HTTPRequest.Method(method)) { try await answer(api, $0, $1) }
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
struct Admission: RouterMiddleware {
    let policy: LivePolicy
    /// What is asked; nil where any role will do to be heard.
    let permission: Permission?

    func handle(
        _ request: Request, context: LabContext, next: (Request, LabContext) async throws -> Response
    ) async throws -> Response {
        let sender = try await policy.sender(of: request, context.peer)
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
