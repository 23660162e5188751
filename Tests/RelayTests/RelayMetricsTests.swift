import LabAPI
import NATS
import Testing

@testable import Relay

@Suite struct RelayMetricsTests {
    @Test func `metrics say how far the stream is behind, and why`() {
        var numbers = RelayState.Numbers()
        numbers.lines = 10
        numbers.relayed = 7
        numbers.failure = .nats(NATSError(.notPermitted, in: "x", "no"))
        numbers.failures = ["nats-not-permitted": 2, "labd-ended": 1]
        let text = RelayMetrics.text(of: numbers)
        for line in [
            "labrelay_lag_lines 3\n", "labrelay_working 0\n", "labrelay_needs_somebody 1\n",
            "labrelay_failures_total{code=\"labd-ended\"} 1\nlabrelay_failures_total{code=\"nats-not-permitted\"} 2\n",
        ] {
            #expect(text.contains(line), "\(line)")
        }
        let names = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }.map { $0.split(separator: " ")[2] }
        #expect(Set(names).count == names.count && names.allSatisfy { $0.hasPrefix("labrelay_") })
    }

    @Test func `a relay that works needs nobody`() {
        let text = RelayMetrics.text(of: RelayState.Numbers())
        #expect(text.contains("labrelay_working 1\n") && text.contains("labrelay_needs_somebody 0\n"))
    }
}
