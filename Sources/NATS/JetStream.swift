import CNATS
import Glibc
import Synchronization

/// JetStream: streams of messages that the servers store, and acknowledge once they have.
@safe
package final class JetStream: Sendable {
    private nonisolated(unsafe) let handle: OpaquePointer
    private let connection: Connection
    /// What became of the messages of ``publish(_:after:within:)``, as the client's threads report it.
    private let acknowledgements: Acknowledgements
    /// Publications take turns: the client can only be asked whether all are done.
    private let turn = Mutex(())

    /// The most messages that wait for an acknowledgement at a time.
    package static let window = 1_024

    init(_ connection: Connection) throws(NATSError) {
        let acknowledgements = Acknowledgements()
        var options = unsafe jsOptions()
        try NATSError.check(unsafe jsOptions_Init(&options), "jsOptions_Init")
        unsafe options.PublishAsync.MaxPending = Int64(Self.window)
        unsafe options.PublishAsync.StallWait = 10_000
        unsafe options.PublishAsync.AckHandler = { _, message, acknowledgement, failure, closure in
            // Unsafe: the closure is an object that lives for ever. The handler has to destroy the message; the rest is the client's.
            guard let closure = unsafe closure else { return }
            let target = unsafe Unmanaged<Acknowledgements>.fromOpaque(closure).takeUnretainedValue()
            if let failure = unsafe failure {
                target.failed(
                    NATSError(
                        unsafe failure.pointee.Err, jetStream: unsafe failure.pointee.ErrCode, in: "js_PublishMsgAsync",
                        text: unsafe failure.pointee.ErrText.map { unsafe String(cString: $0) }))
            } else if let acknowledgement = unsafe acknowledgement {
                if unsafe acknowledgement.pointee.Duplicate {
                    target.failed(
                        NATSError(.duplicate, in: "js_PublishMsgAsync", "the servers have a message with this id"))
                } else {
                    target.stored(at: Int(truncatingIfNeeded: unsafe acknowledgement.pointee.Sequence))
                }
            }
            unsafe natsMsg_Destroy(message)
        }
        // Never released: a thread of the client may be in the handler after the connection was closed, and nothing says when it has
        // left it. A context is made after a failure, and this is what it leaves behind.
        unsafe options.PublishAsync.AckHandlerClosure = Unmanaged.passRetained(acknowledgements).toOpaque()
        var context: OpaquePointer?
        try NATSError.check(
            unsafe natsConnection_JetStream(&context, connection.handle, &options), "natsConnection_JetStream")
        guard let context = unsafe context else { throw NATSError(.other, in: "natsConnection_JetStream", "no memory") }
        unsafe handle = context
        self.connection = connection
        self.acknowledgements = acknowledgements
    }

    deinit {
        // Unsafe: nobody uses the handle any more; the client keeps the context for as long as its own threads need it.
        unsafe jsCtx_Destroy(handle)
    }

    /// A message to be stored.
    package struct Publication: Sendable, Hashable {
        /// What it carries.
        package let bytes: [UInt8]
        /// Its id, by which the servers recognise it when it is sent again soon.
        package let id: String
        /// Further headers.
        package let headers: [(name: String, value: String)]

        /// Creates a message.
        package init(_ bytes: [UInt8], id: String, headers: [(name: String, value: String)] = []) {
            self.bytes = bytes
            self.id = id
            self.headers = headers
        }

        /// Equal if they would be stored alike.
        package static func == (left: Publication, right: Publication) -> Bool {
            left.bytes == right.bytes && left.id == right.id && left.headers.elementsEqual(right.headers, by: ==)
        }

        /// By id and bytes.
        package func hash(into hasher: inout Hasher) {
            hasher.combine(id)
            hasher.combine(bytes)
        }
    }

    /// Stores messages on a subject in their order, many in flight at a time, and returns the number of the last one in the
    /// stream.
    ///
    /// The first is stored only if number `last` of the stream is the last message of the subject, 0 if there is none; each other
    /// one only if the message before it, by its id, is the last of the stream. So nothing else may be stored in the stream
    /// meanwhile. After an error any number of the first messages may have been stored, and no other: make another context, and ask
    /// for the last message, before you go on.
    ///
    /// The first waits for its acknowledgement by itself: servers judge the last number of a subject when a message comes in, and
    /// take no second one meanwhile, but the last id when it is stored.
    ///
    /// - Throws: `wrongLastSequence` if another message was the last; `duplicate` if a message with the same id was stored a short while
    ///   ago; `timeout`, `disconnected`, `unavailable`, `notPermitted`.
    package func publish(
        _ messages: [Publication], to subject: String, after last: Int, within wait: Duration
    ) throws(NATSError) -> Int {
        guard let first = messages.first else { return last }
        let failure: NATSError? = turn.withLock { _ in
            do throws(NATSError) {
                acknowledgements.begin()
                try send(first, to: subject, after: .number(last))
                try complete(within: wait)
                var before = first
                for message in messages.dropFirst() {
                    // Once one was refused, all that follow would be.
                    if acknowledgements.failure != nil { break }
                    try send(message, to: subject, after: .id(before.id))
                    before = message
                }
                try complete(within: wait)
                return nil
            } catch {
                forgetPending()
                return acknowledgements.failure ?? error
            }
        }
        if let failure { throw failure }
        return acknowledgements.last
    }

    /// What has to precede a message.
    private enum Predecessor {
        /// The message with that number, as the last of the subject; 0 for none.
        case number(Int)
        /// The message with that id, as the last of the stream.
        case id(String)
    }

    private func send(
        _ message: Publication, to subject: String, after predecessor: Predecessor
    ) throws(NATSError) {
        var made: OpaquePointer?
        try NATSError.check(
            unsafe message.bytes.withUnsafeBytes { bytes in
                unsafe natsMsg_Create(
                    &made, subject, nil, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }, "natsMsg_Create")
        // js_PublishMsgAsync takes the message, and leaves nil, if it succeeds.
        defer { unsafe natsMsg_Destroy(made) }
        for header in message.headers {
            try NATSError.check(unsafe natsMsgHeader_Set(made, header.name, header.value), "natsMsgHeader_Set")
        }
        var options = unsafe jsPubOptions()
        try NATSError.check(unsafe jsPubOptions_Init(&options), "jsPubOptions_Init")
        let before: String
        switch predecessor {
        case .number(let number):
            before = ""
            if number == 0 {
                unsafe options.ExpectNoMessage = true
            } else {
                unsafe options.ExpectLastSubjectSeq = UInt64(number)
            }
        case .id(let id): before = id
        }
        let status = unsafe message.id.withCString { id in
            unsafe before.withCString { before in
                unsafe options.MsgId = id
                if case .id = predecessor { unsafe options.ExpectLastMsgId = before }
                return unsafe js_PublishMsgAsync(handle, &made, &options)
            }
        }
        try NATSError.check(status, "js_PublishMsgAsync")
        acknowledgements.noteSent()
    }

    /// Waits until all messages are acknowledged.
    private func complete(within wait: Duration) throws(NATSError) {
        var options = unsafe jsPubOptions()
        try NATSError.check(unsafe jsPubOptions_Init(&options), "jsPubOptions_Init")
        unsafe options.MaxWait = wait.milliseconds
        let status = unsafe js_PublishAsyncComplete(handle, &options)
        if let failure = acknowledgements.failure { throw failure }
        try NATSError.check(status, "js_PublishAsyncComplete")
    }

    /// Forgets what is still under way; whether it arrives is seen by who asks for the last message.
    private func forgetPending() {
        // Before the first message the client has no list, and does not look whether it has.
        guard acknowledgements.hasSent else { return }
        var pending = unsafe natsMsgList()
        if unsafe js_PublishAsyncGetPendingList(&pending, handle) == NATS_OK { unsafe natsMsgList_Destroy(&pending) }
    }

    /// Returns the last message on a subject of a stream; nil if there is none.
    ///
    /// - Throws: `notFound` if there is no such stream.
    package func lastMessage(of subject: String, in stream: String) throws(NATSError) -> Message? {
        var message: OpaquePointer?
        var code = jsErrCode(0)
        let status = unsafe js_GetLastMsg(&message, handle, stream, subject, nil, &code)
        if status != NATS_OK, code == JSNoMessageFoundErr { return nil }
        try NATSError.check(status, code, "js_GetLastMsg")
        guard let message = unsafe message else { return nil }
        return unsafe Message(taking: message)
    }

    /// Returns the message with a number in a stream; nil if there is none, or no longer.
    package func message(_ sequence: Int, in stream: String) throws(NATSError) -> Message? {
        var message: OpaquePointer?
        var code = jsErrCode(0)
        let status = unsafe js_GetMsg(&message, handle, stream, UInt64(sequence), nil, &code)
        if status != NATS_OK, code == JSNoMessageFoundErr { return nil }
        try NATSError.check(status, code, "js_GetMsg")
        guard let message = unsafe message else { return nil }
        return unsafe Message(taking: message)
    }

    /// Reads the messages of some of a stream's subjects in their order, from a number on, and those that come later. The client
    /// asks again for what it misses.
    package func read(_ subjects: String, of stream: String, from sequence: Int) throws(NATSError) -> Subscription {
        var options = unsafe jsSubOptions()
        try NATSError.check(unsafe jsSubOptions_Init(&options), "jsSubOptions_Init")
        var code = jsErrCode(0)
        var subscription: OpaquePointer?
        let status = unsafe stream.withCString { name in
            unsafe options.Stream = name
            unsafe options.Ordered = true
            unsafe options.Config.DeliverPolicy = js_DeliverByStartSequence
            unsafe options.Config.OptStartSeq = UInt64(max(1, sequence))
            return unsafe js_SubscribeSync(&subscription, handle, subjects, nil, &options, &code)
        }
        try NATSError.check(status, code, "js_SubscribeSync")
        guard let subscription = unsafe subscription else {
            throw NATSError(.other, in: "js_SubscribeSync", "no memory")
        }
        return unsafe Subscription(taking: subscription, of: connection)
    }

    /// Returns the number of a stream's last message; 0 for an empty stream.
    package func end(of stream: String) throws(NATSError) -> Int {
        var info: UnsafeMutablePointer<jsStreamInfo>?
        var code = jsErrCode(0)
        try NATSError.check(unsafe js_GetStreamInfo(&info, handle, stream, nil, &code), code, "js_GetStreamInfo")
        defer { unsafe jsStreamInfo_Destroy(info) }
        return Int(truncatingIfNeeded: unsafe info?.pointee.State.LastSeq ?? 0)
    }

    /// Creates a stream that keeps everything on disk, on so many servers, and lets nobody delete or purge; leaves one of that name
    /// as it is. Returns whether it was created.
    ///
    /// - Throws: `unavailable` if there are not so many servers, or no room; `notPermitted`.
    package func create(stream: String, subjects: [String], replicas: Int, about: String) throws(NATSError) -> Bool {
        var info: UnsafeMutablePointer<jsStreamInfo>?
        var code = jsErrCode(0)
        let found = unsafe js_GetStreamInfo(&info, handle, stream, nil, &code)
        defer { unsafe jsStreamInfo_Destroy(info) }
        if found == NATS_OK { return false }
        guard code == JSStreamNotFoundErr else { throw NATSError(found, jetStream: code, in: "js_GetStreamInfo") }
        // The configuration's texts must live as long as the call.
        let texts = unsafe ([stream, about] + subjects).map { unsafe strdup($0) }
        defer { unsafe texts.forEach { unsafe free($0) } }
        var pointers = unsafe texts.dropFirst(2).map { unsafe UnsafePointer<CChar>($0) }
        var configuration = unsafe jsStreamConfig()
        try NATSError.check(unsafe jsStreamConfig_Init(&configuration), "jsStreamConfig_Init")
        unsafe configuration.Name = UnsafePointer(texts[0])
        unsafe configuration.Description = UnsafePointer(texts[1])
        unsafe configuration.Storage = js_FileStorage
        unsafe configuration.Retention = js_LimitsPolicy
        unsafe configuration.Discard = js_DiscardNew
        unsafe configuration.Replicas = Int64(replicas)
        unsafe configuration.DenyDelete = true
        unsafe configuration.DenyPurge = true
        let status = unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            unsafe configuration.Subjects = buffer.baseAddress
            unsafe configuration.SubjectsLen = Int32(subjects.count)
            return unsafe js_AddStream(&info, handle, &configuration, nil, &code)
        }
        try NATSError.check(status, code, "js_AddStream")
        return true
    }

    /// Deletes a stream with all that is in it.
    package func delete(stream: String) throws(NATSError) {
        var code = jsErrCode(0)
        try NATSError.check(unsafe js_DeleteStream(handle, stream, nil, &code), code, "js_DeleteStream")
    }
}

/// What became of the messages under way, noted by the client's threads.
private final class Acknowledgements: Sendable {
    private struct State {
        var last = 0
        var failure: NATSError?
        var hasSent = false
    }
    private let state = Mutex(State())

    /// Whether anything was ever sent.
    var hasSent: Bool { state.withLock { $0.hasSent } }
    func noteSent() { state.withLock { $0.hasSent = true } }

    /// The greatest number of a message that was stored.
    var last: Int { state.withLock { $0.last } }
    /// The first failure.
    var failure: NATSError? { state.withLock { $0.failure } }

    func begin() {
        state.withLock {
            $0.last = 0
            $0.failure = nil
        }
    }
    func stored(at sequence: Int) { state.withLock { $0.last = max($0.last, sequence) } }
    func failed(_ error: NATSError) { state.withLock { $0.failure = $0.failure ?? error } }
}
