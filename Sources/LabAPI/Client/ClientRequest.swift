/// One request to labd: a path, a query, and what is sent.
public struct ClientRequest: Sendable, Hashable {
    /// The methods that labd knows.
    public enum Method: String, Sendable, Hashable {
        /// Asks.
        case get = "GET"
        /// Sends.
        case post = "POST"
    }

    /// The method.
    public let method: Method
    /// The path, such as `/v1/commands`.
    public let path: String
    /// The query's parameters, in order, unescaped.
    public let query: [(name: String, value: String)]
    /// The media type of what is sent.
    public let mediaType: String?

    /// A question.
    public static func get(_ path: String, _ query: [(name: String, value: String)] = []) -> ClientRequest {
        ClientRequest(method: .get, path: path, query: query, mediaType: nil)
    }

    /// Something to send, of a media type.
    public static func post(
        _ path: String, _ query: [(name: String, value: String)] = [], as mediaType: String
    ) -> ClientRequest {
        ClientRequest(method: .post, path: path, query: query, mediaType: mediaType)
    }

    /// The path with its query, escaped for the request line (RFC 3986).
    public var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { Self.escaped($0.name) + "=" + Self.escaped($0.value) }.joined(separator: "&")
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return out
    }

    /// Equal where method, target and media type are.
    public static func == (a: ClientRequest, b: ClientRequest) -> Bool {
        a.method == b.method && a.target == b.target && a.mediaType == b.mediaType
    }

    /// By what makes them equal.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(target)
        hasher.combine(mediaType)
    }
}

/// A whole answer.
public struct ClientAnswer: Sendable, Hashable {
    /// The HTTP status.
    public let status: Int
    /// The media type, without parameters, in lower case; empty if none came.
    public let mediaType: String
    /// The body.
    public let body: [UInt8]

    /// An answer of these.
    public init(status: Int, mediaType: String, body: [UInt8]) {
        self.status = status
        self.mediaType = mediaType
        self.body = body
    }

    /// Whether labd did what was asked.
    public var isAccepted: Bool { (200..<300).contains(status) }
}
