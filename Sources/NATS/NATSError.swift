import CNATS

/// Why something that NATS was asked for did not happen: the call of the C client, and its message.
package struct NATSError: Error, Sendable, Hashable {
    /// What a caller may have to tell apart.
    package enum Code: Sendable, Hashable {
        /// No server can be reached, or the connection was lost.
        case disconnected
        /// No answer came in time: what was sent may or may not have been stored.
        case timeout
        /// The servers do not know this account, or do not permit it what it asked for.
        case notPermitted
        /// There is no such stream, message, or nobody who answers on that subject.
        case notFound
        /// Another message was stored on the subject than the one that was expected to be the last.
        case wrongLastSequence
        /// The servers took a message for one that they stored a short while ago, and did not store it.
        case duplicate
        /// TLS failed: a certificate that is not trusted, not readable, or for another host.
        case tls
        /// The servers have no leader for the stream, or no room for it.
        case unavailable
        /// An argument or a setting that cannot be used.
        case invalid
        /// Anything else.
        case other
    }

    /// What happened.
    package let code: Code
    /// The call that failed, by its name in `nats.h`.
    package let operation: String
    /// The message of the client or the server.
    package let message: String

    /// Creates an error.
    package init(_ code: Code, in operation: String, _ message: String) {
        self.code = code
        self.operation = operation
        self.message = message
    }

    /// Creates an error from a status of the client and, where JetStream answered, its code.
    init(_ status: natsStatus, jetStream: jsErrCode = jsErrCode(0), in operation: String, text: String? = nil) {
        code = Code(status, jetStream)
        self.operation = operation
        // Unsafe: a C string, static or of the thread that made the call, copied here before the thread can make another.
        message =
            text ?? (unsafe nats_GetLastError(nil).map { unsafe String(cString: $0) }).flatMap { $0.isEmpty ? nil : $0 }
            ?? (unsafe natsStatus_GetText(status).map { unsafe String(cString: $0) } ?? "status \(status.rawValue)")
    }

    /// Throws unless `status` is NATS_OK.
    static func check(_ status: natsStatus, _ operation: @autoclosure () -> String) throws(NATSError) {
        try check(status, jsErrCode(0), operation())
    }

    /// Throws unless `status` is NATS_OK; `jetStream` is the code of the server's answer, or 0.
    static func check(
        _ status: natsStatus, _ jetStream: jsErrCode, _ operation: @autoclosure () -> String
    ) throws(NATSError) {
        if status != NATS_OK { throw NATSError(status, jetStream: jetStream, in: operation()) }
    }
}

extension NATSError.Code {
    init(_ status: natsStatus, _ jetStream: jsErrCode) {
        switch jetStream {
        case JSStreamWrongLastSequenceErr, JSStreamWrongLastMsgIDErr: self = .wrongLastSequence
        case JSStreamNotFoundErr, JSNoMessageFoundErr, JSConsumerNotFoundErr: self = .notFound
        case JSClusterNotAvailErr, JSClusterNotLeaderErr, JSInsufficientResourcesErr, JSStorageResourcesExceededErr,
            JSNotEnabledErr, JSStreamStoreFailedErr, JSClusterNoPeersErr:
            self = .unavailable
        default:
            switch status {
            case NATS_IO_ERROR, NATS_CONNECTION_CLOSED, NATS_NO_SERVER, NATS_STALE_CONNECTION,
                NATS_CONNECTION_DISCONNECTED, NATS_NOT_YET_CONNECTED, NATS_DRAINING,
                // While the client connects again it could only keep what is sent, and has been given no room for that.
                NATS_INSUFFICIENT_BUFFER:
                self = .disconnected
            case NATS_TIMEOUT, NATS_MISSED_HEARTBEAT: self = .timeout
            case NATS_CONNECTION_AUTH_FAILED, NATS_NOT_PERMITTED: self = .notPermitted
            case NATS_NOT_FOUND: self = .notFound
            // Nobody answers while a stream elects its leader, or where it does not exist.
            case NATS_NO_RESPONDERS: self = .unavailable
            case NATS_SSL_ERROR, NATS_SECURE_CONNECTION_WANTED, NATS_SECURE_CONNECTION_REQUIRED: self = .tls
            case NATS_ADDRESS_MISSING, NATS_INVALID_SUBJECT, NATS_INVALID_ARG, NATS_MAX_PAYLOAD: self = .invalid
            default: self = .other
            }
        }
    }
}

extension NATSError: CustomStringConvertible {
    /// The message, and the call.
    package var description: String { "\(message) (\(operation))" }
}
