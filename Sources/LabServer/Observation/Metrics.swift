import LabAPI
import Office
import Synchronization

/// The counters of a running labd. They may be used from any thread; the writer counts a batch at a time.
///
/// Not by swift-metrics, which is a face for collectors of others: `/metrics` would need one of its own behind it, and each count
/// would go through a handler with a lock of its own.
public final class Metrics: Sendable {
    /// The counts so far.
    struct Counts {
        /// Commands accepted for the first time.
        var accepted = 0
        /// Commands that had been accepted before.
        var repeated = 0
        /// Commands refused, by code.
        var refused: [String: Int] = [:]
        /// Commits that failed, after which the log is opened again.
        var failedCommits = 0
        /// The duration of commits, including the sync to disk.
        var commitSeconds = Histogram([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10])
        /// The number of commands in a batch.
        var batchCommands = Histogram([1, 2, 4, 8, 16, 64, 256, 1_024, 4_096, 16_384])
        /// Connections that are open.
        var connections = 0
        /// Connections that were closed at once because their account had too many.
        var connectionsRefused = 0
        /// Idle connections that were closed for new ones.
        var connectionsGivenWay = 0
    }

    private let counts = Mutex(Counts())

    /// Returns the present counts.
    var now: Counts { counts.withLock { $0 } }

    /// Changes the counts.
    func count(_ change: (inout Counts) -> Void) { counts.withLock { change(&$0) } }

    /// Counts the outcomes of the commands of a batch.
    func count(_ outcomes: [[Outcome]]) {
        counts.withLock { counts in
            var commands = 0
            for outcome in outcomes.joined() {
                commands += 1
                switch outcome {
                case .accepted(let answer):
                    if answer.isRepeated { counts.repeated += 1 } else { counts.accepted += 1 }
                case .refused(let refused): counts.refused[refused.refusal.code.word, default: 0] += 1
                }
            }
            counts.batchCommands.observe(Double(commands))
        }
    }
}

/// A histogram as in Prometheus: how many observations did not exceed each bound, their number and their sum.
struct Histogram: Sendable {
    let bounds: [Double]
    /// Observations by the first bound that they do not exceed; the last element counts those beyond all bounds.
    private(set) var buckets: [Int]
    private(set) var sum = 0.0

    /// Bounds in ascending order.
    init(_ bounds: [Double]) {
        self.bounds = bounds
        buckets = Array(repeating: 0, count: bounds.count + 1)
    }

    mutating func observe(_ value: Double) {
        buckets[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    /// The number of observations.
    var count: Int { buckets.reduce(0, +) }
}
