/// The address of a server other than labd: a host, a port, and the path below which it answers.
public struct TCPAddress: Sendable, Hashable {
    /// The host's name, or its IPv4 address.
    public let host: String
    /// The port, 0 to 65,535.
    public let port: Int
    /// The prefix of the server's paths; it is empty, or begins with a slash and does not end with one.
    public let prefix: String

    /// Reads the address in `http://HOST[:PORT][/PREFIX]`; nil for anything else. The default port is 80.
    public init?(url text: String) {
        guard text.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(7)
        let authority = rest.prefix { $0 != "/" }
        var prefix = rest.dropFirst(authority.count)
        while prefix.last == "/" { prefix.removeLast() }
        self.init(hostAndPort: authority.contains(":") ? String(authority) : authority + ":80", prefix: String(prefix))
    }

    /// Reads the address in `HOST:PORT`; nil for anything else.
    public init?(hostAndPort text: String, prefix: String = "") {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let port = Int(parts[1]), (0...65_535).contains(port),
            parts[1].first != "+", !text.contains(where: { $0.isWhitespace || $0 == "@" })
        else { return nil }
        host = String(parts[0])
        self.port = port
        self.prefix = prefix
    }
}
