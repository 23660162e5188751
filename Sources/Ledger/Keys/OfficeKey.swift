import Crypto
import Glibc

/// The files of the keys, and where the office's key is looked for.
///
/// In the directory of credentials that a service manager passes (systemd.exec(5), `LoadCredential=`), if it passes one,
/// and in the directory of the keys.
struct KeyFiles: Sendable {
    let directory: String
    let credentials: String?

    /// The file of the office's key that labd makes and replaces.
    var office: String { directory + "/office.key" }
    /// A new office's key, while everything is being wrapped anew.
    var nextOffice: String { directory + "/office.key.new" }
    /// The seed of the log's signing key.
    var log: String { passed("log.key") ?? directory + "/log.key" }
    var tables: String { directory + "/data.mdb" }
    /// What was replaced, while it is being overwritten.
    var discarded: String { directory + "/discarded.mdb" }
    /// An office's key that was replaced, while it is being overwritten.
    var discardedOffice: String { directory + "/discarded.key" }
    /// The files of a restore that is being made beside their place, or was broken off.
    var restoring: KeyFiles { KeyFiles(directory: directory + ".restoring", credentials: nil) }
    /// Where a new file of the tables is made.
    var workshop: String { directory + "/rewriting" }

    /// A file that the service manager passes.
    func passed(_ name: String) -> String? {
        guard let credentials else { return nil }
        // A directory that cannot be found is named as it was given, so that looking into it says why.
        let path = ((try? TruePath(credentials).path) ?? credentials) + "/" + name
        return Files.exists(path) ? path : nil
    }

    /// Where the office's key may be, the likeliest first.
    var officeCandidates: [String] { [passed("office.key"), office, nextOffice].compactMap { $0 } }

    /// The 32 bytes of a key's file.
    static func read(_ path: String) throws(LedgerError) -> [UInt8] {
        guard Files.exists(path) else {
            throw .keysUnavailable(detail: "\(path) is missing beside the keys of the same log; put it back")
        }
        let descriptor = try Files.open(path, O_RDONLY)
        defer { close(descriptor) }
        let bytes = Files.read(descriptor, atMost: 33)
        guard bytes.count == 32 else { throw .keysUnavailable(detail: "\(path) does not have 32 bytes; put it back") }
        return bytes
    }

    /// The name under which a key's file is made. Not that of ``nextOffice``, which is a key that may be in use.
    static func unfinished(_ path: String) -> String { path + ".partial" }

    /// Whether a key's file is not there, or only what a making that was broken off left of it.
    ///
    /// - Throws: `unsafeFile` for what is no file of labd's; `file`.
    static func isUnmade(_ path: String) throws(LedgerError) -> Bool {
        guard Files.exists(path) else { return true }
        let descriptor = try Files.open(path, O_RDONLY)
        defer { close(descriptor) }
        return try Files.size(descriptor, path) < 32
    }

    /// Makes a key's file with 32 random bytes, durably, and answers them.
    static func make(_ path: String) throws(LedgerError) -> [UInt8] {
        var bytes: [UInt8] = []
        var random = RandomPool()
        random.append(32, to: &bytes)
        try put(bytes, in: path)
        return bytes
    }

    /// Makes a key's file, durably.
    static func put(_ key: [UInt8], in path: String) throws(LedgerError) {
        try Files.make(path, key, by: unfinished(path), isDurable: true, isSecret: true)
    }
}

/// What is known of the office's key, under which all others are wrapped.
enum OfficeKey {
    /// It is here, and opens what it should; `file` is where it was read.
    case present(SymmetricKey, file: String)
    /// It is not, and why. Nothing can be sealed or opened; destroying needs no key.
    case absent(reason: String)

    func key() throws(LedgerError) -> SymmetricKey {
        switch self {
        case .present(let key, _): return key
        case .absent(let reason): throw .keysUnavailable(detail: reason)
        }
    }
}
