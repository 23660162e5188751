import CNATS
import Glibc
import Synchronization

/// How NATS servers are reached, and as whom.
package struct ConnectionOptions: Sendable, Hashable {
    /// How a client proves who it is.
    package enum Identity: Sendable, Hashable {
        /// It does not.
        case nobody
        /// By a key of its own: the public key (`U…`) and the file of its seed.
        case nkey(publicKey: String, seedFile: String)
        /// By a credentials file, with a JWT and a seed in it.
        case credentials(file: String)
    }

    /// The certificates of TLS, as PEM files.
    package struct TLS: Sendable, Hashable {
        /// Those that are trusted; nil for the system's.
        package var authorities: String?
        /// The client's own chain and its key, if the servers ask for one.
        package var certificate: String?
        package var key: String?

        /// Creates the files' paths.
        package init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
        }
    }

    /// The servers' URLs, `nats://HOST:PORT` or `tls://HOST:PORT`; any of a cluster will do.
    package var servers: [String]
    /// The name under which the servers list this client.
    package var name: String
    /// Who it is.
    package var identity: Identity
    /// The certificates; nil without TLS.
    package var tls: TLS?
    /// The subject below which answers come to this client; nil for `_INBOX`. Clients that are not to hear each other's answers have
    /// their own.
    package var inbox: String?

    /// Creates options.
    package init(
        servers: [String], name: String, identity: Identity = .nobody, tls: TLS? = nil, inbox: String? = nil
    ) {
        self.servers = servers
        self.name = name
        self.identity = identity
        self.tls = tls
        self.inbox = inbox
    }
}

/// A connection to NATS servers. It connects again by itself; once the servers have refused it twice it is closed, and another is to be
/// made.
///
/// Calls block, at most for the time that they are given: do not make them on the cooperative pool. Any thread may make them.
@safe
package final class Connection: Sendable {
    // Unsafe: a C handle, valid from `init` to `deinit`. "natsConnection" objects may be used by many threads (nats.h).
    nonisolated(unsafe) let handle: OpaquePointer

    /// Connects.
    ///
    /// - Throws: `NATSError`, also for files of `options` that cannot be used.
    package init(_ options: ConnectionOptions) throws(NATSError) {
        var prepared: OpaquePointer?
        // Unsafe here and below: C calls, with pointers that live as long as the call. The client copies what it is given.
        try NATSError.check(unsafe natsOptions_Create(&prepared), "natsOptions_Create")
        guard let prepared = unsafe prepared else { throw NATSError(.other, in: "natsOptions_Create", "no memory") }
        defer { unsafe natsOptions_Destroy(prepared) }
        try unsafe Self.prepare(prepared, options)
        var connection: OpaquePointer?
        try NATSError.check(unsafe natsConnection_Connect(&connection, prepared), "natsConnection_Connect")
        guard let connection = unsafe connection else {
            throw NATSError(.other, in: "natsConnection_Connect", "no memory")
        }
        unsafe handle = connection
    }

    deinit {
        // Unsafe: the handle is used by nobody else any more. This closes the connection too.
        unsafe natsConnection_Destroy(handle)
    }

    private static func prepare(_ prepared: OpaquePointer, _ options: ConnectionOptions) throws(NATSError) {
        // Copies of the URLs as C strings, which the client copies again.
        let servers = unsafe options.servers.map { unsafe strdup($0) }
        defer { unsafe servers.forEach { unsafe free($0) } }
        var pointers = unsafe servers.map { unsafe UnsafePointer<CChar>($0) }
        let count = Int32(options.servers.count)
        try NATSError.check(
            unsafe natsOptions_SetServers(prepared, &pointers, count), "natsOptions_SetServers")
        try NATSError.check(unsafe natsOptions_SetName(prepared, options.name), "natsOptions_SetName")
        try NATSError.check(unsafe natsOptions_SetMaxReconnect(prepared, -1), "natsOptions_SetMaxReconnect")
        try NATSError.check(unsafe natsOptions_SetReconnectWait(prepared, 500), "natsOptions_SetReconnectWait")
        try NATSError.check(unsafe natsOptions_SetTimeout(prepared, 5_000), "natsOptions_SetTimeout")
        try NATSError.check(unsafe natsOptions_SetPingInterval(prepared, 10_000), "natsOptions_SetPingInterval")
        // What was sent into a connection that is gone is not to arrive later, beside its repetition.
        try NATSError.check(unsafe natsOptions_SetReconnectBufSize(prepared, 0), "natsOptions_SetReconnectBufSize")
        try NATSError.check(
            unsafe natsOptions_SetFailRequestsOnDisconnect(prepared, true), "natsOptions_SetFailRequestsOnDisconnect")
        if let inbox = options.inbox {
            try NATSError.check(
                unsafe natsOptions_SetCustomInboxPrefix(prepared, inbox), "natsOptions_SetCustomInboxPrefix")
        }
        switch options.identity {
        case .nobody: break
        case .nkey(let publicKey, let seedFile):
            try NATSError.check(
                unsafe natsOptions_SetNKeyFromSeed(prepared, publicKey, seedFile), "natsOptions_SetNKeyFromSeed")
        case .credentials(let file):
            try NATSError.check(
                unsafe natsOptions_SetUserCredentialsFromFiles(prepared, file, nil),
                "natsOptions_SetUserCredentialsFromFiles")
        }
        guard let tls = options.tls else { return }
        try NATSError.check(unsafe natsOptions_SetSecure(prepared, true), "natsOptions_SetSecure")
        if let file = tls.authorities {
            try NATSError.check(
                unsafe natsOptions_LoadCATrustedCertificates(prepared, file), "natsOptions_LoadCATrustedCertificates")
        }
        if let certificate = tls.certificate, let key = tls.key {
            try NATSError.check(
                unsafe natsOptions_LoadCertificatesChain(prepared, certificate, key),
                "natsOptions_LoadCertificatesChain")
        }
    }

    /// Whether it is closed for good, as after servers refused it twice: another is to be made.
    package var isClosed: Bool { unsafe natsConnection_IsClosed(handle) }

    /// Publishes a message without storing it: to those who listen now.
    package func publish(_ bytes: [UInt8], to subject: String) throws(NATSError) {
        try NATSError.check(
            unsafe bytes.withUnsafeBytes {
                unsafe natsConnection_Publish(handle, subject, $0.baseAddress, Int32($0.count))
            },
            "natsConnection_Publish")
    }

    /// Sends a request to a subject, and waits for the first reply.
    package func request(_ bytes: [UInt8], of subject: String, within wait: Duration) throws(NATSError) -> Message {
        var reply: OpaquePointer?
        try NATSError.check(
            unsafe bytes.withUnsafeBytes {
                unsafe natsConnection_Request(
                    &reply, handle, subject, $0.baseAddress, Int32($0.count), wait.milliseconds)
            }, "natsConnection_Request")
        guard let reply = unsafe reply else { throw NATSError(.timeout, in: "natsConnection_Request", "no answer") }
        return unsafe Message(taking: reply)
    }

    /// Listens on a subject from now on.
    package func subscribe(to subject: String) throws(NATSError) -> Subscription {
        var subscription: OpaquePointer?
        try NATSError.check(
            unsafe natsConnection_SubscribeSync(&subscription, handle, subject), "natsConnection_SubscribeSync")
        guard let subscription = unsafe subscription else {
            throw NATSError(.other, in: "natsConnection_SubscribeSync", "no memory")
        }
        return unsafe Subscription(taking: subscription, of: self)
    }

    /// JetStream over this connection.
    package func jetStream() throws(NATSError) -> JetStream { try JetStream(self) }
}

/// A subscription to a subject, whose messages are taken one after another.
@safe
package final class Subscription: Sendable {
    private nonisolated(unsafe) let handle: OpaquePointer
    private let connection: Connection

    /// Takes over a handle.
    init(taking handle: OpaquePointer, of connection: Connection) {
        unsafe self.handle = handle
        self.connection = connection
    }

    deinit { unsafe natsSubscription_Destroy(handle) }

    /// Returns the next message; nil if none comes in time.
    package func next(within wait: Duration) throws(NATSError) -> Message? {
        var message: OpaquePointer?
        let status = unsafe natsSubscription_NextMsg(&message, handle, wait.milliseconds)
        if status == NATS_TIMEOUT { return nil }
        try NATSError.check(status, "natsSubscription_NextMsg")
        guard let message = unsafe message else { return nil }
        return unsafe Message(taking: message)
    }
}

/// A message: its subject, its bytes, and where it is stored, if it is.
package struct Message: Sendable, Hashable {
    /// The subject.
    package let subject: String
    /// The subject on which its sender waits for an answer, if it does.
    package let reply: String?
    /// What it carries.
    package let bytes: [UInt8]
    /// Its number in its stream; 0 for one that is not of a stream.
    package let sequence: Int

    /// Copies a message of the client, and destroys that.
    init(taking message: OpaquePointer) {
        // Unsafe: the strings and bytes belong to the message, and are copied before it is destroyed.
        defer { unsafe natsMsg_Destroy(message) }
        subject = unsafe natsMsg_GetSubject(message).map { unsafe String(cString: $0) } ?? ""
        reply = unsafe natsMsg_GetReply(message).map { unsafe String(cString: $0) }
        let count = Int(unsafe natsMsg_GetDataLength(message))
        bytes =
            unsafe natsMsg_GetData(message).map { data in
                unsafe Array(UnsafeRawBufferPointer(start: data, count: count))
            } ?? []
        var metadata: UnsafeMutablePointer<jsMsgMetaData>?
        if case let number = unsafe natsMsg_GetSequence(message), number > 0 {
            sequence = Int(truncatingIfNeeded: number)
        } else if unsafe natsMsg_GetMetaData(&metadata, message) == NATS_OK, let found = unsafe metadata {
            // Of a message that a subscription delivers.
            sequence = Int(truncatingIfNeeded: unsafe found.pointee.Sequence.Stream)
            unsafe jsMsgMetaData_Destroy(found)
        } else {
            sequence = 0
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least one.
    var milliseconds: Int64 {
        max(1, components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
