import Crypto
import Glibc

/// The files of the keys, and the places in which the office's key is looked for.
///
/// These are the directory of credentials that a service manager passes (systemd.exec(5), `LoadCredential=`), if it passes one,
/// and the directory of the keys.
struct KeyFiles: Sendable {
    let directory: String
    let credentials: String?

    /// The file of the office's key that labd creates and replaces.
    var office: String { directory + "/office.key" }
    /// A new office key, while everything is being wrapped again.
    var nextOffice: String { directory + "/office.key.new" }
    /// The seed of the log's signing key.
    var log: String { passed("log.key") ?? directory + "/log.key" }
    var tables: String { directory + "/data.mdb" }
    /// The tables that were replaced, while they are being overwritten.
    var discarded: String { directory + "/discarded.mdb" }
    /// An office key that was replaced, while it is being overwritten.
    var discardedOffice: String { directory + "/discarded.key" }
    /// The files of a restore that is under way or was interrupted.
    var restoring: KeyFiles { KeyFiles(directory: directory + ".restoring", credentials: nil) }
    /// The temporary directory in which a new file of the tables is created.
    var workshop: String { directory + "/rewriting" }

    /// A file that the service manager passes.
    func passed(_ name: String) -> String? {
        guard let credentials else { return nil }
        // If the directory cannot be found, its name is kept as given, so that opening it reports why.
        let path = ((try? ResolvedPath(credentials).path) ?? credentials) + "/" + name
        return Files.exists(path) ? path : nil
    }

    /// The possible files of the office's key, the likeliest first.
    var officeCandidates: [String] { [passed("office.key"), office, nextOffice].compactMap { $0 } }

    /// Reads the 32 bytes of a key's file.
    static func read(_ path: String) throws(LedgerError) -> [UInt8] {
        guard Files.exists(path) else {
            throw .keysUnavailable(detail: "\(path) is missing, although there are keys of the same log; put it back")
        }
        let descriptor = try Files.open(path, O_RDONLY)
        defer { close(descriptor) }
        let bytes = Files.read(descriptor, atMost: 33)
        guard bytes.count == 32 else { throw .keysUnavailable(detail: "\(path) does not have 32 bytes; put it back") }
        return bytes
    }

    /// The name under which a key's file is created. It differs from ``nextOffice``, which may be in use.
    static func unfinished(_ path: String) -> String { path + ".partial" }

    /// Returns whether a key's file is missing, or contains only what an interrupted creation left.
    ///
    /// - Throws: `unsafeFile` if it is not a file of labd; `file`.
    static func isUnmade(_ path: String) throws(LedgerError) -> Bool {
        guard Files.exists(path) else { return true }
        let descriptor = try Files.open(path, O_RDONLY)
        defer { close(descriptor) }
        return try Files.size(descriptor, path) < 32
    }

    /// Creates a key's file with 32 random bytes, durably, and returns them.
    static func make(_ path: String) throws(LedgerError) -> [UInt8] {
        var bytes: [UInt8] = []
        var random = RandomPool()
        random.append(32, to: &bytes)
        try put(bytes, in: path)
        return bytes
    }

    /// Creates a key's file, durably.
    static func put(_ key: [UInt8], in path: String) throws(LedgerError) {
        try Files.make(path, key, by: unfinished(path), isDurable: true, isSecret: true)
    }
}

/// The state of the office's key, which wraps all other keys.
enum OfficeKey {
    /// The key is available and opens the tables; it was read from `file`.
    case present(SymmetricKey, file: String)
    /// The key is missing, for this reason. Nothing can be sealed or opened, but keys can be destroyed.
    case absent(reason: String)

    func key() throws(LedgerError) -> SymmetricKey {
        switch self {
        case .present(let key, _): return key
        case .absent(let reason): throw .keysUnavailable(detail: reason)
        }
    }
}
