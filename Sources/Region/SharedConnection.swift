package import NATS
import Synchronization

/// The region's connection to its servers, which all offices' intakes use. It is made when it is first needed, and goes on by itself
/// when servers come and go.
package final class SharedConnection: Sendable {
    private let options: ConnectionOptions
    private let connection = Mutex<Connection?>(nil)

    /// Prepares a connection.
    package init(_ options: ConnectionOptions) { self.options = options }

    /// Returns the connection, or another in place of one that was closed for good; blocks while it is made.
    func current() throws(NATSError) -> Connection {
        try connection.withLock { known throws(NATSError) in
            if let known, !known.isClosed { return known }
            let made = try Connection(options)
            known = made
            return made
        }
    }

    /// JetStream over the connection.
    func jetStream() throws(NATSError) -> JetStream { try current().jetStream() }
}
