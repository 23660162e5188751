import CanonicalJSON
import EventFormat

/// The identity of a log: the data of its first event, `log.created`.
public struct LogIdentity: Sendable, Hashable {
    /// The office's id.
    public var office: String
    /// The log's origin, as in its checkpoints.
    public var origin: String
    /// The time zone of the office's days.
    public var zone: String
    /// Whether times come from the commands.
    public var simulated: Bool
    /// The generation: 1, and one more after each restore that discarded events.
    public var generation: Int

    /// Creates an identity, of the first generation by default.
    public init(office: String, origin: String, zone: String, simulated: Bool, generation: Int = 1) {
        self.office = office
        self.origin = origin
        self.zone = zone
        self.simulated = simulated
        self.generation = generation
    }

    /// The `source` of events that are appended to this log.
    var source: String { "urn:labd:\(office):\(generation)" }

    /// The origin of the log's checkpoints, which is also the name of the key that signs them. Each generation has its own.
    var checkpointOrigin: String { generation == 1 ? origin : "\(origin)/\(generation)" }

    var data: JSONObject {
        JSONObject([
            .init("generation", .integer(Int64(generation))),
            .init("office", .string(office)),
            .init("origin", .string(origin)),
            .init("simulated", .bool(simulated)),
            .init("zone", .string(zone)),
        ])
    }

    /// Reads the identity in an event of the type `log.created`.
    init?(_ event: StoredEvent) {
        guard event.type == LogEvent.created,
            case .string(let office)? = event.data["office"],
            case .string(let origin)? = event.data["origin"],
            case .string(let zone)? = event.data["zone"],
            case .bool(let simulated)? = event.data["simulated"],
            case .integer(let generation)? = event.data["generation"]
        else { return nil }
        self.init(office: office, origin: origin, zone: zone, simulated: simulated, generation: Int(generation))
    }

    /// Returns this identity with another generation.
    func inGeneration(_ generation: Int) -> LogIdentity {
        var identity = self
        identity.generation = generation
        return identity
    }

    /// Throws unless the settings, `expected`, agree with this stored identity in everything except the generation.
    func check(against expected: LogIdentity) throws(LedgerError) {
        guard simulated == expected.simulated else { throw .simulationMismatch(storedIsSimulated: simulated) }
        for (field, stored, settings) in [
            ("office", office, expected.office), ("origin", origin, expected.origin), ("zone", zone, expected.zone),
        ] where stored != settings {
            throw .identityMismatch(field: field, stored: stored, settings: settings)
        }
    }
}
