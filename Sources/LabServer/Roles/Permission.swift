import LabAPI
import Office
import Views

/// The things that an account may send or ask, each with the roles that may do so. This is the only such table, and the page on
/// roles is tested against it.
enum Permission: String, Sendable, Hashable, CaseIterable {
    case state, work, decisions, findings, administration, views, aggregates, plan, lines, proofs, metrics, witnessing
    case personalData, subjectAccess, keys

    /// The roles that may; nil for everybody, including accounts without a role.
    var roles: Set<Role>? {
        switch self {
        case .state: nil
        case .work: [.operator, .coordinator]
        case .decisions: [.coordinator]
        case .findings: [.auditor]
        case .administration: [.admin]
        case .views: [.operator, .coordinator, .auditor]
        case .plan, .aggregates: [.viewer, .operator, .coordinator, .auditor]
        case .lines: [.coordinator, .auditor]
        case .proofs, .metrics, .witnessing: Set(Role.allCases)
        case .personalData: [.operator, .coordinator, .auditor, .admin]
        case .subjectAccess: [.coordinator]
        case .keys: [.admin]
        }
    }

    /// Its description for the page on roles.
    var meaning: String {
        switch self {
        case .state: "`/healthz` and `/checkpoint`"
        case .work: "commands whose least role is operator: the daily work"
        case .decisions: "commands whose least role is coordinator: plans, decisions, approvals, reports"
        case .findings: "commands whose least role is auditor: findings"
        case .administration: "commands whose least role is admin"
        case .views: "every other view, and `explain`"
        case .aggregates: "aggregates: hours, and persons and cases in cells of five and more"
        case .plan: "the plan in force"
        case .lines: "the log's lines: `/v1/events`, `/tile/entries/…`"
        case .proofs: "the log's key, proofs and tiles of hashes"
        case .personalData:
            "opening sealed fields of a person, and finding persons by them: each time an event; auditors and admins must "
                + "give a reason"
        case .subjectAccess: "all that is held of a person, for that person (GDPR art. 15): an event"
        case .keys: "rotating the office's key, and the backup of the keys"
        case .metrics: "`/metrics`"
        case .witnessing: "handing in a witness' cosignature, which only a witness' key can have made"
        }
    }

    /// The permission that a view requires.
    static func asking(_ view: any Answer.Type) -> Permission { asking(view.audience) }

    /// The permission that views for an audience require.
    static func asking(_ audience: Audience) -> Permission {
        switch audience {
        case .office: .views
        case .everyone: .aggregates
        }
    }

    /// The permission that a command requires.
    static func sending(_ leastRole: Role) -> Permission {
        switch leastRole {
        case .viewer, .operator: .work
        case .coordinator: .decisions
        case .auditor: .findings
        case .admin: .administration
        }
    }

    /// Returns whether an account with these roles may do this.
    func isGranted(to roles: Set<Role>) -> Bool { self.roles.map { !$0.isDisjoint(with: roles) } ?? true }

    /// Throws `not-permitted`, which names the roles that the account has and those that would be needed.
    func check(_ sender: Sender) throws(Refusal) {
        guard !isGranted(to: sender.roles) else { return }
        throw Refusal(.sender(.roleMissing(account: sender.account, roles: sender.roles, needed: roles ?? [])))
    }
}

/// The sender of a request, as named in events and refusals, with its roles.
struct Sender: Sendable, Hashable {
    /// The account's name: the peer's, or that of the account for which a front-end speaks.
    let account: String
    /// Its roles.
    let roles: Set<Role>
}
