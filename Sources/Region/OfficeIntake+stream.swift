import CanonicalJSON
import EventFormat
import Executors
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
        last = try place(jetStream)
        let messages = try jetStream.read(feed.streamSubject, of: feed.stream, from: sequence + 1)
        logger.info(
            "following an office",
            metadata: ["office": "\(office.id)", "generation": "\(generation)", "from": "\(sequence + 1)"])
        var heard = ContinuousClock.now
        while !stop.isGiven {
            if let message = try messages.next(within: .milliseconds(100)) {
                heard = .now
                if office.standing.interruption != nil { office.change { $0.interruption = nil } }
                try await take(message)
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
        guard let copy = office.copy, verifier.received == copy.ledger.count,
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
        if generation < self.generation {
            return count(\.impossible, "a message of an earlier generation of the log", message)
        }
        if generation > self.generation {
            logger.notice(
                "an office's log goes on as another generation: it was restored, and events were given up",
                metadata: ["office": "\(office.id)", "generation": "\(generation)"])
            try await begin(generation)
            last = message
        }
        if message.subject == feed.events(generation) {
            try await take(line: message)
        } else {
            try await judge(verifier.take(checkpoint: message.bytes.span), message)
        }
        show()
    }

    func take(line message: Message) async throws {
        switch verifier.take(line: message.bytes.span) {
        case .next:
            try waiting.append(message.bytes)
            lastLine = message.sequence
            if let outcome = verifier.takeAwaitedCheckpoint() { try await judge(outcome, message) }
        case .repeated(let position, let isSame):
            office.change { $0.repeated += 1 }
            let isLine =
                isSame ?? ((try? office.copy?.ledger.line(at: position)) ?? nil).map { $0 == message.bytes } ?? false
            if !isLine { count(\.altered, "a line of position \(position) with other bytes", message) }
        case .gap(let expected, _): ask(from: expected)
        case .impossible(let reason): count(\.impossible, reason, message)
        }
    }

    func judge(_ outcome: FeedVerifier.CheckpointOutcome, _ message: Message) async throws {
        switch outcome {
        case .ahead: break
        case .verified(_, let new): if new > 0 { try await keep(new, message) }
        case .older(let size, let root):
            guard let copy = office.copy, size > 0, try copy.ledger.root(ofSize: size) != root else { return }
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
            rejected = (size, rejected.size == size ? rejected.times + 1 : 1)
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

    func fork(_ size: Int, _ message: Message) throws {
        evidence.keep("a checkpoint of \(size) lines with another root", message.bytes, sequence: message.sequence)
        evidence.keep("the checkpoint that verifies", verifier.checkpoint, sequence: 0)
        throw Stopped(
            fault: .init(
                .forked, "the office's key signed two roots for its first \(size) lines; both are in \(evidence.file)"))
    }

    /// Puts verified lines into the copy, which is begun with the first of them.
    func keep(_ new: Int, _ message: Message) async throws {
        let note = try SignedNote(parsing: verifier.checkpoint.span)
        do {
            if office.copy == nil || office.copy?.ledger.identity.generation != generation {
                var first: [UInt8] = []
                try waiting.read(1) { first = $0 }
                let key = try key(generation)
                try Ledger.beginCopy(inDirectory: path(generation), of: key, firstLine: first, coveredBy: note)
                let copy = try await opened(key)
                try append(new, skipping: 1, to: copy, note)
                try await copy.takeIn()
                try compareWithEarlierGeneration(copy, message)
                await hall.show(copy, of: office)
            } else if let copy = office.copy {
                try append(new, skipping: 0, to: copy, note)
                try await copy.takeIn()
            }
        } catch let error as UnreadableEvent {
            throw Stopped(fault: unreadable(error))
        }
        waiting.removeFirst(new)
        notePlace()
    }

    func append(_ new: Int, skipping first: Int, to copy: OfficeCopy, _ note: SignedNote) throws {
        try copy.append(coveredBy: note) { put in
            var number = 0
            try waiting.read(new) { line in
                defer { number += 1 }
                if number >= first { try put(line) }
            }
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
    func compareWithEarlierGeneration(_ copy: OfficeCopy, _ message: Message) throws {
        guard let earlier = office.copy, earlier.ledger.identity.generation < generation,
            let position = try copy.ledger.stream("log").last(where: { $0 > 0 }),
            let event = try copy.ledger.event(at: position), case .integer(let kept)? = event.data["kept"]
        else { return }
        let common = min(earlier.ledger.count, Int(kept), copy.ledger.count)
        guard common > 0, try earlier.ledger.root(ofSize: common) == copy.ledger.root(ofSize: common) else {
            return try fork(common, message)
        }
        let lost = earlier.ledger.count - common
        logger.notice(
            "an office gave up events that the region has",
            metadata: [
                "office": "\(office.id)", "events": "\(lost)", "kept": "\(path(earlier.ledger.identity.generation))",
            ])
        earlier.end()
    }
}
