import Glibc

/// Checks `data.mdb` before it is mapped, because access to a page beyond the end of a mapped file raises SIGBUS instead of an
/// error.
///
/// The layout is data version 1 of LMDB 0.9 on a 64-bit machine (`mdb.c`, `MDB_page`, `MDB_meta`, `MDB_db`, `MDB_node`). The
/// file is opened and closed before LMDB opens it: a later `close` would drop its locks.
struct DataFile: ~Copyable {
    private static let headerSize = 16
    private static let metaSize = headerSize + 136
    private static let bigDataFlag: UInt16 = 0x01
    private static let branchFlag: UInt16 = 0x01

    private let descriptor: Int32
    private let size: Int

    /// The newer of the two meta pages.
    private struct Meta {
        var pageSize: Int
        var freeListRoot: UInt64
        var lastPage: UInt64
        var transaction: UInt64
    }

    /// Throws `truncated` if pages in use are missing at the end of the file. A file that is absent, empty or not an LMDB file
    /// passes: `mdb_env_open` creates it or reports what it is.
    static func check(inDirectory directory: String) throws(LMDBError) {
        // Unsafe: `open` is variadic in C, and takes a path that lives as long as the call.
        let descriptor = unsafe open(directory + "/data.mdb", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw LMDBError(number: errno, in: "open data.mdb")
        }
        defer { close(descriptor) }
        do {
            try DataFile(descriptor: dup(descriptor), size: Int(lseek(descriptor, 0, SEEK_END))).check()
        } catch  where error.code == .truncated {
            // A writer may have extended the file after its size was read and before its meta pages were read.
            try DataFile(descriptor: dup(descriptor), size: Int(lseek(descriptor, 0, SEEK_END))).check()
        }
    }

    private init(descriptor: Int32, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    deinit { close(descriptor) }

    private func check() throws(LMDBError) {
        guard size > 0, let first = meta(at: 0) else { return }
        guard let second = meta(at: first.pageSize) else { throw truncated(needing: 2 * first.pageSize) }
        let newest = second.transaction > first.transaction ? second : first
        let pages = UInt64(size / newest.pageSize)
        guard newest.lastPage >= pages else { return }
        // Pages that a transaction allocated at the end and freed before it committed are never written. They may be missing,
        // and are then in the list of free pages.
        let missing = newest.lastPage - pages + 1
        guard missing <= 100_000, freePages(in: newest, from: pages)?.count == Int(missing) else {
            throw truncated(needing: Int(newest.lastPage + 1) * newest.pageSize)
        }
    }

    private func truncated(needing needed: Int) -> LMDBError {
        LMDBError(
            .truncated, in: "mdb_env_open", message: "data.mdb has \(size) bytes, but its meta page speaks of \(needed)"
        )
    }

    private func meta(at offset: Int) -> Meta? {
        guard let page = bytes(at: offset, count: Self.metaSize), page.number(16, 4) == 0xBEEF_C0DE else { return nil }
        let pageSize = Int(page.number(40, 4))
        guard pageSize >= 256, pageSize <= 65_536, pageSize & (pageSize - 1) == 0 else { return nil }
        return Meta(
            pageSize: pageSize, freeListRoot: page.number(80, 8), lastPage: page.number(136, 8),
            transaction: page.number(144, 8))
    }

    /// Returns the free pages from `first` on; nil if the list cannot be read.
    private func freePages(in meta: Meta, from first: UInt64) -> Set<UInt64>? {
        var found: Set<UInt64> = []
        var waiting = meta.freeListRoot == .max ? [] : [meta.freeListRoot]
        var seen = 0
        while let number = waiting.popLast() {
            seen += 1
            guard seen < 1_000_000, number < meta.lastPage,
                let page = bytes(at: Int(number) * meta.pageSize, count: meta.pageSize)
            else { return nil }
            let isBranch = UInt16(page.number(10, 2)) & Self.branchFlag != 0
            let lower = Int(page.number(12, 2))
            guard lower >= Self.headerSize, lower <= meta.pageSize else { return nil }
            for slot in stride(from: Self.headerSize, to: lower, by: 2) {
                let node = Int(page.number(slot, 2))
                guard node + 8 <= meta.pageSize else { return nil }
                if isBranch {
                    waiting.append(page.number(node, 6))
                } else {
                    guard let list = record(at: node, of: page, meta.pageSize), list.count >= 8 else { return nil }
                    let count = Int(clamping: list.number(0, 8))
                    guard count <= list.count / 8 - 1 else { return nil }
                    for entry in stride(from: 8, to: 8 * (count + 1), by: 8) {
                        let page = list.number(entry, 8)
                        if page >= first { found.insert(page) }
                    }
                }
            }
        }
        return found
    }

    /// Returns the data of a leaf's node, which is in the page or in overflow pages.
    private func record(at node: Int, of page: [UInt8], _ pageSize: Int) -> [UInt8]? {
        let size = Int(page.number(node, 4))
        let start = node + 8 + Int(page.number(node + 6, 2))
        if UInt16(page.number(node + 4, 2)) & Self.bigDataFlag != 0 {
            guard start + 8 <= pageSize else { return nil }
            let overflow = page.number(start, 8)
            guard overflow < UInt64(self.size / pageSize) else { return nil }
            return bytes(at: Int(overflow) * pageSize + Self.headerSize, count: size)
        }
        guard start + size <= pageSize else { return nil }
        return Array(page[start..<start + size])
    }

    private func bytes(at offset: Int, count: Int) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= size - count else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        // Unsafe: `pread` writes only into the array's memory, at most its count.
        let read = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
        }
        return read == count ? bytes : nil
    }
}

extension [UInt8] {
    /// Returns the little-endian number of `width` bytes at `offset`, which the caller has checked to be inside.
    fileprivate func number(_ offset: Int, _ width: Int) -> UInt64 {
        self[offset..<offset + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
