import Glibc

/// Random bytes of the system's, drawn in larger pieces than are asked for: a system call for each would cost more
/// than the digest that they go into.
struct RandomPool {
    /// `getentropy(3)`: "The maximum permitted value for the length argument is 256."
    private static let size = 256
    private var bytes: [UInt8] = []

    /// Appends `count` bytes, at most 256, each of which is given once.
    mutating func append(_ count: Int, to destination: inout [UInt8]) {
        if bytes.count < count { refill() }
        destination.append(contentsOf: bytes.suffix(count))
        bytes.removeLast(count)
    }

    private mutating func refill() {
        bytes = [UInt8](repeating: 0, count: Self.size)
        // Unsafe: fills the array's own memory. It fails only for a length beyond its limit, or on a kernel without
        // random numbers, where nothing may be sealed.
        let result = unsafe bytes.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress, Self.size) }
        precondition(result == 0, "the system has no random numbers")
    }
}
