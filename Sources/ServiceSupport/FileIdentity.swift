import Glibc

/// Which file a path names: its device and its inode (stat(2)). Links are not followed.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// The file at `path`; nil if there is none.
    package init?(at path: String) {
        var status = stat()
        // lstat(2) reads the path only, and writes into `status`.
        guard unsafe lstat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}
