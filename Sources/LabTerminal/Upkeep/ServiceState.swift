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

    /// Why its keys cannot be used; empty if they can.
    var keysUnavailable: String { HeardText.quoted(health.word("keysUnavailable")) }

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
    private static var notTold: String { localized("not told", it: "non comunicato") }

    /// The names and values that `labctl status` shows.
    var lines: [(String, String)] {
        let accepted = Self.outcome("accepted")
        let repeated = Self.outcome("repeated")
        let outcomes = samples.filter { $0.key.hasPrefix(Metric.commands.rawValue) }
        let refused = outcomes.reduce(0) { $1.key == accepted || $1.key == repeated ? $0 : $0 + Int($1.value) }
        let commits = samples["\(Metric.commitSeconds.rawValue)_count"]
        let mean = samples["\(Metric.commitSeconds.rawValue)_sum"].map { $0 / max(1, commits ?? 0) }
        return [
            (localized("state", it: "stato"), health.word("status")),
            (localized("events", it: "eventi"), shown(.events)),
            (localized("verified", it: "verificati"), shown(.verifiedEvents)),
            (localized("damaged lines", it: "righe danneggiate"), shown(.damagedLines)),
            (
                localized("keys", it: "chiavi"),
                figure(.keysAvailable).map {
                    $0 == 1
                        ? localized("available", it: "disponibili") : localized("not available", it: "non disponibili")
                } ?? Self.notTold
            ),
            (localized("commands accepted", it: "comandi accettati"), shown(samples[accepted])),
            (localized("repeated", it: "ripetuti"), shown(samples[repeated])),
            (localized("refused", it: "respinti"), outcomes.isEmpty ? Self.notTold : grouped(refused)),
            (localized("waiting", it: "in attesa"), shown(.waitingCommands)),
            (localized("commits", it: "scritture"), shown(commits)),
            (
                localized("mean commit", it: "scrittura media"),
                mean.map { "\(grouped(Int($0 * 1_000_000))) µs" } ?? Self.notTold
            ),
            (localized("failed commits", it: "scritture fallite"), shown(.failedCommits)),
            (localized("connections", it: "connessioni"), shown(.connections)),
            (
                localized("commits since the oldest reader", it: "scritture dal lettore più vecchio"),
                shown(.oldestReaderCommits)
            ),
            (localized("log", it: "registro"), megabytes(.mapUsedBytes)),
            (localized("last backup, or beginning", it: "ultima copia, o inizio"), age(.backupAge)),
            (localized("last backup of the keys", it: "ultima copia delle chiavi"), keysBackup),
            (localized("clock", it: "orologio"), clock),
            (localized("free on its disk", it: "liberi sul suo disco"), megabytes(.diskFreeBytes)),
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
        figure(metric).map { localized("\(grouped($0 / 3_600)) hours ago", it: "\(grouped($0 / 3_600)) ore fa") }
            ?? (isSimulated ? localized("a simulation", it: "una simulazione") : Self.notTold)
    }

    private var keysBackup: String {
        figure(.keysBackedUp) == 0 ? localized("none", it: "nessuna") : age(.keysBackupAge)
    }

    /// How far the clock is behind the last event, if it is.
    private var clock: String {
        if let doubt = figure(.clockImplausible), doubt > 0 { return localized("not believed", it: "non creduto") }
        guard let behind = samples[Metric.clockBehindSeconds.rawValue] else { return Self.notTold }
        return behind > 0
            ? localized(
                "\(span(seconds: behind)) behind the last event",
                it: "\(span(seconds: behind)) indietro rispetto all'ultimo evento")
            : localized("as the log", it: "come il registro")
    }
}

/// Seconds for a person, in the largest unit of which there are two: `731 days`, `5 minutes`.
func span(seconds: Double) -> String {
    switch seconds {
    case 172_800...: localized("\(grouped(Int(seconds / 86_400))) days", it: "\(grouped(Int(seconds / 86_400))) giorni")
    case 7_200...: localized("\(Int(seconds / 3_600)) hours", it: "\(Int(seconds / 3_600)) ore")
    case 120...: localized("\(Int(seconds / 60)) minutes", it: "\(Int(seconds / 60)) minuti")
    case 2...: localized("\(Int(seconds)) seconds", it: "\(Int(seconds)) secondi")
    case 1...: localized("1 second", it: "1 secondo")
    default: localized("less than a second", it: "meno di un secondo")
    }
}
