/// Problems of a request that did not become a command or a question.
extension Problem {
    /// Nothing is at that path.
    public static func notFound(path: String) -> Problem {
        Problem(
            code: "not-found", status: 404, "there is nothing at \(shortened(path))",
            accepted: "\(Paths.commands), \(Paths.plan), \(Paths.events), \(Paths.health) or a view under /v1/")
    }

    /// The path exists, but not for that method.
    public static func methodNotAllowed(_ method: String, path: String, accepted: String) -> Problem {
        Problem(
            code: "method-not-allowed", status: 405, "\(shortened(path)) does not take \(shortened(method))",
            accepted: accepted)
    }

    /// The path does not accept the media type of the body.
    public static func unsupportedMediaType(_ type: String?, path: String, accepted: String) -> Problem {
        Problem(
            code: "unsupported-media-type", status: 415,
            "\(shortened(path)) does not take \(type.map(shortened) ?? "a body without a media type")",
            field: "Content-Type", accepted: accepted)
    }

    /// A body, or a line of one, beyond the limit.
    public static func tooLarge(_ what: String, limit: Int) -> Problem {
        Problem(
            code: "too-large", status: 413, "\(what) has more than \(limit) bytes", accepted: "at most \(limit) bytes")
    }

    /// The body did not arrive in time.
    public static func timeout(seconds: Int) -> Problem {
        Problem(
            code: "timeout", status: 408, "the request's body did not arrive within \(seconds) seconds",
            accepted: "the whole body within \(seconds) seconds")
    }

    /// What arrived is not HTTP/1.1, or its body ended early.
    public static let badRequest = Problem(
        code: "bad-request", status: 400, "what arrived is not a whole HTTP/1.1 request",
        accepted: "HTTP/1.1, the body as long as announced")

    /// labd itself failed; its log says more.
    public static let `internal` = Problem(
        code: "internal", status: 500, "labd could not answer; its log says why")

    private static func shortened(_ text: String) -> String {
        text.count <= 100 ? text : text.prefix(99) + "…"
    }
}
