import CLMDB
import Glibc

extension Environment {
    /// How much space there is, and how much of it is used.
    package struct Usage: Sendable, Hashable {
        /// Bytes that the map can hold.
        package let mapSize: Int
        /// Bytes up to the end of the last page ever used; free pages before it are not subtracted.
        package let used: Int
        /// The number of the last committed write transaction.
        package let lastTransaction: Int
    }

    /// The space as it is now.
    package func usage() -> Usage {
        var info = unsafe MDB_envinfo()
        var stat = MDB_stat()
        gate.enter()
        // Unsafe: both calls fill a local structure; they fail only for a nil argument.
        unsafe mdb_env_info(handle, &info)
        unsafe mdb_env_stat(handle, &stat)
        gate.leave()
        return unsafe Usage(
            mapSize: info.me_mapsize, used: (info.me_last_pgno + 1) * Int(stat.ms_psize),
            lastTransaction: info.me_last_txnid)
    }

    /// Returns whether the directory contains an environment: whether `data.mdb` contains more than an interrupted creation
    /// leaves. LMDB begins the file by writing two pages at once, and no transaction is in the file before that. A page has at
    /// least 4,096 bytes, whatever machine created the file. Also returns true for anything that is not a regular file; opening
    /// it reports that.
    package static func isBegun(inDirectory directory: String) -> Bool {
        var status = stat()
        guard unsafe lstat(directory + "/data.mdb", &status) == 0 else { return errno != ENOENT }
        return UInt32(status.st_mode) & UInt32(S_IFMT) != UInt32(S_IFREG) || Int(status.st_size) >= 2 * 4_096
    }

    /// Whether LMDB has given up the environment, as it does after it could not write a meta page: "MDB_PANIC - a fatal error
    /// occurred earlier and the environment must be shut down." After that, the environment cannot be read either.
    package var isGivenUp: Bool {
        do {
            _ = try beginRead()
            return false
        } catch {
            return error.code == .panic
        }
    }

    /// Resizes the map to `size` bytes once the open transactions have ended; new transactions wait meanwhile.
    ///
    /// A thread that has a transaction open must not call this function, and must not open a second transaction while another
    /// thread may call it: it would wait for itself.
    package func grow(to size: Int) throws(LMDBError) {
        // Unsafe: the gate keeps "no transactions are active in this process", which `lmdb.h` asks for.
        let result = gate.whileNoneIsOpen(waiting: true) { unsafe move(to: size) }
        try LMDBError.check(result ?? 0, "mdb_env_set_mapsize")
    }

    /// Resizes the map like ``grow(to:)`` if no transaction is open at this moment; otherwise returns false and does nothing.
    package func growIfIdle(to size: Int) throws(LMDBError) -> Bool {
        // Unsafe: as above.
        let result = gate.whileNoneIsOpen(waiting: false) { unsafe move(to: size) }
        guard let result else { return false }
        try LMDBError.check(result, "mdb_env_set_mapsize")
        return true
    }

    @unsafe
    private func move(to size: Int) -> Int32 {
        defer { unsafe bounds.find(handle) }
        return unsafe mdb_env_set_mapsize(handle, size)
    }

    /// Returns the numbers of the write transactions whose state the open read transactions of all processes see, one for each.
    package func readers() throws(LMDBError) -> [Int] {
        final class Lines { var numbers: [Int] = [] }
        let lines = Lines()
        gate.enter()
        defer { gate.leave() }
        // Unsafe: the callback gets a pointer to a local object that outlives the call; its text ends with a zero. A line is
        // "pid thread txnid", the last a dash for a slot that nobody uses ("mdb_reader_list: Dump the entries in the reader
        // lock table").
        let result = withExtendedLifetime(lines) {
            unsafe mdb_reader_list(
                handle,
                { text, context in
                    guard let text = unsafe text, let context = unsafe context else { return 0 }
                    let words = unsafe String(cString: text).split(whereSeparator: \.isWhitespace)
                    if words.count == 3, let number = Int(words[2]) {
                        unsafe Unmanaged<Lines>.fromOpaque(context).takeUnretainedValue().numbers.append(number)
                    }
                    return 0
                }, Unmanaged.passUnretained(lines).toOpaque())
        }
        guard result >= 0 else { throw LMDBError(number: result, in: "mdb_reader_list") }
        return lines.numbers
    }

    /// Frees the reader slots of processes that died, and returns how many there were. Without this, the pages that they were
    /// reading are never reused, and the file grows.
    @discardableResult
    package func clearStaleReaders() throws(LMDBError) -> Int {
        var dead: Int32 = 0
        // Unsafe: fills a local number.
        try LMDBError.check(unsafe mdb_reader_check(handle, &dead), "mdb_reader_check")
        return Int(dead)
    }

    /// Copies the present state of the environment into `directory`, which must exist and contain no `data.mdb`; `compacting`
    /// leaves out free pages. Writing continues meanwhile; growing waits. The copy is not synced to disk.
    package func copy(toDirectory directory: String, compacting: Bool) throws(LMDBError) {
        let path = directory + "/data.mdb"
        // mdb_env_copy2 is not used because it follows links. Unsafe: `open` is variadic in C, and takes a path that lives as
        // long as the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LMDBError(number: errno, in: "open \(path)") }
        gate.enter()
        // Unsafe: a C call on two descriptors.
        let result = unsafe mdb_env_copyfd2(handle, descriptor, compacting ? UInt32(MDB_CP_COMPACT) : 0)
        gate.leave()
        // Closing may be the first call that reports an error.
        let closed = close(descriptor) == 0 ? 0 : errno
        try LMDBError.check(result == 0 ? closed : result, "mdb_env_copyfd2 \(path)")
    }
}
