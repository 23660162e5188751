import Histogram

/// What was measured, printed as one JSON object.
struct Outcome {
    /// Latencies in nanoseconds.
    private var latencies = Histogram<UInt64>(
        highestTrackableValue: 600_000_000_000, numberOfSignificantValueDigits: .three)
    /// What was answered after the warm-up.
    private(set) var count = 0
    /// What was sent in all, with the warm-up.
    var sent = 0
    /// What was refused, or was answered otherwise than expected.
    private(set) var refused = 0
    private var firstRefusal = ""
    var seconds = 0.0
    private let cpuBefore = ownCPU()
    /// More members, as they are written.
    var more: [(name: String, value: Double)] = []

    mutating func record(nanoseconds: Int) {
        count += 1
        latencies.record(UInt64(max(0, nanoseconds)))
    }

    /// Counts what was answered without a latency of its own.
    mutating func record(count: Int) { self.count += count }

    mutating func refuse(_ text: String) {
        if refused == 0 { firstRefusal = text }
        refused += 1
    }

    /// The object, with latencies in milliseconds.
    var json: String {
        var members = [
            "\"count\":\(count)", "\"sent\":\(sent)", "\"seconds\":\(seconds)",
            "\"rate\":\(Double(count) / max(seconds, 1e-9))",
        ]
        if latencies.totalCount > 0 {
            for (name, percentile) in [("p50", 50.0), ("p90", 90), ("p99", 99), ("p999", 99.9), ("max", 100)] {
                members.append("\"\(name)\":\(Double(latencies.valueAtPercentile(percentile)) / 1e6)")
            }
        }
        members.append("\"generatorCPU\":\(ownCPU() - cpuBefore)")
        members += more.map { "\"\($0.name)\":\($0.value)" }
        if refused > 0 {
            let shown = firstRefusal.unicodeScalars.map { $0.value < 32 || $0 == "\"" || $0 == "\\" ? " " : String($0) }
                .joined()
            members.append("\"refused\":\(refused),\"refusal\":\"\(shown)\"")
        }
        return "{\(members.joined(separator: ","))}"
    }
}
