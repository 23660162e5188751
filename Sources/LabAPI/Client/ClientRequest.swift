/// A request to labd: a path, a query, and possibly a body.
public struct ClientRequest: Sendable {
    /// The methods that labd supports.
    public enum Method: String, Sendable, Hashable {
        /// Asks a question.
        case get = "GET"
        /// Sends a body.
        case post = "POST"
    }

    /// The method.
    public let method: Method
    /// The path, such as `/v1/commands`.
    public let path: String
    /// The query's parameters, in order, unescaped.
    public let query: [(name: String, value: String)]
    /// The media type of the body.
    public let mediaType: String?
    /// The head's fields that a client sends for somebody else; they replace its own of the same name.
    package private(set) var fields: [(name: String, value: String)] = []

    /// Creates a request that somebody else made, to be passed on with its fields.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - target: The path and the query as they arrived, escaped. They are not escaped again.
    ///   - fields: The header's fields.
    package static func relayed(
        _ method: Method, _ target: String, fields: [(name: String, value: String)]
    ) -> ClientRequest {
        var request = ClientRequest(method: method, path: target, query: [], mediaType: nil)
        request.fields = fields
        return request
    }

    /// Creates a question.
    public static func get(_ path: String, _ query: [(name: String, value: String)] = []) -> ClientRequest {
        ClientRequest(method: .get, path: path, query: query, mediaType: nil)
    }

    /// Creates a request that sends a body with a media type.
    public static func post(
        _ path: String, _ query: [(name: String, value: String)] = [], as mediaType: String
    ) -> ClientRequest {
        ClientRequest(method: .post, path: path, query: query, mediaType: mediaType)
    }

    /// Returns the path with its query, escaped for the request line (RFC 3986).
    public var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { Self.escaped($0.name) + "=" + Self.escaped($0.value) }.joined(separator: "&")
    }

    /// Escapes everything except RFC 3986's unreserved characters as `%XX`.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(Unicode.Scalar(byte))
            default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        .joined()
    }
}

/// A complete answer.
public struct ClientAnswer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The media type, without parameters, in lower case; empty if none came.
    public let mediaType: String
    /// The body.
    public let body: [UInt8]

    /// Creates an answer from its parts.
    public init(status: Int, mediaType: String, body: [UInt8]) {
        self.status = status
        self.mediaType = mediaType
        self.body = body
    }

    /// Whether labd did what was asked.
    public var isAccepted: Bool { (200..<300).contains(status) }
}
