import Glibc

/// Random bytes of the system, read in larger pieces than requested, because a system call for each request would cost more
/// than the digest for which they are used.
struct RandomPool {
    /// `getentropy(3)`: "The maximum permitted value for the length argument is 256."
    private static let size = 256
    private var bytes: [UInt8] = []

    /// Appends `count` bytes, at most 256. Each byte is used only once.
    mutating func append(_ count: Int, to destination: inout [UInt8]) {
        if bytes.count < count { refill() }
        destination.append(contentsOf: bytes.suffix(count))
        bytes.removeLast(count)
    }

    private mutating func refill() {
        bytes = [UInt8](repeating: 0, count: Self.size)
        // Unsafe: fills the array's memory. It fails only for a length beyond its limit, or on a kernel without random numbers,
        // where nothing may be sealed.
        let result = unsafe bytes.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress, Self.size) }
        precondition(result == 0, "the system has no random numbers")
    }
}
