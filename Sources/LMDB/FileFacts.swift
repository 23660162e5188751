import Glibc

/// What lies at a name on the disk, without following a link, and whether it may be used as labd's own file.
///
/// Whoever may write a directory can put anything at a name in it: a link to another's file, a pipe that nobody writes
/// to, another's file under a second name. This is the one judge of all that.
package struct FileFacts: Sendable {
    /// What should be at the name.
    package enum Kind: Sendable {
        case file
        case directory
    }

    private let mode: UInt32
    /// The id of the account that owns it.
    package let owner: UInt32
    private let names: Int

    /// Looks at a name in an open directory, or at a path (`AT_FDCWD`); nil with `errno` set if nothing can be seen
    /// there.
    package init?(at name: String, in directory: Int32 = AT_FDCWD) {
        var status = stat()
        guard unsafe fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    /// Looks at what is open; nil with `errno` set if that fails.
    package init?(of descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        mode = UInt32(status.st_mode)
        owner = UInt32(status.st_uid)
        names = Int(status.st_nlink)
    }

    private var type: UInt32 { mode & UInt32(S_IFMT) }

    /// Whether it is a directory.
    package var isDirectory: Bool { type == UInt32(S_IFDIR) }
    /// Whether it is a regular file.
    package var isFile: Bool { type == UInt32(S_IFREG) }
    /// Whether it is a symbolic link.
    package var isLink: Bool { type == UInt32(S_IFLNK) }
    /// Whether every account may replace what is in this directory.
    package var isOpenToAll: Bool { isDirectory && mode & 0o002 != 0 && mode & UInt32(S_ISVTX) == 0 }

    /// Why it may not be used, and what to do, to follow the path in a sentence; nil if it may.
    ///
    /// - Parameters:
    ///   - owners: the accounts it may belong to; nil for any.
    ///   - isWritten: that its content is to be changed in place, so that it may have no second name elsewhere.
    package func fault(as kind: Kind, of owners: [UInt32]?, isWritten: Bool = false) -> String? {
        let isRight = kind == .file ? isFile : isDirectory
        guard isRight else {
            let wanted = kind == .file ? "a file" : "a directory"
            return "is \(word), where labd has \(wanted); labd does not touch it: find out who put it there, "
                + "and remove it"
        }
        if let owners, !owners.contains(owner) {
            let wanted = owners.map(Self.account).joined(separator: " or ")
            return "belongs to \(Self.account(owner)), not to \(wanted); labd does not touch it: "
                + "find out who put it there, and remove it or change its owner (chown)"
        }
        if isWritten, kind == .file, names > 1 {
            return "has \(names) names (hard links), one of which may be another's; labd does not touch it: "
                + "find out who made them, and remove it or the others"
        }
        return nil
    }

    private var word: String {
        switch type {
        case UInt32(S_IFLNK): "a symbolic link"
        case UInt32(S_IFDIR): "a directory"
        case UInt32(S_IFREG): "a file"
        case UInt32(S_IFIFO): "a named pipe"
        case UInt32(S_IFSOCK): "a socket"
        default: "a device"
        }
    }

    /// An account as people know it.
    package static func account(_ user: UInt32) -> String {
        AccountEntry(of: user).map { "the account \($0.name)" } ?? "the account with the number \(user)"
    }
}

/// What the system knows of an account (getpwuid(3)).
package struct AccountEntry: Sendable {
    /// Its name.
    package let name: String
    /// The number of its own group.
    package let group: UInt32

    /// Looks an account up by its number; nil for one that the system does not know.
    package init?(of user: UInt32) {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        // Unsafe: getpwuid_r(3) writes into `entry` and `buffer`, both alive here, and sets `found` to `entry` or null.
        let code = unsafe getpwuid_r(user, &entry, &buffer, buffer.count, &found)
        guard code == 0, unsafe found != nil, let name = unsafe entry.pw_name else { return nil }
        self.name = unsafe String(cString: name)
        group = unsafe UInt32(entry.pw_gid)
    }
}
