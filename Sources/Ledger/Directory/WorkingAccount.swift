import Glibc
import LMDB
import MachineAccounts
import Synchronization

/// The account under which this process works on a data directory: the directory's owner.
public enum WorkingAccount {
    private static let taken = Mutex<String?>(nil)

    /// What to do if the account lacks a permission; empty if the process did not change its account.
    static var hint: String {
        taken.withLock { account in
            guard let account else { return "" }
            return "; the data directory belongs to \(account), and root's work on it is done as that account: "
                + "give it access (chown, install -d -o), or name another directory, such as /var/backups/labd"
        }
    }

    /// Gives up root's rights for good, and continues with those of the data directory's owner. Does nothing if the account is
    /// not root, or if the directory belongs to root.
    ///
    /// Call this before you do anything with the directory. Its owner may have put anything there; after this call the process
    /// can open, create and remove only what the owner can. A directory that does not exist yet belongs to the owner of the one
    /// that is to contain it.
    /// - Returns: the directory's path without links. Links that lead to it are followed if everything on the way belongs to
    ///   root or to its owner.
    /// - Throws: `unsafeFile` if other accounts could make the path lead elsewhere; `file`.
    public static func become(ownerOf data: String) throws(LedgerError) -> String {
        let place = try ResolvedPath(data)
        guard geteuid() == 0 else { return place.path }
        try place.checkSteps()
        guard place.owner != 0 else { return place.path }
        let account = FileFacts.account(place.owner)
        try takeGroups(of: place, account)
        guard setgid(groupOf(place)) == 0, setuid(place.owner) == 0 else { throw refused(account, errno) }
        // setuid(2) as root sets all three user ids, so that the process cannot become root again.
        guard getuid() == place.owner, geteuid() == place.owner, setuid(0) != 0, seteuid(0) != 0 else {
            throw refused(account, EPERM)
        }
        taken.withLock { $0 = account }
        return place.path
    }

    private static func takeGroups(of place: ResolvedPath, _ account: String) throws(LedgerError) {
        guard let name = Account(number: place.owner)?.name else {
            var group = place.group
            guard unsafe setgroups(1, &group) == 0 else { throw refused(account, errno) }
            return
        }
        guard unsafe initgroups(name, groupOf(place)) == 0 else { throw refused(account, errno) }
    }

    /// The account's own group, or the directory's group if the account has no entry.
    private static func groupOf(_ place: ResolvedPath) -> UInt32 { Account(number: place.owner)?.group ?? place.group }

    private static func refused(_ account: String, _ code: Int32) -> LedgerError {
        .file(
            path: account, operation: "go on as",
            message: "\(Files.message(code)); run this as that account (runuser -u), which owns the data directory")
    }
}
