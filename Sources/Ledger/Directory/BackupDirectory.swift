import Glibc

/// A directory that holds backups, each a directory of files in it.
public struct BackupDirectory: Sendable {
    /// Its true path.
    let path: String

    /// The directory that a person named, which must be there.
    public init(_ named: String) throws(LedgerError) { path = try TruePath(named).path }

    /// The directory that is to hold `path`.
    init(holding path: String) throws(LedgerError) {
        let parts = path.split(separator: "/").dropLast()
        try self.init((path.hasPrefix("/") ? "/" : "./") + parts.joined(separator: "/"))
    }

    /// The names in it, in order.
    public func names() throws(LedgerError) -> [String] { try Files.names(in: path).sorted() }

    /// When a backup last changed, in seconds since 1970.
    public func changed(_ name: String) throws(LedgerError) -> Int { try Files.changed(path + "/" + name) }

    /// Takes a backup away: its files, and the directory. A link in its place is taken away, and not what it leads to.
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
