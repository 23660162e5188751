import LabAPI

/// Metrics in the text format of Prometheus (version 0.0.4): for each a line of help, a line with its type, and its samples.
struct Exposition {
    /// The media type that scrapers expect.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// A metric with one sample.
    mutating func add(_ metric: Metric, _ help: String, _ value: some Numeric) {
        head(metric, help)
        text += "\(metric.rawValue) \(value)\n"
    }

    /// A metric that is 1 if something is the case, else 0.
    mutating func add(_ metric: Metric, _ help: String, if isCase: Bool) { add(metric, help, isCase ? 1 : 0) }

    /// A metric with a sample for each value of a label, in the order of the values.
    mutating func add(_ metric: Metric, _ help: String, by label: String, _ values: [String: Int]) {
        head(metric, help)
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            text += "\(metric.rawValue){\(label)=\"\(Self.escaped(key))\"} \(value)\n"
        }
    }

    /// A histogram.
    mutating func add(_ metric: Metric, _ help: String, _ histogram: Histogram) {
        let name = metric.rawValue
        head(metric, help, type: "histogram")
        var count = 0
        for (bound, bucket) in zip(histogram.bounds, histogram.buckets) {
            count += bucket
            text += "\(name)_bucket{le=\"\(bound)\"} \(count)\n"
        }
        text += "\(name)_bucket{le=\"+Inf\"} \(histogram.count)\n\(name)_sum \(histogram.sum)\n"
        text += "\(name)_count \(histogram.count)\n"
    }

    private mutating func head(_ metric: Metric, _ help: String, type: String? = nil) {
        let name = metric.rawValue
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type ?? (name.hasSuffix("_total") ? "counter" : "gauge"))\n"
    }

    /// Escapes backslash, quote and line feed in a label's value.
    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
