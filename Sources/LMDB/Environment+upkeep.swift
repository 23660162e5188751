import CLMDB
import Glibc

extension Environment {
    /// How much room there is and who uses it.
    public struct Room: Sendable, Hashable {
        /// Bytes that the map can hold.
        public let mapSize: Int
        /// Bytes up to the end of the last page ever used; free pages before it are not subtracted.
        public let used: Int
        /// Slots of the reader table in use or used before.
        public let readers: Int
        /// The number of the last committed write transaction.
        public let lastTransaction: Int
    }

    /// The room as it is now.
    public func room() -> Room {
        var info = unsafe MDB_envinfo()
        var stat = MDB_stat()
        gate.enter()
        // Unsafe: both fill a structure of ours; they fail only for a nil argument.
        unsafe mdb_env_info(handle, &info)
        unsafe mdb_env_stat(handle, &stat)
        gate.leave()
        return unsafe Room(
            mapSize: info.me_mapsize, used: (info.me_last_pgno + 1) * Int(stat.ms_psize),
            readers: Int(info.me_numreaders), lastTransaction: info.me_last_txnid)
    }

    /// Whether there is an environment in the directory, or what was begun of one: not where there is no `data.mdb`, or only what
    /// a making that was broken off left of it, which holds nothing.
    public static func isBegun(inDirectory directory: String) -> Bool { DataFile.isBegun(inDirectory: directory) }

    /// Whether LMDB has given the environment up, as it does after a meta page could not be written: "MDB_PANIC - a fatal error
    /// occurred earlier and the environment must be shut down." Then nothing can be read either.
    public var isGivenUp: Bool {
        do {
            _ = try beginRead()
            return false
        } catch {
            return error.code == .panic
        }
    }

    /// Makes the map `size` bytes large, once the transactions that are open have ended; new ones wait meanwhile.
    ///
    /// A thread that has a transaction open must not call this, nor open a second one while another thread may:
    /// it would wait for itself.
    public func grow(to size: Int) throws(LMDBError) {
        // Unsafe: the gate keeps "no transactions are active in this process", which `lmdb.h` asks for.
        let result = gate.whileNoneIsOpen(waiting: true) { unsafe move(to: size) }
        try LMDBError.check(result ?? 0, "mdb_env_set_mapsize")
    }

    /// As ``grow(to:)``, but only if no transaction is open at this moment; else false, and nothing was done.
    public func growIfIdle(to size: Int) throws(LMDBError) -> Bool {
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

    /// The numbers of the transactions that open read transactions see, of all processes; one for each that is open.
    public func readers() throws(LMDBError) -> [Int] {
        final class Lines { var numbers: [Int] = [] }
        let lines = Lines()
        gate.enter()
        defer { gate.leave() }
        // Unsafe: the callback gets the object back that lives here for as long as the call; its text ends with a zero.
        // A line is "pid thread txnid", the last a dash for a slot that nobody uses ("mdb_reader_list: Dump the entries in
        // the reader lock table").
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

    /// Frees the reader slots of processes that died, and answers how many. Without this, the pages that they were
    /// reading are never used again and the file grows.
    @discardableResult
    public func clearStaleReaders() throws(LMDBError) -> Int {
        var dead: Int32 = 0
        // Unsafe: fills a number of ours.
        try LMDBError.check(unsafe mdb_reader_check(handle, &dead), "mdb_reader_check")
        return Int(dead)
    }

    /// Copies the environment as of now into `directory`, which must exist and have no `data.mdb`; `compacting`
    /// leaves out free pages. Writing goes on meanwhile; growing waits. The copy is not synced to disk.
    public func copy(toDirectory directory: String, compacting: Bool) throws(LMDBError) {
        let path = directory + "/data.mdb"
        // Not by mdb_env_copy2, which follows links. Unsafe: `open` is variadic in C, and takes a path that lives as long as
        // the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LMDBError(number: errno, in: "open \(path)") }
        gate.enter()
        // Unsafe: a C call on two descriptors.
        let result = unsafe mdb_env_copyfd2(handle, descriptor, compacting ? UInt32(MDB_CP_COMPACT) : 0)
        gate.leave()
        // Where an error comes to light only then.
        let closed = close(descriptor) == 0 ? 0 : errno
        try LMDBError.check(result == 0 ? closed : result, "mdb_env_copyfd2 \(path)")
    }
}
