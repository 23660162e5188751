import Glibc

/// A directory of backups, each of which is a directory of files.
public struct BackupDirectory: Sendable {
    /// Its path without links.
    let path: String

    /// Opens a directory named by a person, which must exist.
    public init(_ named: String) throws(LedgerError) { path = try ResolvedPath(named).path }

    /// Opens the directory that is to contain `path`.
    init(holding path: String) throws(LedgerError) { try self.init(Files.directory(of: path)) }

    /// Returns the names in the directory, in order.
    public func names() throws(LedgerError) -> [String] { try Files.names(in: path).sorted() }

    /// Returns when a backup last changed, in seconds since 1970.
    public func changed(_ name: String) throws(LedgerError) -> Int { try Files.changed(path + "/" + name) }

    /// Removes a backup: its files, and the directory. If there is a link in its place, the link is removed, and not its
    /// target.
    public func remove(_ name: String) throws(LedgerError) {
        let backup = path + "/" + name
        do throws(LedgerError) {
            for file in try Files.names(in: backup) { try Files.remove(backup + "/" + file) }
            try Files.removeDirectory(backup)
        } catch .unsafeFile {
            try Files.remove(backup)
        }
        try Files.sync(path)
    }
}
