/// A store for what an export cannot keep in memory until it is written; usually a file without a name.
///
/// It is used by one export at a time, in one thread.
public protocol ExportStore {
    /// Appends bytes.
    mutating func append(_ bytes: [UInt8]) throws

    /// Returns `count` bytes from `offset` on, or fewer if the store ends before.
    mutating func read(at offset: Int, count: Int) throws -> [UInt8]
}
