package import CanonicalJSON

/// Why an HTTP request did not become a command or a question.
package enum RequestReason: Sendable, Hashable {
    /// Nothing is at the path; something is at these, among others.
    case notFound(path: String, known: [String])
    /// The path is not for the method, but for the other one.
    case methodNotAllowed(String, path: String, allowed: String)
    /// The path does not take the media type, but these; nil where none came.
    case unsupportedMediaType(String?, path: String, accepted: [String])
    /// The body has more bytes than a body may have.
    case bodyTooLong(most: Int)
    /// A line of the body has more bytes than a line may have.
    case lineTooLong(most: Int)
    /// The body did not arrive in time.
    case tooSlow(seconds: Int)
    /// What arrived is not a whole HTTP/1.1 request.
    case incomplete
    /// labd itself failed.
    case failed
    /// The body is not JSON.
    case notJSON(JSONError)
    /// The body is JSON, but not an object.
    case notAnObject
    /// The path has no such parameter, but these.
    case noSuchParameter(String, known: [String])
    /// A parameter is neither 0 nor 1.
    case notZeroOrOne
    /// A parameter is not a position of the log.
    case notAPosition
    /// Only a body of lines can be rehearsed.
    case onlyLinesRehearsed(mediaType: String)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .unsupportedMediaType: .unsupportedMediaType
        case .bodyTooLong, .lineTooLong: .tooLarge
        case .tooSlow: .timeout
        case .incomplete: .badRequest
        case .failed: .internal
        case .notJSON, .notAnObject: .malformed
        case .noSuchParameter: .unknownField
        case .notZeroOrOne, .notAPosition, .onlyLinesRehearsed: .invalidValue
        }
    }
}
