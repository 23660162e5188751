package import LabAPI
package import NATS
import RegionFeed

/// Why a relay does not go on at the moment: what happened, where, and what to do. It tries again by itself.
package enum RelayError: Error, Sendable, Hashable {
    /// labd cannot be asked.
    case labd(ClientError)
    /// labd refuses what the relay asks: its account lacks a role.
    case refused(status: Int, detail: String)
    /// labd's answer is not what this version expects.
    case unexpected(String)
    /// labd ended the stream of lines: it stops, or the account's role was taken away.
    case ended
    /// NATS does not do what it is asked.
    case nats(NATSError)
    /// The office's id cannot be part of a subject.
    case invalidOffice(String)
    /// The region has no stream for the office.
    case noStream(String)
    /// The stream has lines that the log does not have.
    case ahead(stream: String, position: Int, lines: Int)
    /// The stream's last line is not the log's line at that position.
    case forked(stream: String, position: Int)

    /// A stable code, for metrics and for tests.
    package var code: String {
        switch self {
        case .labd: "labd-unreachable"
        case .refused: "labd-refused"
        case .unexpected: "labd-unexpected"
        case .ended: "labd-ended"
        case .nats(let error) where error.code == .notPermitted: "nats-not-permitted"
        case .nats: "nats-unavailable"
        case .invalidOffice: "invalid-office"
        case .noStream: "no-stream"
        case .ahead: "stream-ahead"
        case .forked: "stream-forked"
        }
    }

    /// Whether waiting does not mend it, and somebody must act.
    package var needsSomebody: Bool {
        switch self {
        case .labd, .ended: false
        case .nats(let error): error.code == .notPermitted || error.code == .tls || error.code == .invalid
        case .refused, .unexpected, .invalidOffice, .noStream, .ahead, .forked: true
        }
    }
}

extension RelayError: CustomStringConvertible {
    /// The message for people.
    package var description: String {
        switch self {
        case .labd(let error): "\(error)"
        case .refused(let status, let detail):
            "labd refuses to show its lines (\(status)): \(detail); give this account the role auditor"
        case .unexpected(let detail): "labd answered what this version does not understand: \(detail)"
        case .ended: "labd ended the stream of lines: it stops, or read its settings again"
        case .nats(let error): "NATS: \(error)"
        case .invalidOffice(let office): "\(office) is no office's id; accepted: 1 to 64 of A-Z a-z 0-9 . _ : -"
        case .noStream(let stream):
            "the region has no stream \(stream): the region creates it with labrelay create-stream"
        case .ahead(let stream, let position, let lines):
            "the stream \(stream) has a line at position \(position), but the log has only \(lines) lines: an older log was "
                + "put back without labctl restore; restore the newest backup, or give up what is missing with labctl restore "
                + "--discard-newer, which begins another generation"
        case .forked(let stream, let position):
            "the line at position \(position) in the stream \(stream) is not the log's: the log was replaced, or somebody else writes to the "
                + "stream; nothing is published. Keep a copy of the stream, withdraw that permission, then delete the stream and create it "
                + "again"
        }
    }
}
