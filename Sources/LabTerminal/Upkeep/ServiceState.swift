internal import CanonicalJSON
internal import LabAPI

/// What labd says of itself: its health and its metrics.
struct ServiceState {
    /// What labd answers on `/healthz`.
    let health: JSONObject
    /// The metrics as they came.
    let text: String
    /// Why the figures are not told to this account, where they are not.
    private(set) var figuresRefused: String?

    /// The samples of the metrics, by name and labels as they are written.
    private let samples: [String: Double]

    /// Asks labd. `needingFigures` says whether an account to which labd does not tell its figures is refused.
    init(_ client: LabClient, needingFigures: Bool = true) async throws {
        let health = try await client.answer(to: .get(Paths.health)).object
        let answer = try await client.answer(to: .get(Paths.metrics))
        let refusal = answer.isAccepted ? nil : Failure(refusal: answer)
        if let refusal, needingFigures || refusal.status != .refused { throw refusal }
        self.init(health: health, metrics: refusal == nil ? String(decoding: answer.body, as: UTF8.self) : "")
        figuresRefused = refusal?.message
    }

    /// Reads the metrics: a sample a line, the value behind its last space.
    init(health: JSONObject, metrics text: String) {
        self.health = health
        self.text = text
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            samples[String(line[..<space])] = value
        }
        self.samples = samples
    }

    /// Whether the log is a simulation, which has no backups.
    var isSimulated: Bool { health["simulated"] == .bool(true) }

    /// A figure; nil where labd does not tell it.
    func figure(_ metric: Metric) -> Int? { samples[metric.rawValue].map { Int($0) } }
}

// MARK: - `labctl status`

extension ServiceState {
    /// What a figure is shown as that labd does not tell.
    private static let notTold = "not told"

    /// The names and values that `labctl status` shows.
    var lines: [(String, String)] {
        let accepted = Self.outcome("accepted")
        let repeated = Self.outcome("repeated")
        let outcomes = samples.filter { $0.key.hasPrefix(Metric.commands.rawValue) }
        let refused = outcomes.reduce(0) { $1.key == accepted || $1.key == repeated ? $0 : $0 + Int($1.value) }
        let commits = samples["\(Metric.commitSeconds.rawValue)_count"]
        let mean = samples["\(Metric.commitSeconds.rawValue)_sum"].map { $0 / max(1, commits ?? 0) }
        return [
            ("state", health.word("status")), ("events", shown(.events)),
            ("verified", shown(.verifiedEvents)), ("damaged lines", shown(.damagedLines)),
            ("keys", figure(.keysAvailable).map { $0 == 1 ? "available" : "not available" } ?? Self.notTold),
            ("commands accepted", shown(samples[accepted])), ("repeated", shown(samples[repeated])),
            ("refused", outcomes.isEmpty ? Self.notTold : grouped(refused)),
            ("waiting", shown(.waitingCommands)), ("commits", shown(commits)),
            ("mean commit", mean.map { "\(grouped(Int($0 * 1_000_000))) µs" } ?? Self.notTold),
            ("failed commits", shown(.failedCommits)), ("connections", shown(.connections)),
            ("commits since the oldest reader", shown(.oldestReaderCommits)),
            ("log", megabytes(.mapUsedBytes)), ("last backup, or beginning", age(.backupAge)),
            ("last backup of the keys", keysBackup), ("clock", clock),
            ("free on its disk", megabytes(.diskFreeBytes)),
        ]
    }

    /// The sample that counts the commands of an outcome.
    private static func outcome(_ outcome: String) -> String { "\(Metric.commands.rawValue){outcome=\"\(outcome)\"}" }

    private func shown(_ sample: Double?) -> String { sample.map { grouped(Int($0)) } ?? Self.notTold }

    private func shown(_ metric: Metric) -> String { shown(samples[metric.rawValue]) }

    private func megabytes(_ metric: Metric) -> String {
        figure(metric).map { "\(grouped($0 >> 20)) MB" } ?? Self.notTold
    }

    private func age(_ metric: Metric) -> String {
        figure(metric).map { "\(grouped($0 / 3_600)) hours ago" } ?? (isSimulated ? "a simulation" : Self.notTold)
    }

    private var keysBackup: String {
        figure(.keysBackedUp) == 0 ? "none" : age(.keysBackupAge)
    }

    /// How far the clock is behind the last event, if it is.
    private var clock: String {
        if let doubt = figure(.clockImplausible), doubt > 0 { return "not believed" }
        guard let behind = samples[Metric.clockBehindSeconds.rawValue] else { return Self.notTold }
        return behind > 0 ? "\(span(seconds: behind)) behind the last event" : "as the log"
    }
}

/// Seconds for a person, in the largest unit of which there are two: `731 days`, `5 minutes`.
func span(seconds: Double) -> String {
    switch seconds {
    case 172_800...: "\(grouped(Int(seconds / 86_400))) days"
    case 7_200...: "\(Int(seconds / 3_600)) hours"
    case 120...: "\(Int(seconds / 60)) minutes"
    case 2...: "\(Int(seconds)) seconds"
    case 1...: "1 second"
    default: "less than a second"
    }
}
