import Glibc
import MachineAccounts

/// What a name on the disk refers to, without following a link, and whether labd may use it as its own file.
///
/// An account that may write to a directory can put anything under a name in it: a link to somebody else's file, a pipe to
/// which nobody writes, a second name of somebody else's file. All checks for these are here.
package struct FileFacts: Sendable {
    /// What should be at the name.
    package enum Kind: Sendable {
        case file
        case directory
    }

    private let mode: UInt32
    /// The id of the account that owns it.
    package let owner: UInt32
    /// The id of its group.
    package let group: UInt32
    private let names: Int

    /// Examines a name in an open directory, or a path (`AT_FDCWD`); nil with `errno` set if that fails.
    package init?(at name: String, in directory: Int32 = AT_FDCWD) {
        var status = stat()
        guard unsafe fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    /// Examines an open descriptor; nil with `errno` set if that fails.
    package init?(of descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        mode = UInt32(status.st_mode)
        owner = UInt32(status.st_uid)
        group = UInt32(status.st_gid)
        names = Int(status.st_nlink)
    }

    private var type: UInt32 { mode & UInt32(S_IFMT) }

    /// Whether it is a directory.
    package var isDirectory: Bool { type == UInt32(S_IFDIR) }
    /// Whether it is a regular file.
    package var isFile: Bool { type == UInt32(S_IFREG) }
    /// Whether it is a symbolic link.
    package var isLink: Bool { type == UInt32(S_IFLNK) }
    /// Whether every account may replace files in this directory.
    package var isOpenToAll: Bool { isDirectory && mode & 0o002 != 0 && mode & UInt32(S_ISVTX) == 0 }

    /// Returns why the file may not be used and what to do, as the end of a sentence that begins with the path; nil if it may
    /// be used.
    ///
    /// - Parameters:
    ///   - kind: what it must be.
    ///   - owners: the accounts to which it may belong; nil for any.
    ///   - isWritten: whether its content is to be changed in place, so that it must not have a second name.
    package func fault(as kind: Kind, of owners: [UInt32]?, isWritten: Bool = false) -> String? {
        let isRight = kind == .file ? isFile : isDirectory
        guard isRight else {
            let wanted = kind == .file ? "a file" : "a directory"
            return "is \(word), where labd needs \(wanted); labd does not touch it: find out who put it there, "
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

    /// Returns the name of an account for people, or its number.
    package static func account(_ user: UInt32) -> String {
        Account(number: user).map { "the account \($0.name)" } ?? "the account with the number \(user)"
    }
}
