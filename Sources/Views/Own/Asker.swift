public import CivilTime
public import Office

/// Who asks a question, as the caller of the views knows it. No parameter of a question sets it.
public struct Asker: Sendable, Hashable {
    /// The account; `labd` where labd itself asks.
    public let account: String
    /// The roles of the account.
    public let roles: Set<Role>
    /// The roles in whose name it may send commands, as their least role.
    public let sends: Set<Role>
    /// The local day on which it asks; nil for the day of the last recording.
    public let today: Day?

    /// An account that asks on a day.
    public init(account: String, roles: Set<Role>, sends: Set<Role> = [], today: Day?) {
        self.account = account
        self.roles = roles
        self.sends = sends
        self.today = today
    }

    /// labd itself, which has no role.
    public static let labd = Asker(account: "labd", roles: [], today: nil)

    /// Returns the day on which it asks.
    func day(in office: Office) -> Day { today ?? EuropeRome.day(of: office.time) }

    /// Returns the worker whose account it is on a day: one who works then, before one who has left.
    package func worker(in office: Office, on day: Day) -> Ref<Worker>? {
        var found: Ref<Worker>?
        office.workers.forEach { ref, _ in
            guard office.account(of: ref, on: day) == account else { return }
            if found.map({ !office.works($0, on: day) }) ?? true { found = ref }
        }
        return found
    }
}
