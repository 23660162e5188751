import Glibc

/// Where a server listens: the path of a Unix socket, or a port on this machine.
enum Address {
    case path(String)
    case port(UInt16)

    /// Reads `/path` or `:port`.
    init(_ text: String) throws {
        if text.hasPrefix(":"), let port = UInt16(text.dropFirst()) { self = .port(port) } else { self = .path(text) }
    }
}

/// A connected stream socket.
struct Socket {
    let descriptor: Int32

    init(_ address: Address) throws {
        let family =
            switch address {
            case .path: AF_UNIX
            case .port: AF_INET
            }
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.system("socket") }
        let connected: Int32
        switch address {
        case .path(let path):
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            guard path.utf8.count < MemoryLayout.size(ofValue: name.sun_path) else {
                throw Failure("the path of the socket is too long")
            }
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
            connected = withUnsafePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        case .port(let port):
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            connected = withUnsafePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            var on: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        guard connected == 0 else { throw Failure.system("connect to \(address)") }
    }

    /// Returns how many bytes were written; 0 if none can be written without waiting.
    func write(_ bytes: ArraySlice<UInt8>) throws -> Int {
        let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count < 0 {
            if errno == EAGAIN { return 0 }
            throw Failure.system("send")
        }
        return count
    }

    /// Writes all bytes, and waits until that is done.
    func writeAll(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty { rest = rest.dropFirst(try write(rest)) }
    }

    /// Reads what has arrived, or waits for it if the socket does.
    /// - Returns: how many bytes were read; 0 if none had arrived.
    func read(into bytes: inout Bytes, using scratch: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = recv(descriptor, scratch.baseAddress, scratch.count, 0)
        if count < 0, errno == EAGAIN { return 0 }
        guard count > 0 else { throw count == 0 ? Failure("the server closed the connection") : Failure.system("recv") }
        bytes.append(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
        return count
    }

    /// From now on neither reading nor writing waits.
    func stopWaiting() throws {
        guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else { throw Failure.system("fcntl") }
    }
}
