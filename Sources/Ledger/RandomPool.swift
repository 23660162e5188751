/// Random bytes of the system's, drawn in larger pieces than are asked for: a system call for each would cost more
/// than the digest that they go into.
struct RandomPool {
    private var bytes: [UInt8] = []

    /// Appends `count` bytes, each of which is given once.
    mutating func append(_ count: Int, to destination: inout [UInt8]) {
        if bytes.count < count { refill() }
        destination.append(contentsOf: bytes.suffix(count))
        bytes.removeLast(count)
    }

    private mutating func refill() {
        var system = SystemRandomNumberGenerator()
        bytes.removeAll(keepingCapacity: true)
        for _ in 0..<256 { bytes.append(bigEndian: system.next() as UInt64) }
    }
}
