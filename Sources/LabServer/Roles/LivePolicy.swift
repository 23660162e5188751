import CivilTime
import HTTPTypes
import Hummingbird
import Office
import Synchronization
public import TransparencyLog

/// What of the settings can be replaced while labd runs: who may what, and whose cosignatures are kept.
public final class LivePolicy: Sendable {
    private struct State {
        var roles: RoleMap
        var witnesses: [VerifierKey]
        /// Given when this is replaced.
        var change = StopSignal()
    }

    /// Who is behind a connection, and for whom front-ends speak.
    let accounts = AccountCache()
    private let state: Mutex<State>

    /// What is in force to begin with.
    public init(_ roles: RoleMap, witnesses: [VerifierKey] = []) {
        state = Mutex(State(roles: roles, witnesses: witnesses))
    }

    /// Who may what.
    var roles: RoleMap { state.withLock { $0.roles } }
    /// Whose cosignatures are kept.
    var witnesses: [VerifierKey] { state.withLock { $0.witnesses } }

    /// Given when what is in force now is replaced.
    var change: StopSignal { state.withLock { $0.change } }

    /// From the next request on, this is in force. A connection keeps the groups that its account had when it began; the roles
    /// of those who follow the log are checked again.
    public func replace(_ roles: RoleMap, witnesses: [VerifierKey]) {
        let before = state.withLock { state in
            defer { state = State(roles: roles, witnesses: witnesses) }
            return state.change
        }
        accounts.forget()
        before.give()
    }

    /// Who asks: the peer, or the user for whom a front-end speaks.
    ///
    /// - Throws: `not-permitted` if the peer is no front-end and names a user, or no front-end may speak for that one.
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
