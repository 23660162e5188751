package import Glibc

/// A `sockaddr_un` (unix(7)): a path, or with a leading `@` a name in the abstract namespace.
package struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    /// The most bytes that a path may have: `sun_path` has 108 with the closing zero.
    package static let pathLimit = 107

    package init?(path: String) {
        var bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count <= Self.pathLimit else { return nil }
        let isAbstract = bytes[0] == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        // `bytes` has at most `pathLimit` bytes, so that the copy stays inside `sun_path` and leaves a closing zero.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
        length = socklen_t(offset + bytes.count + (isAbstract ? 0 : 1))
    }

    /// Lends the address in the form that socket calls take.
    package func withSockaddr(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        // A `sockaddr_un` is meant to be passed as a `sockaddr` (unix(7)); the length says how far it goes.
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
