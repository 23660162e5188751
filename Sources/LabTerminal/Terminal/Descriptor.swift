internal import Glibc

/// An open file, a pipe or a terminal, read and written in bytes as they are.
///
/// The standard library reads standard input as text only, mending what is not UTF-8; what is imported must arrive as
/// it was written, faults and all.
struct Descriptor: Sendable {
    static let standardInput = Descriptor(number: 0)
    static let standardOutput = Descriptor(number: 1)
    static let standardError = Descriptor(number: 2)

    private let number: Int32

    /// What is open already.
    init(number: Int32) {
        self.number = number
    }

    /// Opens a file for reading.
    ///
    /// - Throws: `Failure` of usage, with what the system said.
    init(reading path: String) throws(Failure) {
        // `open` is variadic in C; without O_CREAT it takes no further argument.
        number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if number < 0 { throw Failure(.usage, "\(path) cannot be read: \(systemError())") }
    }

    /// Makes a file, or empties one of this account's, readable by its owner alone.
    ///
    /// A link is not followed, a pipe not waited for, and no file changed that is another account's or has a second name:
    /// who works as root in another's directory must not overwrite what that account chooses.
    init(writing path: String) throws(Failure) {
        number = unsafe open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        if number < 0 {
            let reason = errno == ELOOP ? "it is a symbolic link; name another file" : systemError()
            throw Failure(.usage, "\(path) cannot be written: \(reason)")
        }
        var status = stat()
        guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_nlink == 1, ftruncate(number, 0) == 0
        else {
            _ = Glibc.close(number)
            throw Failure(
                .usage, "\(path) cannot be written: it is not a file of this account's alone; name another file")
        }
    }

    /// Makes a file that must not be there yet, readable by its owner alone.
    init(creating path: String) throws(Failure) {
        number = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if number < 0 { throw Failure(.usage, "\(path) cannot be made: \(systemError())") }
    }

    /// Makes a temporary file without a name, readable by its owner alone: it is gone once it is closed, however the
    /// program ends.
    init(temporaryFor purpose: String) throws(Failure) {
        let directory = Environment["TMPDIR"] ?? "/tmp"
        var path = Array("\(directory)/labctl-XXXXXX".utf8CString)
        // `mkstemp` writes the name into the array, which ends with a zero, and makes the file for its owner alone.
        let made = unsafe path.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let name = buffer.baseAddress else { return -1 }
            let made = unsafe mkstemp(name)
            if made >= 0 { unsafe unlink(name) }
            return made
        }
        number = made
        if number < 0 {
            throw Failure(
                .usage,
                "\(purpose) needs a temporary file, and none can be made in \(directory): \(systemError()); "
                    + "set TMPDIR to a directory that can be written to")
        }
    }

    /// A temporary file without a name that holds these bytes, to be read from its beginning.
    init(holding bytes: [UInt8]) throws(Failure) {
        try self.init(temporaryFor: "the import of a sheet")
        try write(bytes)
        lseek(number, 0, SEEK_SET)
    }

    /// Whether a person is at the other end.
    var isTerminal: Bool { isatty(number) == 1 }

    /// The bytes of a regular file, nil of anything else.
    ///
    /// Asked of the file, not found by seeking: someone else may be reading it on.
    var size: Int? {
        var status = stat()
        guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// What is there, at most `limit` bytes, waiting for the first; empty at the end. Blocks its thread.
    func read(atMost limit: Int) throws(Failure) -> [UInt8] {
        var result = 0
        // `read` writes at most `limit` bytes into the array's own storage, and says how many.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            repeat { result = unsafe Glibc.read(number, buffer.baseAddress, limit) } while result < 0 && errno == EINTR
            count = max(0, result)
        }
        if result < 0 { throw Failure(.usage, "the input cannot be read on: \(systemError())") }
        return bytes
    }

    /// All of the rest. Blocks its thread.
    func readAll() throws(Failure) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try read(atMost: 65_536)
            if piece.isEmpty { return all }
            all += piece
        }
    }

    /// Fills the array with the bytes of a regular file from `offset` on, and says how many there are. The place where
    /// the file is read on does not move, so many threads may read.
    func read(at offset: Int, into bytes: inout [UInt8]) throws(Failure) -> Int {
        var filled = 0
        while filled < bytes.count {
            // `pread` writes into the array's own storage, behind what is filled and not beyond its end.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    number, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled, offset + filled)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw Failure(.usage, "the file cannot be read on: \(systemError())") }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Writes all of it.
    func write(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The slice is alive during the call, which reads no further than its count.
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EPIPE && number == Self.standardOutput.number {
                endAsUnread()
            } else if errno != EINTR {
                throw Failure(.usage, "the output cannot be written on: \(systemError())")
            }
        }
    }

    /// Takes the file's lock, which goes with it; false if another process has it (flock(2)).
    func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

    /// Makes what was written durable.
    func sync() throws(Failure) {
        guard fsync(number) == 0 else { throw Failure(.usage, "the output cannot be made durable: \(systemError())") }
    }

    /// Gives the file back to the system.
    func close() {
        _ = Glibc.close(number)
    }
}

/// Ends as programs do whose output nobody reads any more: by SIGPIPE, which NIO has the process ignore.
private func endAsUnread() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    // The signal may be blocked by whoever started the process.
    _exit(128 + SIGPIPE)
}

/// What the system says of the call that failed last.
func systemError() -> String {
    // `strerror` gives a string of the C library's own, never nil.
    unsafe String(cString: strerror(errno))
}
