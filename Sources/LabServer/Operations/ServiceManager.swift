import Glibc

/// The service manager that started labd, told over the datagram socket that `NOTIFY_SOCKET` names (sd_notify(3)).
///
/// Without such a socket nothing is sent. What cannot be delivered is dropped: a manager that does not listen must not
/// keep labd from working.
public struct ServiceManager: Sendable {
    private let path: String?

    /// The manager that `environment` names, if any.
    public init(environment: [String: String]) {
        path = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What the manager can be told.
    public enum Message: Sendable, Hashable {
        /// labd answers.
        case ready
        /// labd reads its settings anew; `.ready` follows. The moment is CLOCK_MONOTONIC's, in microseconds.
        case reloading(microseconds: Int)
        /// labd is alive.
        case watchdog
        /// labd has begun to stop.
        case stopping
        /// One line for `systemctl status`.
        case status(String)

        /// Whether another of its kind follows soon.
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

    /// Tells the manager, in one datagram.
    public func tell(_ messages: Message...) {
        guard let path, let address = UnixAddress(path: path) else { return }
        let text = messages.map(\.line).joined(separator: "\n")
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Both buffers outlive the call, and their lengths are passed with them.
        unsafe address.withSockaddr { pointer, length in
            var bytes = Array(text.utf8)
            // What comes again soon need not be waited for.
            let flags = Int32(MSG_NOSIGNAL) | (messages.allSatisfy(\.isRepeated) ? Int32(MSG_DONTWAIT) : 0)
            _ = unsafe sendto(descriptor, &bytes, bytes.count, flags, pointer, length)
        }
    }
}
