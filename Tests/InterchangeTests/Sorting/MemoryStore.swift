import Interchange

/// A store of an export that is an array.
struct MemoryStore: ExportStore {
    private var bytes: [UInt8] = []

    mutating func append(_ bytes: [UInt8]) { self.bytes += bytes }

    func read(at offset: Int, count: Int) -> [UInt8] { Array(bytes.dropFirst(offset).prefix(count)) }
}
