internal import Glibc
internal import SystemPackage

/// An open directory, and the files in it.
///
/// Once opened, it stays the same directory, whatever replaces its path. Links in it are not followed: root may work in a
/// directory of another account, which must not be able to lead it elsewhere. A written file replaces its name in one step, and
/// the target of a link is not changed. The calls are C's: swift-system does not have openat(2) and its like, and does not list
/// directories.
final class Folder: Sendable {
    let path: String
    private let number: Int32

    /// Opens the directory that a person named, which may be over links.
    init(_ path: String) throws(Failure) {
        self.path = path
        // `open` is variadic in C, and takes a path that lives as long as the call; so do the calls below.
        number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if number < 0 {
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be opened: \(systemError())", it: "\(path) non si può aprire: \(systemError())"))
        }
    }

    /// Makes the directory, which must not exist, for its owner alone.
    convenience init(making path: String) throws(Failure) {
        // `mkdir` takes a path that lives as long as the call.
        guard unsafe mkdir(path, 0o700) == 0 else {
            throw Failure(
                .usage,
                localized("\(path) cannot be made: \(systemError())", it: "\(path) non si può creare: \(systemError())")
            )
        }
        try self.init(path)
    }

    deinit { close(number) }

    /// The names in it, in order.
    func names() throws(Failure) -> [String] {
        // `closedir` closes the copy.
        let copy = openat(".", O_RDONLY | O_DIRECTORY)
        guard copy >= 0, let listing = unsafe fdopendir(copy) else {
            if copy >= 0 { close(copy) }
            throw Failure(
                .refused,
                localized(
                    "\(path) cannot be listed: \(systemError())", it: "\(path) non si può elencare: \(systemError())"))
        }
        defer { unsafe closedir(listing) }
        var names: [String] = []
        while let entry = unsafe readdir(listing) {
            // The name ends with a zero, and stays until the next call.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Returns whether the name is free; false also if that cannot be determined.
    func lacks(_ name: String) -> Bool {
        var status = stat()
        return unsafe fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT
    }

    /// Opens a regular file for reading.
    func read(_ name: String) throws(Failure) -> Descriptor {
        let file = openat(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            let reason =
                errno == ELOOP
                ? localized(
                    "it is a symbolic link, which labctl does not follow here",
                    it: "è un collegamento simbolico, che qui labctl non segue") : systemError()
            throw Failure(
                .usage,
                localized(
                    "\(path)/\(name) cannot be read: \(reason)", it: "\(path)/\(name) non si può leggere: \(reason)"))
        }
        let descriptor = Descriptor(FileDescriptor(rawValue: file))
        guard descriptor.size != nil else {
            descriptor.close()
            throw Failure(
                .usage,
                localized(
                    "\(path)/\(name) cannot be read: it is not a file",
                    it: "\(path)/\(name) non si può leggere: non è un file"))
        }
        return descriptor
    }

    /// All bytes of a regular file.
    func contents(of name: String) throws(Failure) -> [UInt8] {
        let file = try read(name)
        defer { file.close() }
        return try file.readAll()
    }

    /// Makes a file of these bytes that must not be there yet, whole and durable, for its owner alone.
    func create(_ name: String, _ bytes: [UInt8]) throws(Failure) {
        let made = openat(name, O_WRONLY | O_CREAT | O_EXCL)
        guard made >= 0 else {
            throw Failure(
                .usage,
                localized(
                    "\(path)/\(name) cannot be made: \(systemError())",
                    it: "\(path)/\(name) non si può creare: \(systemError())"))
        }
        let file = Descriptor(FileDescriptor(rawValue: made))
        defer { file.close() }
        try file.write(bytes)
        try file.sync()
        guard fsync(number) == 0 else {
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be made durable: \(systemError())",
                    it: "\(path) non si può rendere durevole: \(systemError())"))
        }
    }

    /// Puts a file of these bytes in the place of another, so that a crash leaves the one or the other.
    func replace(_ name: String, _ bytes: [UInt8]) throws(Failure) {
        let new = name + ".new"
        if !lacks(new) { try remove(new) }
        try create(new, bytes)
        guard unsafe renameat(number, new, number, name) == 0 else {
            throw Failure(
                .usage,
                localized(
                    "\(path)/\(name) cannot be written: \(systemError())",
                    it: "\(path)/\(name) non si può scrivere: \(systemError())"))
        }
        guard fsync(number) == 0 else {
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be made durable: \(systemError())",
                    it: "\(path) non si può rendere durevole: \(systemError())"))
        }
    }

    /// Removes a file; if it is a link, removes the link and not its target.
    func remove(_ name: String) throws(Failure) {
        guard unsafe unlinkat(number, name, 0) == 0 else {
            throw Failure(
                .refused,
                localized(
                    "\(path)/\(name) cannot be removed: \(systemError())",
                    it: "\(path)/\(name) non si può rimuovere: \(systemError())"))
        }
    }

    private func openat(_ name: String, _ flags: Int32) -> Int32 {
        unsafe Glibc.openat(number, name, flags | O_CLOEXEC, 0o600)
    }
}
