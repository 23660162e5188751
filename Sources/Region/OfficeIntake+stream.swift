import CanonicalJSON
import EventFormat
import FoundationEssentials
import LabServer
import Ledger
import Logging
import NATS
import Office
import RegionFeed
import ServiceSupport
import TransparencyCrypto
import TransparencyLog

extension OfficeIntake {
    func follow() async throws {
        let jetStream = try connection.jetStream()
        if let start {
            last = nil
            self.start = nil
            try await follow(try jetStream.read(feed.streamSubject, of: feed.stream, from: start), jetStream)
        } else {
            last = try place(jetStream)
            try await follow(try jetStream.read(feed.streamSubject, of: feed.stream, from: sequence + 1), jetStream)
        }
    }

    private func follow(_ messages: Subscription, _ jetStream: JetStream) async throws {
        logger.info(
            "following an office",
            metadata: ["office": "\(office.id)", "generation": "\(generation)", "from": "\(sequence + 1)"])
        var heard = ContinuousClock.now
        while !stop.isGiven {
            try Task.checkCancellation()
            if let message = try messages.next(within: .milliseconds(100)) {
                heard = .now
                if office.standing.interruption != nil { office.change { $0.interruption = nil } }
                try await take(message)
                try cosign()
                continue
            }
            try cosign()
            if ContinuousClock.now - heard > Self.suspicion {
                // Also says that the servers answer, so that nothing is missing.
                let end = try jetStream.end(of: feed.stream)
                office.change { $0.interruption = nil }
                if end != sequence {
                    throw RegionError("the stream ends at \(end), and the servers delivered up to \(sequence)")
                }
                heard = .now
                // A stream that lost its end, or all, looks like one to which nothing came; the relay knows better.
                if lastAsked.map({ ContinuousClock.now - $0 > Self.betweenQuestions }) ?? true {
                    ask(from: verifier.received)
                }
            }
            if verifier.promised > verifier.verified, ContinuousClock.now - heard > Self.patience {
                ask(from: verifier.received)
            }
        }
    }

    /// The message behind which to go on in the stream: the last one that was taken, or that was noted with the copy, if the stream still
    /// has it as it was; nil for its beginning.
    func place(_ jetStream: JetStream) throws -> Message? {
        if let last, let message = try jetStream.message(last.sequence, in: feed.stream), message.bytes == last.bytes {
            return message
        }
        guard let copy, verifier.received == copy.ledger.count,
            let noted = FileManager.default.contents(atPath: path(generation) + "/place"),
            let number = Int(String(decoding: noted, as: UTF8.self).prefix { $0 != "\n" }), number > 0,
            let message = try jetStream.message(number, in: feed.stream), message.subject == feed.events(generation),
            let position = LineStamp(message.bytes.span)?.position, position < copy.ledger.count,
            try copy.ledger.line(at: position) == message.bytes
        else { return nil }
        return message
    }

    func take(_ message: Message) async throws {
        last = message
        var generation = 0
        guard OfficeFeed(subject: message.subject, generation: &generation) == feed else {
            return count(\.impossible, "a message on another subject", message)
        }
        // What precedes a restore that gave up events is in the copy of its generation, if it was verified.
        guard generation >= self.generation else { return }
        if generation > self.generation { return try await look(at: message, of: generation) }
        if message.subject == feed.events(generation) {
            try await take(line: message)
        } else {
            try await judge(verifier.take(checkpoint: message.bytes.span), message)
        }
        show()
    }

    /// Takes note of a later generation of the log, which is followed once its key has signed a checkpoint.
    private func look(at message: Message, of generation: Int) async throws {
        if later[generation] == nil, later.count < Self.mostGenerations { later[generation] = message.sequence }
        guard message.subject == feed.checkpoints(generation) else { return }
        var other = FeedVerifier(key: try key(generation), using: .crypto, .crypto)
        if case .foreign(let reason) = other.take(checkpoint: message.bytes.span) {
            return count(\.foreign, reason, message)
        }
        logger.notice(
            "an office's log goes on as another generation: it was restored, and events were given up",
            metadata: ["office": "\(office.id)", "generation": "\(generation)"])
        let first = later[generation] ?? 1
        try await begin(generation)
        start = first
        throw Rewound()
    }

    func take(line message: Message) async throws {
        switch verifier.take(line: message.bytes.span) {
        case .next:
            guard waiting.bytes < Self.mostWaiting else {
                throw Stopped(
                    fault: .init(
                        .unsigned,
                        "\(waiting.count) lines came, and no checkpoint over them that the key in the settings signed: is it the office's?"
                    ))
            }
            try waiting.append(message.bytes)
            lastLine = message.sequence
            if let outcome = verifier.takeAwaitedCheckpoint() { try await judge(outcome, message) }
        case .repeated(let position, let isSame):
            office.change { $0.repeated += 1 }
            let isLine =
                isSame ?? ((try? copy?.ledger.line(at: position)) ?? nil).map { $0 == message.bytes } ?? false
            if !isLine { count(\.altered, "a line of position \(position) with other bytes", message) }
        case .gap(let expected, _): ask(from: expected)
        case .impossible(let reason): count(\.impossible, reason, message)
        }
    }

    func judge(_ outcome: FeedVerifier.CheckpointOutcome, _ message: Message) async throws {
        switch outcome {
        case .ahead: break
        case .verified(_, let new): if new > 0 { try await keep(new) }
        case .older(let size, let root):
            guard let copy, size > 0, size <= copy.ledger.count,
                try copy.ledger.root(ofSize: size) != root
            else { return }
            try fork(size, message)
        case .forked(let size, _): try fork(size, message)
        case .foreign(let reason): count(\.foreign, reason, message)
        case .altered(let position, let size):
            office.change { $0.altered += 1 }
            try waiting.read(waiting.count) {
                evidence.keep("a line below a checkpoint of \(size) that they do not lead to", $0, sequence: 0)
            }
            waiting.removeAll()
            evidence.keep("the checkpoint of \(size)", message.bytes, sequence: message.sequence)
            rejected = (position, rejected.position == position ? rejected.times + 1 : 1)
            guard rejected.times <= Self.mostRejections else {
                throw Stopped(
                    fault: .init(
                        .altered,
                        "the lines from \(position) on, sent \(rejected.times) times, do not have the root that the office signed for \(size) lines; "
                            + "they are in \(evidence.file)"))
            }
            lastAsked = nil
            ask(from: position)
        }
    }

    func fork(_ size: Int, _ message: Message) throws -> Never {
        try fork(
            size,
            [
                ("a checkpoint of \(size) lines with another root", message.bytes),
                ("the checkpoint that verifies", verifier.checkpoint),
            ])
    }

    /// Stops the office for two histories of its first lines, and keeps what shows them.
    func fork(_ size: Int, _ proofs: [(what: String, bytes: [UInt8])]) throws -> Never {
        for (what, bytes) in proofs { evidence.keep(what, bytes, sequence: sequence, isProof: true) }
        throw Stopped(
            fault: .init(
                .forked, "the office's key signed two roots for its first \(size) lines; both are in \(evidence.file)"))
    }

    /// The copy of the generation that is followed.
    var copy: OfficeCopy? { office.copy.flatMap { $0.ledger.identity.generation == generation ? $0 : nil } }

    /// Puts verified lines into the copy, which is begun with the first of them.
    func keep(_ new: Int) async throws {
        let note = try SignedNote(parsing: verifier.checkpoint.span)
        let begun = self.copy
        let copy: OfficeCopy
        if let begun {
            copy = begun
        } else {
            var first: [UInt8] = []
            try waiting.read(1) { first = $0 }
            let key = try key(generation)
            try Ledger.beginCopy(inDirectory: path(generation), of: key, firstLine: first, coveredBy: note)
            copy = try await opened(generation)
        }
        try append(new, skipping: begun == nil ? 1 : 0, to: copy, note)
        try compareWithEarlierGeneration(copy)
        try await takeIn(copy)
        if begun == nil { await hall.show(copy, of: office) }
        try waiting.removeFirst(new)
        notePlace()
    }

    func takeIn(_ copy: OfficeCopy) async throws {
        do { try await copy.takeIn { [stop] in !stop.isGiven } } catch let error as UnreadableEvent {
            throw Stopped(fault: unreadable(error))
        }
        if stop.isGiven { throw CancellationError() }
    }

    func append(_ new: Int, skipping first: Int, to copy: OfficeCopy, _ note: SignedNote) throws {
        do {
            try copy.append(coveredBy: note) { put in
                var number = 0
                try waiting.read(new) { line in
                    defer { number += 1 }
                    // What is copied by then stays; the next start goes on behind it.
                    if number.isMultiple(of: 1_024), stop.isGiven { throw CancellationError() }
                    if number >= first { try put(line) }
                }
            }
        } catch LedgerError.damaged(let position, let detail) {
            // The lines were verified when they came: the disk gave others back, and some may be in the copy.
            throw damaged(position, detail)
        }
    }

    /// Notes where the last verified line is in the stream, if that is known: the place where the next start goes on.
    func notePlace() {
        // If it cannot be noted, the next start reads the stream from its beginning.
        if waiting.count == 0, let lastLine {
            try? Data("\(lastLine)\n".utf8).write(to: URL(filePath: path(generation) + "/place"))
        }
    }

    /// What an office kept when it restored its log must be what this region had verified of it before.
    ///
    /// Once it was compared, that is noted; an interrupted comparison is repeated when the copy is opened, and one of a copy that was not
    /// made to its end, once it is: what was given up is told by its last lines.
    func compareWithEarlierGeneration(_ copy: OfficeCopy) throws {
        let generation = copy.ledger.identity.generation
        guard generation > 1, try copy.ledger.copiedSizeToReach() == copy.ledger.count else { return }
        let done = path(generation) + "/compared"
        guard !FileManager.default.fileExists(atPath: done),
            let before = begunGenerations.last(where: { $0 < generation })
        else { return }
        let earlier: Ledger
        if let known = office.copy?.ledger, known.identity.generation == before {
            earlier = known
        } else {
            earlier = try Ledger(copyInDirectory: path(before), of: try key(before))
        }
        // Every restore since then gave up what lies behind its own end.
        var kept = Int.max
        for position in try copy.ledger.stream("log") {
            guard let event = try copy.ledger.event(at: position), event.type == LogEvent.restored,
                case .integer(let number)? = event.data["generation"], number > before,
                case .integer(let end)? = event.data["kept"]
            else { continue }
            kept = min(kept, Int(end))
        }
        let common = min(earlier.count, kept, copy.ledger.count)
        guard kept < .max, common > 0, try earlier.root(ofSize: common) == copy.ledger.root(ofSize: common) else {
            try fork(
                common,
                [
                    ("the checkpoint of generation \(before)", try earlier.checkpoint()?.bytes ?? []),
                    ("the checkpoint of generation \(generation)", try copy.ledger.checkpoint()?.bytes ?? []),
                ])
        }
        try DurableFile.write(Array("\(common)\n".utf8), to: done)
        logger.notice(
            "an office gave up events that the region has",
            metadata: [
                "office": "\(office.id)", "events": "\(earlier.count - common)", "kept": "\(path(before))",
            ])
    }
}
