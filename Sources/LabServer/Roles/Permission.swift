import LabAPI
import Office
import Views

/// What an account may send or ask, each with the roles that may: the one table of it. The page on roles is tested
/// against it.
enum Permission: String, Sendable, Hashable, CaseIterable {
    case state, work, decisions, findings, administration, views, aggregates, plan, lines, proofs, metrics, witnessing
    case personalData, subjectAccess, keys

    /// Who may; nil for everybody, also accounts without any role.
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

    /// What it is, for the page on roles.
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

    /// What a view takes.
    static func asking(_ view: any Answer.Type) -> Permission {
        switch view.audience {
        case .office: .views
        case .everyone: .aggregates
        }
    }

    /// What a command takes.
    static func sending(_ leastRole: Role) -> Permission {
        switch leastRole {
        case .viewer, .operator: .work
        case .coordinator: .decisions
        case .auditor: .findings
        case .admin: .administration
        }
    }

    /// Whether an account with these roles may.
    func isGranted(to roles: Set<Role>) -> Bool { self.roles.map { !$0.isDisjoint(with: roles) } ?? true }

    /// Throws `not-permitted`, which says what the account has and what would do.
    func check(_ sender: Sender) throws(Refusal) {
        guard !isGranted(to: sender.roles) else { return }
        throw Refusal(.sender(.roleMissing(account: sender.account, roles: sender.roles, needed: roles ?? [])))
    }
}

/// Who asks, as events and refusals name them, and what they may.
struct Sender: Sendable, Hashable {
    /// The account's name: the peer's, or that of the account for which a front-end speaks.
    let account: String
    /// What it may do.
    let roles: Set<Role>
}
