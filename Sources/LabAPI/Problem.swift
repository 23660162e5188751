public import CanonicalJSON
public import Office
package import Wording

/// Why labd did not do what was asked: an RFC 9457 problem object with a stable `code` at its top.
///
/// On the wire: `{"accepted"?,"code","detail","field"?,"id"?,"status","title","type","value"?}`, in canonical form. The
/// `type` is `urn:labd:problem:CODE`; `title`, `detail` and `accepted` are in the language that was asked for.
public struct Problem: Error, Sendable, Hashable {
    /// A stable word for what is wrong; programs may rely on it.
    public let code: String
    /// The HTTP status, also where the problem is one line among many.
    public let status: Int
    /// What kind of problem it is, in a few words.
    public let title: String
    /// One sentence for a person.
    public let detail: String
    /// The field or parameter at fault.
    public let field: String?
    /// The value at fault as JSON text, shortened.
    public let value: String?
    /// What would be accepted.
    public let accepted: String?
    /// The id of the command that was refused, where it could be read.
    public let id: String?

    /// A problem with all that can be said of it.
    public init(
        code: String, status: Int, title: String, _ detail: String, field: String? = nil, value: String? = nil,
        accepted: String? = nil, id: String? = nil
    ) {
        self.code = code
        self.status = status
        self.title = title
        self.detail = detail
        self.field = field
        self.value = value
        self.accepted = accepted
        self.id = id
    }

    /// A refusal as its sender sees it, in a language.
    package init(_ refusal: Refusal, id: String? = nil, in language: DisplayLanguage) {
        let message = refusal.message(in: language)
        self.init(
            code: refusal.code.word, status: refusal.code.kind.status, title: refusal.code.title(in: language),
            message.detail, field: refusal.field, value: refusal.value, accepted: message.accepted, id: id)
    }
}

extension Refusal.Code.Kind {
    /// The HTTP status of a fault of this kind.
    public var status: Int {
        switch self {
        case .shape: 400
        case .role: 403
        case .unknown: 404
        case .rule: 409
        case .size: 413
        case .state: 503
        case .method: 405
        case .mediaType: 415
        case .time: 408
        case .fault: 500
        }
    }
}

extension Problem {
    /// The urn that names the kind of problem.
    public var type: String { "urn:labd:problem:" + code }

    /// Writes the problem in canonical form.
    public func write(to writer: inout JSONWriter) {
        let texts = [
            ("accepted", accepted), ("code", code), ("detail", detail), ("field", field), ("id", id), ("title", title),
            ("type", type), ("value", value),
        ]
        let members = texts.compactMap { name, text in text.map { JSONObject.Member(name, .string($0)) } }
        writer.write(JSONObject(members + [.init("status", .integer(Int64(status)))]))
    }

    /// The problem in canonical form.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 384)
        write(to: &writer)
        return writer.bytes
    }

    /// The problem that a JSON object is, or nil if it is none.
    public init?(_ object: JSONObject) {
        guard case .string(let code)? = object["code"], case .integer(let status)? = object["status"],
            case .string(let detail)? = object["detail"]
        else { return nil }
        func text(_ name: String) -> String? {
            if case .string(let text)? = object[name] { text } else { nil }
        }
        self.init(
            code: code, status: Int(status), title: text("title") ?? "", detail, field: text("field"),
            value: text("value"),
            accepted: text("accepted"), id: text("id"))
    }
}
