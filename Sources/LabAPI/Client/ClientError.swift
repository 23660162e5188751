/// The reason why labd could not be asked or its answer could not be read: what happened, at which socket, and what to do.
///
/// Refusals are answers, not errors of the client.
public struct ClientError: Error, Sendable, Hashable {
    /// The kinds of error.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nothing is at the socket's path.
        case noSocket = "no-socket"
        /// The socket exists, but no process listens on it.
        case refused
        /// The account may not open the socket.
        case notPermitted = "not-permitted"
        /// The path does not fit into a socket's address.
        case pathTooLong = "path-too-long"
        /// The socket cannot be reached for another reason.
        case unreachable
        /// The server's answer is not HTTP/1.1.
        case notHTTP = "not-http"
        /// The connection ended before the answer was complete.
        case closedEarly = "closed-early"
    }

    /// What happened, as a stable code.
    public let code: Code
    /// The socket's path.
    public let socket: String
    /// The message of the system or the parser, if there is one; if the account lacks permission, the directory that it may not
    /// enter.
    public let reason: String?

    /// The maximum length of the path in a Unix socket's address on Linux: `sun_path` has 108 bytes, the last of which is zero.
    public static let longestPath = 107

    /// Creates an error at a socket.
    public init(_ code: Code, socket: String, reason: String? = nil) {
        self.code = code
        self.socket = socket
        self.reason = reason
    }
}

extension ClientError: CustomStringConvertible {
    /// The message for people: what happened and what to do.
    public var description: String {
        let said = reason.map { " (\($0))" } ?? ""
        return switch code {
        case .noSocket:
            "there is no socket at \(socket): start labd, or name its socket with --socket or LABD_SOCKET"
        case .refused:
            "no process listens on \(socket): labd has stopped; start it again"
        case .notPermitted where reason != nil:
            "this account may not enter \(reason ?? ""), which is on the way to \(socket): use another account, or give "
                + "this one access to the directory (chgrp, chmod g+x)"
        case .notPermitted:
            "this account may not open \(socket): it must be in the group that owns the socket (on a server: adduser NAME "
                + "labd-users), and log in again"
        case .pathTooLong:
            "the path \(socket) is \(socket.utf8.count) bytes long, but the path of a socket has at most \(Self.longestPath): "
                + "choose a shorter one"
        case .unreachable:
            "\(socket) cannot be reached\(said): check whether labd is running"
        case .notHTTP:
            "the server at \(socket) does not speak HTTP/1.1\(said): is this labd's socket?"
        case .closedEarly:
            "labd closed the connection at \(socket) before its answer was complete\(said): the commands that it answered are "
                + "recorded; sending the same commands again is safe"
        }
    }
}
