import Glibc

// How labd makes a file: whole under another name, and then in its place in one step. Wherever that is broken off, by a crash or
// a disk without room, the name has all of the bytes or what it had before.

extension Files {
    /// Makes a file, or puts it in the place of the one that is there.
    ///
    /// - Parameters:
    ///   - path: the file's name.
    ///   - unfinished: the name under which it is made; what an earlier call that was broken off left there is cleared away.
    ///   - isDurable: that content and name are on the disk when this returns. Without, a power cut may leave it in pieces.
    ///   - isSecret: that what could not be finished is overwritten, too.
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

    /// As ``make(_:by:isDurable:isSecret:_:)``, of these bytes.
    static func make(
        _ path: String, _ bytes: [UInt8], by unfinished: String? = nil, isDurable: Bool = false, isSecret: Bool = false
    ) throws(LedgerError) {
        try make(path, by: unfinished, isDurable: isDurable, isSecret: isSecret) { descriptor throws(LedgerError) in
            try write(descriptor, bytes, path: path)
        }
    }

    /// The directory that holds a name.
    static func directory(of path: String) -> String {
        let parts = path.split(separator: "/").dropLast()
        return (path.hasPrefix("/") ? "/" : "./") + parts.joined(separator: "/")
    }
}
