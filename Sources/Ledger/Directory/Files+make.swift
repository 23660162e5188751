import Glibc

// Creates files: completely under another name, and then in place in one step. If this is interrupted by a crash or a full
// disk, the name refers either to all of the bytes or to the earlier file.

extension Files {
    /// Creates a file, or replaces the existing one.
    ///
    /// - Parameters:
    ///   - path: the file's name.
    ///   - unfinished: the name under which it is created; the remains of an earlier interrupted call are removed.
    ///   - isDurable: whether content and name are on the disk when this returns. If not, a power cut may leave the file
    ///     incomplete.
    ///   - isSecret: whether an unfinished file is overwritten before it is removed.
    ///   - fill: writes the content.
    static func make(
        _ path: String, by unfinished: String? = nil, isDurable: Bool = false, isSecret: Bool = false,
        _ fill: (_ descriptor: Int32) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let unfinished = unfinished ?? path + ".new"
        func clear() throws(LedgerError) { isSecret ? try discard(unfinished) : try remove(unfinished) }
        try clear()
        do throws(LedgerError) {
            let descriptor = try open(unfinished, O_WRONLY | O_CREAT | O_EXCL)
            defer { close(descriptor) }
            try fill(descriptor)
            if isDurable, fsync(descriptor) != 0 { throw failure("sync", path) }
        } catch {
            try? clear()
            throw error
        }
        try move(unfinished, to: path)
        if isDurable { try sync(directory(of: path)) }
    }

    /// Creates a file of these bytes, like ``make(_:by:isDurable:isSecret:_:)``.
    static func make(
        _ path: String, _ bytes: [UInt8], by unfinished: String? = nil, isDurable: Bool = false, isSecret: Bool = false
    ) throws(LedgerError) {
        try make(path, by: unfinished, isDurable: isDurable, isSecret: isSecret) { descriptor throws(LedgerError) in
            try write(descriptor, bytes, path: path)
        }
    }

    /// Returns the last part of a path; nil if it has no part.
    static func name(of path: String) -> String? { path.split(separator: "/").last.map(String.init) }

    /// Returns the directory that contains a name.
    static func directory(of path: String) -> String {
        let parts = path.split(separator: "/").dropLast()
        return (path.hasPrefix("/") ? "/" : "./") + parts.joined(separator: "/")
    }
}
