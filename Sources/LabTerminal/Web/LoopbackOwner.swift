internal import Glibc

/// The accounts behind connections within this machine, as the kernel lists them (proc_pid_net(5), `/proc/net/tcp`).
enum LoopbackOwner {
    /// Returns the account whose socket is the other end of a connection to `port` of 127.0.0.1 from its port `remote`; nil if the
    /// kernel lists no such socket.
    static func account(connectedTo port: Int, from remote: Int) -> UInt32? {
        // A program can also reach 127.0.0.1 with a socket of IPv6; the kernel lists it in the other file.
        for path in ["/proc/net/tcp", "/proc/net/tcp6"] {
            if let account = account(in: contents(of: path), connectedTo: port, from: remote) { return account }
        }
        return nil
    }

    /// Returns the account in a table of the kernel: that of the line whose own end is `remote` and whose other end is `port`.
    static func account(in table: String, connectedTo port: Int, from remote: Int) -> UInt32? {
        for line in table.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: " ", omittingEmptySubsequences: true)
            guard columns.count > 7, isLoopback(columns[1], remote), isLoopback(columns[2], port) else { continue }
            return UInt32(columns[7])
        }
        return nil
    }

    /// Whether `ADDRESS:PORT`, in hexadecimal digits, is this port of 127.0.0.1, possibly as an address of IPv6. The address has
    /// the byte order of the machine, the port that of people.
    private static func isLoopback(_ end: Substring, _ port: Int) -> Bool {
        let parts = end.split(separator: ":")
        guard parts.count == 2, Int(parts[1], radix: 16) == port else { return false }
        return UInt32(parts[0].suffix(8), radix: 16).map(UInt32.init(bigEndian:)) == 0x7F00_0001
            && ["", "0000000000000000FFFF0000"].contains(parts[0].dropLast(8))
    }

    private static func contents(of path: String) -> String {
        // Both calls only read the path; the stream is closed here.
        guard let file = unsafe fopen(path, "re") else { return "" }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while true {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
            }
            guard !piece.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece
        }
    }
}
