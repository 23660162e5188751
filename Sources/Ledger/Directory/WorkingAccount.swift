import Glibc
import LMDB
import MachineAccounts
import Synchronization

/// The account as which this process works on a data directory: its owner.
public enum WorkingAccount {
    private static let taken = Mutex<String?>(nil)

    /// What to do where an account that was taken on may not do something; empty where none was.
    static var hint: String {
        taken.withLock { account in
            guard let account else { return "" }
            return "; the data directory belongs to \(account), and root's work on it is done as that account: "
                + "let it get there (chown, install -d -o), or name another place, such as /var/backups/labd"
        }
    }

    /// Gives up root's rights for those of the data directory's owner, for good; does nothing for other accounts than
    /// root, and where the directory is root's.
    ///
    /// To be called before anything is done with the directory: its owner may have put anything there, and what is then
    /// opened, made or removed is what the owner may open, make or remove. A directory that is not there yet belongs to
    /// the owner of the one that is to hold it.
    /// - Returns: the directory's true path. Links that lead to it are followed, if all on the way belongs to root or
    ///   to its owner.
    /// - Throws: `unsafeFile` where others could lead the path elsewhere, `file`.
    public static func become(ownerOf data: String) throws(LedgerError) -> String {
        let place = try TruePath(data)
        guard geteuid() == 0 else { return place.path }
        try place.checkHands()
        guard place.owner != 0 else { return place.path }
        let account = FileFacts.account(place.owner)
        try takeGroups(of: place, account)
        guard setgid(groupOf(place)) == 0, setuid(place.owner) == 0 else { throw refused(account, errno) }
        // setuid(2) as root sets all three ids; whoever could become root again has not given anything up.
        guard getuid() == place.owner, geteuid() == place.owner, setuid(0) != 0, seteuid(0) != 0 else {
            throw refused(account, EPERM)
        }
        taken.withLock { $0 = account }
        return place.path
    }

    private static func takeGroups(of place: TruePath, _ account: String) throws(LedgerError) {
        guard let name = Account(number: place.owner)?.name else {
            var group = place.group
            guard unsafe setgroups(1, &group) == 0 else { throw refused(account, errno) }
            return
        }
        guard unsafe initgroups(name, groupOf(place)) == 0 else { throw refused(account, errno) }
    }

    /// The account's own group; that of the directory for an account without an entry.
    private static func groupOf(_ place: TruePath) -> UInt32 { Account(number: place.owner)?.group ?? place.group }

    private static func refused(_ account: String, _ code: Int32) -> LedgerError {
        .file(
            path: account, operation: "go on as",
            message: "\(Files.message(code)); run this as that account (runuser -u), which owns the data directory")
    }
}
