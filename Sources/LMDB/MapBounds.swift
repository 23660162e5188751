import CLMDB
import CLinux
import Glibc
import Synchronization

/// Where an environment's file is mapped in memory, and how long it is.
///
/// LMDB takes the length of a value from the page that contains it, unchecked. In a damaged file the value may end beyond the
/// end of the file, and reading it raises SIGBUS. Every value that LMDB lends is checked against these bounds before it is
/// read.
@safe
final class MapBounds: Sendable {
    private let path: String
    private let file: Int32
    private let start = Atomic<UInt>(0)
    private let size = Atomic<UInt>(0)
    /// The known length of the file. It only grows while the file is open.
    private let known = Atomic<UInt>(0)

    // Unsafe: asks the open environment for the descriptor of its file, which stays open until the environment is closed.
    @unsafe
    init(of handle: OpaquePointer, _ directory: String) {
        path = directory + "/data.mdb"
        var descriptor: Int32 = -1
        file = unsafe mdb_env_get_fd(handle, &descriptor) == 0 ? descriptor : -1
        unsafe find(handle)
    }

    /// Finds the present address of the map. Call this while no transaction is open.
    @unsafe
    func find(_ handle: OpaquePointer) {
        forget()
        known.store(0, ordering: .relaxed)
        guard let map = MappedFile(descriptor: file) else {
            // Without a known address, no value is checked and none is refused.
            size.store(0, ordering: .relaxed)
            return
        }
        start.store(map.start, ordering: .relaxed)
        size.store(map.size, ordering: .relaxed)
        _ = unsafe linux_note_map(map.start, map.size, path)
    }

    /// Forgets the map, before the environment is closed or its map is moved.
    func forget() { linux_forget_map(start.load(ordering: .relaxed)) }

    /// Throws `corrupted` if bytes that begin in the map do not end within the file. Changed pages of a write transaction are
    /// outside the map, and are not checked.
    ///
    /// Unsafe: reads where the value lies, and not the value.
    @unsafe
    @inline(__always)
    func check(_ value: MDB_val, _ table: Table) throws(LMDBError) {
        let offset = UInt(bitPattern: unsafe value.mv_data) &- start.load(ordering: .relaxed)
        guard offset < size.load(ordering: .relaxed) else { return }
        let (end, isTooLong) = unsafe offset.addingReportingOverflow(UInt(value.mv_size))
        if !isTooLong, end <= known.load(ordering: .relaxed) { return }
        try look(end, isTooLong, table)
    }

    /// Reads the present length of the file.
    private func look(_ end: UInt, _ isTooLong: Bool, _ table: Table) throws(LMDBError) {
        var status = stat()
        let length = unsafe fstat(file, &status) == 0 ? UInt(status.st_size) : 0
        known.store(length, ordering: .relaxed)
        guard isTooLong || end > length else { return }
        throw LMDBError(
            .corrupted, in: "reading \(table.name)",
            message: "\(path) is damaged: a value should end \(isTooLong ? "beyond all memory" : "at byte \(end)"), "
                + "but the file has \(length) bytes")
    }
}

/// A mapping of a file in this process.
private struct MappedFile {
    let start: UInt
    let size: UInt

    /// Finds the mapping of an open file in `/proc/self/maps` (proc(5)), because LMDB does not tell its address; nil if there
    /// is none.
    init?(descriptor: Int32) {
        var status = stat()
        guard descriptor >= 0, unsafe fstat(descriptor, &status) == 0 else { return nil }
        let device = (major: linux_major(status.st_dev), minor: linux_minor(status.st_dev))
        var found: (UInt, UInt)?
        for line in Self.lines() {
            // START-END PERMISSIONS OFFSET MAJOR:MINOR INODE PATH
            let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard words.count >= 5, UInt64(words[4]) == UInt64(status.st_ino), UInt64(words[2], radix: 16) == 0 else {
                continue
            }
            let numbers = words[3].split(separator: ":").map { UInt32($0, radix: 16) }
            let ends = words[0].split(separator: "-").map { UInt($0, radix: 16) }
            guard numbers == [device.major, device.minor], ends.count == 2, let start = ends[0], let end = ends[1]
            else {
                continue
            }
            found = (start, end - start)
        }
        guard let found else { return nil }
        (start, size) = found
    }

    private static func lines() -> [Substring] {
        // Unsafe: `open` is variadic in C; `read` writes at most as many bytes as it is told.
        let descriptor = unsafe open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(descriptor, &piece, piece.count)
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
