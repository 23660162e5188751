import FoundationEssentials

/// A relay's metrics, in a file for a collector of text files (node_exporter's textfile collector): the relay listens on no socket.
package struct RelayMetrics: Sendable {
    private let path: String

    /// Metrics in a file, which is replaced as a whole.
    package init(path: String) {
        self.path = path
    }

    /// Writes the numbers.
    package func write(_ numbers: RelayState.Numbers) throws {
        try Data(Self.text(of: numbers).utf8).write(to: URL(filePath: path), options: .atomic)
    }

    /// The numbers in the text format of Prometheus.
    package static func text(of numbers: RelayState.Numbers) -> String {
        var text = ""
        func metric(_ name: String, _ kind: String, _ help: String, _ values: [(labels: String, value: Int)]) {
            text += "# HELP labrelay_\(name) \(help)\n# TYPE labrelay_\(name) \(kind)\n"
            for (labels, value) in values { text += "labrelay_\(name)\(labels) \(value)\n" }
        }
        metric(
            "working", "gauge", "Whether lines are relayed: 0 while labd or the servers are away.",
            [
                ("", numbers.failure == nil ? 1 : 0)
            ])
        metric(
            "needs_somebody", "gauge", "Whether nothing is relayed until somebody acts.",
            [
                ("", numbers.failure?.needsSomebody == true ? 1 : 0)
            ])
        metric("lines", "gauge", "The lines of the log, as its last checkpoint says.", [("", numbers.lines)])
        metric("relayed_lines", "gauge", "The lines that the stream has.", [("", numbers.relayed)])
        metric(
            "lag_lines", "gauge", "The lines that the stream still lacks.",
            [
                ("", max(0, numbers.lines - numbers.relayed))
            ])
        metric(
            "checkpoint_lines", "gauge", "The size of the last checkpoint in the stream.", [("", numbers.checkpointed)])
        metric(
            "published_lines_total", "counter", "Lines published, with those that were sent again.",
            [
                ("", numbers.published)
            ])
        metric("published_checkpoints_total", "counter", "Checkpoints published.", [("", numbers.checkpoints)])
        metric("cosignatures_total", "counter", "Cosignatures that labd took.", [("", numbers.cosignatures)])
        metric("resends_total", "counter", "Requests to send lines again that were followed.", [("", numbers.resends)])
        metric(
            "failures_total", "counter", "How often nothing could be relayed, by reason.",
            numbers.failures.sorted { $0.key < $1.key }.map { ("{code=\"\($0.key)\"}", $0.value) })
        return text
    }
}
