/// Metrics in the text format of Prometheus (version 0.0.4): for each a line of help, a line with its type, and its samples.
struct Exposition {
    /// The media type that scrapers expect.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// The kinds of metric.
    enum Kind: String {
        /// It only increases, and begins at 0 with the process.
        case counter
        /// It increases and decreases.
        case gauge
    }

    /// A metric with one sample.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: some Numeric) {
        add(kind, name, help, [("", "\(value)")])
    }

    /// A metric with a sample for each value of a label, in the order of the values.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, by label: String, _ values: [String: Int]) {
        add(
            kind, name, help,
            values.sorted { $0.key < $1.key }.map { ("{\(label)=\"\(Self.escaped($0.key))\"}", "\($0.value)") })
    }

    /// A histogram.
    mutating func add(_ name: String, _ help: String, _ histogram: Histogram) {
        head("histogram", name, help)
        var count = 0
        for (bound, bucket) in zip(histogram.bounds, histogram.buckets) {
            count += bucket
            text += "\(name)_bucket{le=\"\(bound)\"} \(count)\n"
        }
        text += "\(name)_bucket{le=\"+Inf\"} \(histogram.count)\n\(name)_sum \(histogram.sum)\n"
        text += "\(name)_count \(histogram.count)\n"
    }

    private mutating func add(
        _ kind: Kind, _ name: String, _ help: String, _ samples: [(labels: String, value: String)]
    ) {
        head(kind.rawValue, name, help)
        for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
    }

    private mutating func head(_ kind: String, _ name: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    /// Escapes backslash, quote and line feed in a label's value.
    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
