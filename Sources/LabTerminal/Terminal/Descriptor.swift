internal import Glibc
internal import SystemPackage

/// An open file, a pipe or a terminal, from which bytes are read and written unchanged.
///
/// The standard library reads standard input only as text and repairs what is not UTF-8, but imported bytes must arrive
/// unchanged, including their faults. The calls are swift-system's but for those that it does not have: mkstemp(3), fsync(2),
/// flock(2) and isatty(3).
struct Descriptor: Sendable {
    static let standardInput = Descriptor(.standardInput)
    static let standardOutput = Descriptor(.standardOutput)
    static let standardError = Descriptor(.standardError)

    private let file: FileDescriptor

    /// What is open already.
    init(_ file: FileDescriptor) {
        self.file = file
    }

    /// Opens a file for reading.
    ///
    /// - Throws: `Failure` of usage, with what the system said.
    init(reading path: String) throws(Failure) {
        file = try system(localized("\(path) cannot be read", it: "\(path) non si può leggere")) { () throws in
            try .open(FilePath(path), .readOnly, options: .closeOnExec)
        }
    }

    /// Makes a file, or empties one of this account's, readable by its owner alone.
    ///
    /// It does not follow a link, does not wait for a pipe, and does not change a file that belongs to another account or has a
    /// second name: root must not overwrite a file that another account chose.
    init(writing path: String) throws(Failure) {
        do {
            file = try .open(
                FilePath(path), .writeOnly, options: [.create, .noFollow, .nonBlocking, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch Errno.tooManySymbolicLinkLevels {
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be written: it is a symbolic link; name another file",
                    it: "\(path) non si può scrivere: è un collegamento simbolico; indicare un altro file"))
        } catch {
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be written: \(spoken(error))", it: "\(path) non si può scrivere: \(spoken(error))"))
        }
        do {
            let status = try Stat(file)
            guard status.type == .regular, status.userID.rawValue == geteuid(), status.linkCount == 1 else {
                throw Errno.notPermitted
            }
            try file.resize(to: 0)
        } catch {
            close()
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be written: it is not a file of this account's alone; name another file",
                    it: "\(path) non si può scrivere: non è un file di questo solo account; indicare un altro file"))
        }
    }

    /// Makes a file that must not be there yet, readable by its owner alone.
    init(creating path: String) throws(Failure) {
        file = try system(localized("\(path) cannot be made", it: "\(path) non si può creare")) { () throws in
            try .open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
        }
    }

    /// Creates a temporary file without a name, readable only by its owner, which is removed when it is closed, however the
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
        guard made >= 0 else {
            throw Failure(
                .usage,
                localized(
                    "\(purpose) needs a temporary file, and none can be made in \(directory): \(systemError()); "
                        + "set TMPDIR to a directory that can be written to",
                    it:
                        "per \(purpose) serve un file temporaneo, e in \(directory) non si può creare: \(systemError()); "
                        + "indicare in TMPDIR una cartella in cui si può scrivere"))
        }
        file = FileDescriptor(rawValue: made)
    }

    /// A temporary file without a name that holds these bytes, to be read from its beginning.
    init(holding bytes: [UInt8]) throws(Failure) {
        try self.init(temporaryFor: localized("the import of a sheet", it: "l'importazione di un foglio"))
        try write(bytes)
        try rewind()
    }

    private func rewind() throws(Failure) {
        _ = try system(localized("the input cannot be read", it: "l'ingresso non si può leggere")) { () throws in
            try file.seek(offset: 0, from: .start)
        }
    }

    /// A path to the open file, whatever its name is or was, for a library of this process that opens files by their path.
    var path: String { "/proc/self/fd/\(file.rawValue)" }

    /// Whether the other end is a terminal.
    var isTerminal: Bool { isatty(file.rawValue) == 1 }

    /// The size of the terminal at the other end, in characters; nil if it does not say so.
    var windowSize: (columns: Int, lines: Int)? {
        var size = winsize()
        // Unsafe: `ioctl` is variadic in C; this request writes a `winsize`.
        guard unsafe ioctl(file.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Whether the other end is a pipe.
    var isPipe: Bool { (try? Stat(file))?.type == .fifo }

    /// The bytes of a regular file, nil of anything else.
    ///
    /// The size is asked from the file and not found by seeking, because somebody else may be reading from it.
    var size: Int? {
        guard let status = try? Stat(file), status.type == .regular else { return nil }
        return Int(status.size)
    }

    /// What is there, at most `limit` bytes, waiting for the first; empty at the end. Blocks its thread.
    func read(atMost limit: Int) throws(Failure) -> [UInt8] {
        try system(localized("the input cannot be read on", it: "l'ingresso non si può leggere oltre")) { () throws in
            // Unsafe: the call writes at most the buffer's size into the array's own storage, and says how much.
            try unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    /// Reads the rest. Blocks its thread.
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
        try system(localized("the file cannot be read on", it: "il file non si può leggere oltre")) { () throws in
            // Unsafe: the call writes behind what is filled and not beyond the array's end.
            try unsafe bytes.withUnsafeMutableBytes { buffer in
                var filled = 0
                while filled < buffer.count {
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                    let count = try unsafe file.read(fromAbsoluteOffset: Int64(offset + filled), into: rest)
                    if count == 0 { break }
                    filled += count
                }
                return filled
            }
        }
    }

    /// Writes all of it.
    func write(_ bytes: [UInt8]) throws(Failure) {
        do { try file.writeAll(bytes) } catch {
            if error as? Errno == .brokenPipe, file == .standardOutput { endAsUnread() }
            throw Failure(
                .usage,
                localized(
                    "the output cannot be written on: \(spoken(error))",
                    it: "l'uscita non si può più scrivere: \(spoken(error))")
            )
        }
    }

    /// Takes the file's lock, which goes with it; false if another process has it.
    func lock() -> Bool { flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 }

    /// Makes what was written durable.
    func sync() throws(Failure) {
        guard fsync(file.rawValue) == 0 else {
            throw Failure(
                .usage,
                localized(
                    "the output cannot be made durable: \(systemError())",
                    it: "l'uscita non si può rendere durevole: \(systemError())"))
        }
    }

    /// Closes the file.
    func close() { try? file.close() }
}

/// Ends as programs do whose output nobody reads any more: by SIGPIPE, which NIO has the process ignore.
private func endAsUnread() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    // The signal may be blocked by whoever started the process.
    _exit(128 + SIGPIPE)
}

/// Makes a system call.
///
/// - Throws: `Failure` of usage, which says `fault` and what the system said.
private func system<Result>(_ fault: String, _ call: () throws -> Result) throws(Failure) -> Result {
    do { return try call() } catch { throw Failure(.usage, "\(fault): \(spoken(error))") }
}

/// What the system says of the call that failed last.
func systemError() -> String { Errno(rawValue: errno).spoken }
