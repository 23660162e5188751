import Glibc

/// The service manager that started labd, which is notified over the datagram socket that `NOTIFY_SOCKET` names (sd_notify(3)).
///
/// Without such a socket nothing is sent. A notification that cannot be delivered is dropped: a manager that does not listen
/// must not block labd.
public struct ServiceManager: Sendable {
    private let path: String?

    /// The manager that `environment` names, if any.
    public init(environment: [String: String]) {
        path = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A notification to the manager.
    public enum Message: Sendable, Hashable {
        /// labd answers.
        case ready
        /// labd reads its settings again; `.ready` follows. The time is that of CLOCK_MONOTONIC, in microseconds.
        case reloading(microseconds: Int)
        /// labd is alive.
        case watchdog
        /// labd has begun to stop.
        case stopping
        /// A line for `systemctl status`.
        case status(String)

        /// Whether another notification of the same kind follows soon.
        var isRepeated: Bool {
            switch self {
            case .watchdog, .status: true
            case .ready, .reloading, .stopping: false
            }
        }

        var line: String {
            switch self {
            case .ready: "READY=1"
            case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
            case .watchdog: "WATCHDOG=1"
            case .stopping: "STOPPING=1"
            case .status(let text): "STATUS=" + text.replacing("\n", with: " ")
            }
        }
    }

    /// Notifies the manager in one datagram.
    public func tell(_ messages: Message...) {
        guard let path, let address = UnixAddress(path: path) else { return }
        let text = messages.map(\.line).joined(separator: "\n")
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Both buffers outlive the call, and their lengths are passed with them.
        unsafe address.withSockaddr { pointer, length in
            var bytes = Array(text.utf8)
            // A notification that is repeated soon need not be waited for.
            let flags = Int32(MSG_NOSIGNAL) | (messages.allSatisfy(\.isRepeated) ? Int32(MSG_DONTWAIT) : 0)
            _ = unsafe sendto(descriptor, &bytes, bytes.count, flags, pointer, length)
        }
    }
}
