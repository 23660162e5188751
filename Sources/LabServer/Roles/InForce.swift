import Synchronization
public import TransparencyLog

/// What of the settings can be replaced while labd runs: who may what, and whose cosignatures are kept.
public final class InForce: Sendable {
    private struct State {
        var roles: RoleMap
        var witnesses: [VerifierKey]
    }

    private let state: Mutex<State>

    /// What is in force to begin with.
    public init(_ roles: RoleMap, witnesses: [VerifierKey] = []) {
        state = Mutex(State(roles: roles, witnesses: witnesses))
    }

    /// Who may what.
    var roles: RoleMap { state.withLock { $0.roles } }
    /// Whose cosignatures are kept.
    var witnesses: [VerifierKey] { state.withLock { $0.witnesses } }

    /// From the next request on, this is in force. A connection keeps the groups that its account had when it began.
    public func replace(_ roles: RoleMap, witnesses: [VerifierKey]) {
        state.withLock { $0 = State(roles: roles, witnesses: witnesses) }
    }
}
