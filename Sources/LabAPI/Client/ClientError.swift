/// Why labd could not be asked, or its answer not be read: what happened, at which socket, and what to do.
///
/// Refusals are no errors of the client: they are answers.
public struct ClientError: Error, Sendable, Hashable {
    /// What happened.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nothing is at the socket's path.
        case noSocket = "no-socket"
        /// The socket is there, and nobody listens on it.
        case refused
        /// The account may not open the socket.
        case notPermitted = "not-permitted"
        /// The path does not fit into a socket's address.
        case pathTooLong = "path-too-long"
        /// The socket cannot be reached for another reason.
        case unreachable
        /// What answered does not speak HTTP/1.1.
        case notHTTP = "not-http"
        /// The connection ended before the answer did.
        case closedEarly = "closed-early"
    }

    /// What happened, in a stable word.
    public let code: Code
    /// The socket's path.
    public let socket: String
    /// What the system or the parser said, where they did; where the account is not permitted, the directory that is closed.
    public let reason: String?

    /// The longest path that a Unix socket's address holds on Linux: `sun_path` has 108 bytes, the last one is zero.
    public static let longestPath = 107

    /// An error at a socket.
    public init(_ code: Code, socket: String, reason: String? = nil) {
        self.code = code
        self.socket = socket
        self.reason = reason
    }
}

extension ClientError: CustomStringConvertible {
    /// What happened and what to do, for a person.
    public var description: String {
        let said = reason.map { " (\($0))" } ?? ""
        return switch code {
        case .noSocket:
            "nothing is at \(socket): start labd, or name its socket with --socket or LABD_SOCKET"
        case .refused:
            "nobody listens on \(socket): labd has stopped; start it again"
        case .notPermitted where reason != nil:
            "this account may not go into \(reason ?? ""), which leads to \(socket): ask as an account that may, or open the "
                + "directory for it (chgrp, chmod g+x)"
        case .notPermitted:
            "this account may not open \(socket): it must be in the group that owns the socket (on a server: adduser NAME "
                + "labd-users), and log in again"
        case .pathTooLong:
            "the path \(socket) is \(socket.utf8.count) bytes long, a socket's has at most \(Self.longestPath): "
                + "choose a shorter one"
        case .unreachable:
            "\(socket) cannot be reached\(said): look whether labd is well there"
        case .notHTTP:
            "what answers at \(socket) does not speak HTTP/1.1\(said): is it labd's socket?"
        case .closedEarly:
            "labd closed the connection at \(socket) before its answer was whole\(said): what it had answered is "
                + "recorded; sending the same commands again is safe"
        }
    }
}
