import TransparencyCrypto
public import TransparencyLog

/// The contents of labd's settings file. `config/labd.toml` is the documented example and contains every key.
public struct Settings: Decodable, Sendable, Hashable {
    /// The office's id; part of every event's `source`.
    public let office: String
    /// The name by which auditors know the log, for ever.
    public let origin: String
    /// The office's time zone. Only `Europe/Rome` for now.
    public let zone: String
    /// The directory of the log and its keys.
    public var data: String
    /// The Unix socket on which labd listens, unless systemd passes one.
    public var socket: String
    /// Which accounts have which roles.
    public let roles: Roles
    /// The witnesses of the log.
    public let log: Log
    /// The limits of what labd accepts.
    public let limits: Limits

    /// The table of roles, by the names of Unix groups.
    public struct Roles: Decodable, Sendable, Hashable {
        /// The roles of root and of the account that runs labd, in addition to `admin`.
        public var owner: [String] = []
        /// The groups whose members see the plan.
        public var viewer: [String] = []
        /// The groups whose members record the work.
        public var `operator`: [String] = []
        /// The groups whose members plan, decide and approve.
        public var coordinator: [String] = []
        /// The groups whose members read the log and note findings.
        public var auditor: [String] = []
        /// The groups whose members run the machine.
        public var admin: [String] = []
        /// The accounts that may speak for users of their own.
        public var fronts: [String] = []

        /// Creates the table in which only root and the account that runs labd have a role: `admin`.
        public init() {}
    }

    /// Who vouches for the log.
    public struct Log: Decodable, Sendable, Hashable {
        /// The verifier keys of the witnesses whose cosignatures are kept with the checkpoints.
        public var witnesses: [String] = []

        /// Nobody.
        public init() {}
    }

    /// The most that labd accepts, and how long it waits. Each limit has a default that suits one office.
    public struct Limits: Decodable, Sendable, Hashable {
        /// Connections open at the same time; beyond that an idle one gives way to a new one, or the new one is closed.
        public var connections = 256
        /// Connections of one account at the same time; more are closed at once.
        public var accountConnections = 128
        /// Bytes of a request's head.
        public var headBytes = 16_384
        /// Bytes of a single command's body.
        public var bodyBytes = 1_048_576
        /// Bytes of one line of a body of many.
        public var lineBytes = 65_536
        /// Commands that wait for the writer; beyond that a sender is told `busy`.
        public var waitingCommands = 65_536
        /// Commands that share a commit.
        public var batchCommands = 8_192
        /// Bytes that the commands of one account may take in a real log in a day.
        public var accountDailyBytes = 1_000_000_000
        /// Searches for persons, and commands sent again with other sealed values, of one account in a minute.
        public var searchesPerMinute = 60
        /// Seconds after which a connection that asks nothing is closed.
        public var idleSeconds = 60
        /// Seconds in which a request's head must have arrived, from its first byte on.
        public var headSeconds = 10
        /// Seconds in which a body, or the next piece of a long one, must arrive.
        public var bodySeconds = 30
        /// Seconds in which the peer must read what was written.
        public var writeSeconds = 30
        /// Seconds that a stop waits for answers in flight. Keep it below `TimeoutStopSec` of the unit.
        public var stopSeconds = 20

        /// The defaults.
        public init() {}
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case office, origin, zone, data, socket, roles, log, limits
    }

    /// The names of all settings and tables, for messages.
    static var keys: [String] { CodingKeys.allCases.map(\.stringValue) }

    /// Returns the names of the settings that differ in `other` and cannot be changed while labd runs, which are all except
    /// `roles` and `log`.
    public func changesForTheNextStart(in other: Settings) -> [String] {
        CodingKeys.allCases.flatMap { key -> [String] in
            switch key {
            case .office: office == other.office ? [] : [key.rawValue]
            case .origin: origin == other.origin ? [] : [key.rawValue]
            case .zone: zone == other.zone ? [] : [key.rawValue]
            case .data: data == other.data ? [] : [key.rawValue]
            case .socket: socket == other.socket ? [] : [key.rawValue]
            case .roles, .log: []
            case .limits: limits.changes(in: other.limits).map { "\(key.rawValue).\($0)" }
            }
        }
    }
}

extension Settings {
    /// Reads the settings, of which only `roles`, `log` and `limits` may be left out.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        office = try values.decode(String.self, forKey: .office)
        origin = try values.decode(String.self, forKey: .origin)
        zone = try values.decode(String.self, forKey: .zone)
        data = try values.decode(String.self, forKey: .data)
        socket = try values.decode(String.self, forKey: .socket)
        roles = try values.decodeIfPresent(Roles.self, forKey: .roles) ?? Roles()
        log = try values.decodeIfPresent(Log.self, forKey: .log) ?? Log()
        limits = try values.decodeIfPresent(Limits.self, forKey: .limits) ?? Limits()
    }
}

extension Settings.Roles {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case owner, viewer, `operator`, coordinator, auditor, admin, fronts
    }

    package static var keys: [String] { CodingKeys.allCases.map(\.stringValue) }

    /// Reads the table; what is left out stays empty.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func names(_ key: CodingKeys) throws -> [String] {
            try values.decodeIfPresent([String].self, forKey: key) ?? []
        }
        owner = try names(.owner)
        viewer = try names(.viewer)
        `operator` = try names(.operator)
        coordinator = try names(.coordinator)
        auditor = try names(.auditor)
        admin = try names(.admin)
        fronts = try names(.fronts)
    }
}

extension Settings.Log {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case witnesses
    }

    static var keys: [String] { CodingKeys.allCases.map(\.stringValue) }

    /// Reads the table; what is left out stays empty.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        witnesses = try values.decodeIfPresent([String].self, forKey: .witnesses) ?? []
    }

    /// Returns the witnesses' keys.
    ///
    /// - Throws: `TransparencyLogError` for the first that is not a verifier key, or is not a key that cosigns.
    public func witnessKeys() throws(TransparencyLogError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for text in witnesses {
            let key = try VerifierKey(parsing: text, using: .crypto)
            guard key.type == .cosignature else { throw .keyTypeUnsupported(key.type.rawValue) }
            keys.append(key)
        }
        return keys
    }
}

extension Settings.Limits {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case connections, accountConnections, headBytes, headSeconds, bodyBytes, lineBytes, waitingCommands,
            batchCommands, accountDailyBytes, searchesPerMinute
        case idleSeconds, bodySeconds, writeSeconds, stopSeconds
    }

    package static var keys: [String] { CodingKeys.allCases.map(\.stringValue) }

    /// Reads the limits; each that is left out keeps its default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        for key in CodingKeys.allCases {
            if let value = try values.decodeIfPresent(Int.self, forKey: key) {
                self[keyPath: Self.limit(key).path] = value
            }
        }
    }

    private typealias Limit = (path: WritableKeyPath<Self, Int>, range: ClosedRange<Int>)

    private static func limit(_ key: CodingKeys) -> Limit {
        switch key {
        case .connections: (\.connections, 1...10_000)
        case .accountConnections: (\.accountConnections, 1...10_000)
        case .headBytes: (\.headBytes, 1_024...131_072)
        case .headSeconds: (\.headSeconds, 1...3_600)
        case .bodyBytes: (\.bodyBytes, 1_024...16_777_216)
        case .lineBytes: (\.lineBytes, 1_024...1_048_576)
        case .waitingCommands: (\.waitingCommands, 1...1_000_000)
        case .batchCommands: (\.batchCommands, 1...100_000)
        case .accountDailyBytes: (\.accountDailyBytes, 100_000...1_000_000_000_000)
        case .searchesPerMinute: (\.searchesPerMinute, 1...100_000)
        case .idleSeconds: (\.idleSeconds, 1...86_400)
        case .bodySeconds: (\.bodySeconds, 1...3_600)
        case .writeSeconds: (\.writeSeconds, 1...3_600)
        case .stopSeconds: (\.stopSeconds, 1...3_600)
        }
    }

    /// Returns the keys of the limits that differ in `other`.
    fileprivate func changes(in other: Self) -> [String] {
        CodingKeys.allCases.filter { key in
            let path = Self.limit(key).path
            return self[keyPath: path] != other[keyPath: path]
        }.map(\.rawValue)
    }

    /// The first limit that is out of range, with its key and what would be accepted.
    package var firstFault: (key: String, accepted: String)? {
        for key in CodingKeys.allCases {
            let (path, range) = Self.limit(key)
            if !range.contains(self[keyPath: path]) {
                return (key.rawValue, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
        return nil
    }
}
