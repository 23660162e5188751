import Logging
import ServiceSupport

/// Checks periodically whether a socket's file is still the one on which labd listens. Without it nobody can reach labd, and
/// nothing else detects this.
struct SocketWatch: Sendable {
    private static let pause = Duration.seconds(5)

    /// Where the file was made.
    let path: String
    private let file: FileIdentity

    /// Watches the file that is there now; nil if there is none.
    init?(_ path: String) {
        guard let file = FileIdentity(at: path) else { return nil }
        self.path = path
        self.file = file
    }

    /// Whether the file is still the one.
    var isInPlace: Bool { FileIdentity(at: path) == file }

    /// Runs until it is cancelled, and logs once that the file is missing, and once that it is back.
    func run(_ logger: Logger) async {
        var wasInPlace = true
        await every(Self.pause) {
            let isInPlace = isInPlace
            if wasInPlace, !isInPlace {
                logger.critical(
                    "the socket's file was deleted or replaced, and nobody can reach labd any more: start it again",
                    metadata: ["socket": "\(path)", "run": "systemctl restart labd.socket labd.service"])
            } else if isInPlace, !wasInPlace {
                logger.notice("the socket's file is back", metadata: ["socket": "\(path)"])
            }
            wasInPlace = isInPlace
        }
    }
}
