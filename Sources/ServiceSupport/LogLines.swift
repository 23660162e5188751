import FoundationEssentials
import Glibc
public import Logging

/// A log handler that writes labd's messages to standard error, one on each line.
///
/// Under systemd, where standard error is the journal's stream, a line is `<N>message key=value …` with the priority that the
/// journal understands (sd-daemon(3)). Otherwise it is for people: time, level, message.
public struct LogLines: LogHandler {
    /// The form of a line.
    public enum Form: Sendable, Hashable {
        /// For the journal: with a priority prefix and without a time, because the journal adds its own.
        case journal
        /// For people.
        case human
    }

    /// Messages below this level are not written.
    public var logLevel: Logger.Level = .info
    /// Metadata that every line has in addition to its own.
    public var metadata: Logger.Metadata = [:]
    private let form: Form
    private let write: @Sendable (String) -> Void

    /// Creates a handler that writes lines of that form, by default to standard error.
    public init(_ form: Form, write: @escaping @Sendable (String) -> Void = LogLines.standardError) {
        self.form = form
        self.write = write
    }

    /// The value of a metadata key.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { _, new in new }
        var line: String
        switch form {
        case .journal: line = "<\(event.level.priority)>"
        case .human: line = "\(Date.now.formatted(.iso8601)) \(event.level.rawValue): "
        }
        line += event.message.description.replacing("\n", with: "\\n")
        for (key, value) in merged.sorted(by: { $0.key < $1.key }) where !key.hasPrefix("hb.") {
            line += " \(key)=\(Self.quoted("\(value)"))"
        }
        write(line + "\n")
    }

    private static func quoted(_ text: String) -> String {
        guard text.isEmpty || text.contains(where: { " \"=\n\\".contains($0) }) else { return text }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }

    /// Writes to standard error in one call, so that lines of several threads do not mix.
    public static let standardError: @Sendable (String) -> Void = { line in
        var bytes = Array(line.utf8)
        // The buffer outlives the call, and its length is passed with it. If a line cannot be written, labd continues.
        _ = unsafe Glibc.write(STDERR_FILENO, &bytes, bytes.count)
    }

    /// Returns the journal's form if `JOURNAL_STREAM` names the device and inode of standard error, otherwise the form for
    /// people.
    public static func form(environment: [String: String]) -> Form {
        var status = stat()
        guard let stream = environment["JOURNAL_STREAM"], unsafe fstat(STDERR_FILENO, &status) == 0 else {
            return .human
        }
        return stream == "\(status.st_dev):\(status.st_ino)" ? .journal : .human
    }
}

extension Logger.Level {
    /// The syslog priority (syslog(3)).
    var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
