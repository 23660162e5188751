import HTTPTypes
import Hummingbird
import Office
import ServiceSupport
import Synchronization
public import TransparencyLog

/// The part of the settings that can be replaced while labd runs: the roles, and the witnesses whose cosignatures are kept.
public final class LivePolicy: Sendable {
    private struct State {
        var roles: RoleMap
        var witnesses: [VerifierKey]
        /// Given when this is replaced.
        var change = StopSignal()
    }

    /// Who is behind a connection, and for whom front-ends speak.
    let accounts: AccountCache
    private let state: Mutex<State>

    /// What is in force to begin with.
    public convenience init(_ roles: RoleMap, witnesses: [VerifierKey] = []) {
        self.init(roles, witnesses: witnesses, accounts: AccountCache())
    }

    init(_ roles: RoleMap, witnesses: [VerifierKey], accounts: AccountCache) {
        self.accounts = accounts
        state = Mutex(State(roles: roles, witnesses: witnesses))
    }

    /// Who may what.
    var roles: RoleMap { state.withLock { $0.roles } }
    /// Whose cosignatures are kept.
    var witnesses: [VerifierKey] { state.withLock { $0.witnesses } }

    /// Given when what is in force now is replaced.
    var change: StopSignal { state.withLock { $0.change } }

    /// Replaces the policy from the next request on. A connection keeps the groups that its account had when it began; the
    /// roles of accounts that follow the log are checked again.
    public func replace(_ roles: RoleMap, witnesses: [VerifierKey]) {
        let before = state.withLock { state in
            defer { state = State(roles: roles, witnesses: witnesses) }
            return state.change
        }
        accounts.forget()
        before.give()
    }

    /// Returns the sender: the peer, or the user for whom a front-end speaks.
    ///
    /// - Throws: `not-permitted` if the peer names a user and is not a front-end, or if no front-end may speak for that user.
    func sender(of request: Request, _ peer: Peer) async throws -> Sender {
        let name = HTTPField.Name(RoleMap.userHeader)
        let forwarded = name.flatMap { request.headers[values: $0] } ?? []
        guard let user = forwarded.first else { return Sender(account: peer.account, roles: roles.roles(of: peer)) }
        guard forwarded.count == 1 else {
            throw Refusal(.sender(.severalUsers), field: RoleMap.userHeader)
        }
        try roles.checkFront(peer)
        let account = try await accounts.account(.name(user))
        // As they are by now.
        try roles.checkFront(peer)
        return try roles.sender(named: user, account)
    }
}
