import Glibc
import LMDB

/// Where a path that a person named leads, with its links followed, and through whose hands.
struct TruePath {
    /// The path without links.
    let path: String
    /// The account and group that own what is there, or the directory that is to hold it.
    let owner: UInt32
    let group: UInt32
    /// Whom the directories and links on the way belong to, and where.
    private var hands: [(owner: UInt32, path: String)] = []
    /// A directory on the way in which everybody may put anything in the place of what is there.
    private var openToAll: String?

    /// Follows the path to its end; only the last part may be missing.
    init(_ named: String) throws(LedgerError) {
        var path = ""
        var waiting = Self.parts(try Self.absolute(named))
        var links = 0
        var status = stat()
        guard unsafe lstat("/", &status) == 0 else { throw Files.failure("open", named) }
        var owner = (status.st_uid, status.st_gid)
        while let part = waiting.popLast() {
            if part == "." { continue }
            if part == ".." {
                path = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
                continue
            }
            let next = path + "/" + part
            guard unsafe lstat(next, &status) == 0, let facts = FileFacts(at: next) else {
                guard errno == ENOENT, waiting.isEmpty else { throw Files.failure("open", named) }
                path = next
                break
            }
            if facts.isOpenToAll { openToAll = openToAll ?? next }
            if facts.isLink {
                links += 1
                guard links <= 40 else { throw Files.failure("open", named, ELOOP) }
                hands.append((facts.owner, next))
                let target = try Self.target(of: next)
                if target.hasPrefix("/") { path = "" }
                waiting += Self.parts(target)
                continue
            }
            hands.append((facts.owner, next))
            owner = (status.st_uid, status.st_gid)
            path = next
        }
        self.path = path.isEmpty ? "/" : path
        self.owner = owner.0
        group = owner.1
    }

    /// Refuses a path that others than root and the owner of what is at its end could lead elsewhere.
    func checkHands() throws(LedgerError) {
        if let hand = hands.first(where: { $0.owner != 0 && $0.owner != owner }) {
            throw .unsafeFile(
                path: hand.path,
                detail: "belongs to \(FileFacts.account(hand.owner)), who could lead \(path) elsewhere: name the "
                    + "directory by a way that is root's, or move it to where root's directories lead, such as /var/lib"
            )
        }
        if let openToAll, openToAll != path {
            throw .unsafeFile(
                path: openToAll,
                detail: "can be written by every account, any of which could lead \(path) elsewhere: change that "
                    + "(chmod o-w)")
        }
    }

    /// The last part first.
    private static func parts(_ path: String) -> [String] { path.split(separator: "/").reversed().map(String.init) }

    private static func absolute(_ path: String) throws(LedgerError) -> String {
        if path.hasPrefix("/") { return path }
        // Unsafe: `getcwd` answers a C string of its own, freed here once copied.
        guard let directory = unsafe getcwd(nil, 0) else { throw Files.failure("open", path) }
        defer { unsafe free(directory) }
        return unsafe String(cString: directory) + "/" + path
    }

    private static func target(of link: String) throws(LedgerError) -> String {
        var bytes = [CChar](repeating: 0, count: 4_096)
        // Unsafe: `readlink` writes no more than it is told to, and says how many.
        let count = unsafe readlink(link, &bytes, bytes.count)
        guard count >= 0, count < bytes.count else { throw Files.failure("read link", link) }
        return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
