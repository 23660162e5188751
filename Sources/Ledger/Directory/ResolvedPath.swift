import Glibc
import LMDB

/// The target of a path that a person named, with its links followed, and the owners of everything on the way.
struct ResolvedPath {
    /// The path without links.
    let path: String
    /// The account and group that own the target, or the directory that is to contain it.
    let owner: UInt32
    let group: UInt32
    /// The owners of the directories and links on the way, with their paths.
    private var steps: [(owner: UInt32, path: String)] = []
    /// A directory on the way in which every account may replace files.
    private var openToAll: String?

    /// Follows the path to its end; only the last part may be missing.
    init(_ named: String) throws(LedgerError) {
        var path = ""
        var waiting = Self.parts(try Self.absolute(named))
        var links = 0
        guard var place = FileFacts(at: "/") else { throw Files.failure("open", named) }
        while let part = waiting.popLast() {
            if part == "." { continue }
            if part == ".." {
                path = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
                continue
            }
            let next = path + "/" + part
            guard let facts = FileFacts(at: next) else {
                guard errno == ENOENT, waiting.isEmpty else { throw Files.failure("open", named) }
                path = next
                break
            }
            if facts.isOpenToAll { openToAll = openToAll ?? next }
            if facts.isLink {
                links += 1
                guard links <= 40 else { throw Files.failure("open", named, ELOOP) }
                steps.append((facts.owner, next))
                let target = try Self.target(of: next)
                if target.hasPrefix("/") { path = "" }
                waiting += Self.parts(target)
                continue
            }
            steps.append((facts.owner, next))
            place = facts
            path = next
        }
        self.path = path.isEmpty ? "/" : path
        owner = place.owner
        group = place.group
    }

    /// Refuses a path that accounts other than root and the owner of its target could make lead elsewhere.
    func checkSteps() throws(LedgerError) {
        if let step = steps.first(where: { $0.owner != 0 && $0.owner != owner }) {
            throw .unsafeFile(
                path: step.path,
                detail:
                    "belongs to \(FileFacts.account(step.owner)), which could make \(path) lead elsewhere: name the "
                    + "directory by a path that belongs to root, or move it to such a path, for example below /var/lib"
            )
        }
        if let openToAll, openToAll != path {
            throw .unsafeFile(
                path: openToAll,
                detail: "can be written by every account, each of which could make \(path) lead elsewhere: change that "
                    + "(chmod o-w)")
        }
    }

    /// The last part first.
    private static func parts(_ path: String) -> [String] { path.split(separator: "/").reversed().map(String.init) }

    private static func absolute(_ path: String) throws(LedgerError) -> String {
        if path.hasPrefix("/") { return path }
        // Unsafe: `getcwd` returns an allocated C string, which is freed here after it was copied.
        guard let directory = unsafe getcwd(nil, 0) else { throw Files.failure("open", path) }
        defer { unsafe free(directory) }
        return unsafe String(cString: directory) + "/" + path
    }

    private static func target(of link: String) throws(LedgerError) -> String {
        var bytes = [CChar](repeating: 0, count: 4_096)
        // Unsafe: `readlink` writes at most as many bytes as it is told, and returns their number.
        let count = unsafe readlink(link, &bytes, bytes.count)
        guard count >= 0, count < bytes.count else { throw Files.failure("read link", link) }
        return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
