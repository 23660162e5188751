/// Where an export sets aside what it cannot hold in memory until it is written: a file that only it knows, as a rule.
///
/// Used by one export at a time, in one thread.
public protocol ExportStore {
    /// Puts bytes behind all that are there.
    mutating func append(_ bytes: [UInt8]) throws

    /// The bytes from `offset` on: `count` of them, or fewer if they end before.
    mutating func read(at offset: Int, count: Int) throws -> [UInt8]
}
