import Glibc

/// An account of this machine, as reported by its name services (getpwnam_r(3)): a file, or a directory server that may be
/// slow.
package struct Account: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// Its number.
    package let user: UInt32
    /// The number of its own group.
    package let group: UInt32

    /// Looks up an account by its number; nil if there is none, or if its name is not UTF-8: a repaired name could be that of
    /// another account.
    package init?(number: UInt32) {
        guard let found = unsafe Self.look({ unsafe getpwuid_r(number, $0, $1, $2, $3) }) else { return nil }
        self = found
    }

    /// Looks up an account by its name; nil if there is none.
    package init?(named name: String) {
        guard !name.isEmpty, name.utf8.count <= 256, !name.utf8.contains(0),
            let found = unsafe Self.look({ unsafe getpwnam_r(name, $0, $1, $2, $3) })
        else { return nil }
        self = found
    }

    private init(name: String, user: UInt32, group: UInt32) {
        self.name = name
        self.user = user
        self.group = group
    }

    /// Returns the groups of the account, including its own (getgrouplist(3)). If there are more than a thousand, returns only
    /// its own.
    package var groups: Set<UInt32> {
        var numbers = [gid_t](repeating: 0, count: 1_024)
        var count = Int32(numbers.count)
        // Unsafe: getgrouplist(3) writes at most `count` numbers; -1 says that there are more.
        let result = unsafe getgrouplist(name, group, &numbers, &count)
        return result < 0 ? [group] : Set(numbers.prefix(Int(count)))
    }

    /// Returns the number of a group; nil if there is no group with that name.
    package static func group(named name: String) -> UInt32? {
        var number: UInt32?
        withBuffer { buffer in
            var entry = unsafe Glibc.group()
            var found: UnsafeMutablePointer<Glibc.group>?
            // Unsafe: as below.
            let code = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
            if code == 0, unsafe found != nil { number = unsafe entry.gr_gid }
            return code
        }
        return number
    }

    private typealias Entry = UnsafeMutablePointer<passwd>

    private static func look(
        _ call: (Entry, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<Entry?>) -> Int32
    ) -> Account? {
        var account: Account?
        withBuffer { buffer in
            var entry = unsafe passwd()
            var found: Entry?
            // Unsafe: the call writes into `entry` and `buffer`, and sets `found` to `entry` or null. `entry` points into
            // `buffer`, and is copied while `buffer` exists.
            let code = unsafe call(&entry, &buffer, buffer.count, &found)
            if code == 0, unsafe found != nil, let name = unsafe entry.pw_name,
                let text = unsafe String(validatingCString: name)
            {
                account = unsafe Account(name: text, user: entry.pw_uid, group: entry.pw_gid)
            }
            return code
        }
        return account
    }

    /// Calls `body` with increasingly large buffers, until one is large enough.
    private static func withBuffer(_ body: (inout [CChar]) -> Int32) {
        var buffer = [CChar](repeating: 0, count: 1_024)
        while body(&buffer) == ERANGE, buffer.count <= 65_536 {
            buffer = [CChar](repeating: 0, count: buffer.count * 2)
        }
    }
}
