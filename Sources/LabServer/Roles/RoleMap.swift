import MachineAccounts
public import Office

/// The roles of accounts, which follow from the account that runs labd and from Unix groups.
public struct RoleMap: Sendable {
    private let owner: UInt32
    private let ownerRoles: Set<Role>
    private let groups: [UInt32: Set<Role>]
    private let fronts: Set<UInt32>

    /// The roles of the account `owner`, which runs labd, and of root; of the members of groups, by the group's number;
    /// and the accounts that may speak for users of their own.
    public init(
        owner: UInt32, _ ownerRoles: Set<Role>, groups: [UInt32: Set<Role>] = [:], fronts: Set<UInt32> = []
    ) {
        self.owner = owner
        self.ownerRoles = ownerRoles
        self.groups = groups
        self.fronts = fronts
    }

    /// Returns the roles of a peer, by its account and the groups that it had when it connected.
    func roles(of peer: Peer) -> Set<Role> { roles(of: peer.user, peer.groups) }

    private func roles(of user: UInt32, _ members: Set<UInt32>) -> Set<Role> {
        var roles: Set<Role> = user == owner || user == 0 ? ownerRoles : []
        for group in members { roles.formUnion(groups[group] ?? []) }
        return roles
    }

    /// Returns whether an account has no role and does not speak for others who may have one.
    func isStranger(_ user: UInt32, _ groups: Set<UInt32>) -> Bool {
        roles(of: user, groups).isEmpty && !fronts.contains(user)
    }

    /// Refuses a peer that speaks for others and is not a front-end.
    func checkFront(_ peer: Peer) throws(Refusal) {
        guard !fronts.contains(peer.user) else { return }
        throw Refusal(.sender(.notAFrontEnd(account: peer.account, header: RoleMap.userHeader)))
    }

    /// The user for whom a front-end speaks: an account of this machine, with its own roles and never the front-end's. `user`
    /// is the account of the name that was sent; nil where the machine has none.
    ///
    /// - Throws: `not-permitted` for no account, and for one that no front-end may speak for: root, labd's own, a front-end.
    func sender(named name: String, _ user: Peer?) throws(Refusal) -> Sender {
        func refused(_ reason: Reason) -> Refusal {
            Refusal(reason, field: RoleMap.userHeader, value: String(name.prefix(64)))
        }
        guard let user else { throw refused(.sender(.noAccount)) }
        guard user.user != 0, user.user != owner, !fronts.contains(user.user) else {
            throw refused(.sender(.notSpokenFor))
        }
        return Sender(account: user.account, roles: roles(of: user))
    }

    /// The header in which a front-end names the user that it speaks for.
    static let userHeader = "Labd-User"
}

extension Settings.Roles {
    /// The reason why a map cannot be created: the key at fault and what would be accepted.
    public struct Fault: Error, CustomStringConvertible {
        /// The key of the table `roles`.
        public let key: String
        /// What is wrong, and what would be accepted.
        public let reason: String
        /// Both.
        public var description: String { "roles.\(key): \(reason)" }
    }

    /// Creates the map from the machine's present groups and accounts.
    ///
    /// - Parameter owner: the account that runs labd.
    /// - Throws: `Fault` for a role, group or account that does not exist.
    public func map(owner: UInt32) throws(Fault) -> RoleMap {
        var ownerRoles: Set<Role> = [.admin]
        for word in self.owner {
            guard let role = Role(rawValue: word) else {
                throw Fault(
                    key: "owner",
                    reason:
                        "there is no role \(word); accepted: \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            ownerRoles.insert(role)
        }
        var groups: [UInt32: Set<Role>] = [:]
        for (role, names) in members {
            for name in names {
                // Root's group does not identify its members.
                guard let group = Account.group(named: name), group != 0 else {
                    throw Fault(
                        key: role.rawValue,
                        reason:
                            "there is no group \(name) on this machine; accepted: the name of a group, other than root's"
                    )
                }
                groups[group, default: []].insert(role)
            }
        }
        var fronts: Set<UInt32> = []
        for name in self.fronts {
            guard let account = Account(named: name) else {
                throw Fault(
                    key: "fronts", reason: "there is no account \(name) on this machine; accepted: an account's name")
            }
            fronts.insert(account.user)
        }
        return RoleMap(owner: owner, ownerRoles, groups: groups, fronts: fronts)
    }

    private var members: [(Role, [String])] {
        [
            (.viewer, viewer), (.operator, self.operator), (.coordinator, coordinator), (.auditor, auditor),
            (.admin, admin),
        ]
    }
}
