import CanonicalJSON
import EventFormat
import Executors
import FoundationEssentials
package import LabServer
import Ledger
package import Logging
import NATS
import Office
import RegionFeed
package import ServiceSupport
import TransparencyCrypto
package import TransparencyLog

/// Follows an office's stream, and keeps a copy of its log: of what is verified by the office's key, and of nothing else.
///
/// What is missing is asked of the office's relay. What shows that something is wrong with the log itself, a fork or lines that do not
/// have the root that the office signed and are not sent otherwise, stops this office at its last verified line until a person has
/// settled it. It has a thread of its own, as the calls of the NATS client block.
package actor OfficeIntake {
    private let office: RegionOffice
    private let feed: OfficeFeed
    /// The office's key, which signs under another name in each generation of the log.
    private let pinned: VerifierKey
    private let directory: String
    private let evidence: Evidence
    private let signer: NoteSigner?
    private let connection: SharedConnection
    private let hall: CopyHall
    private let stop: StopSignal
    private let logger: Logger
    private let executor = PinnedExecutor(name: "region-intake")

    private var generation = 1
    private var verifier: FeedVerifier
    private var waiting: WaitingLines
    private var witness: OfficeWitness?
    /// The stream's message that was taken last.
    private var last: Message?
    private var sequence: Int { last?.sequence ?? 0 }
    /// That of the message with the last line that was received.
    private var lastLine: Int?
    private var lastAsked: ContinuousClock.Instant?
    /// Which checkpoint's lines were found altered, and how often.
    private var rejected = (size: 0, times: 0)
    private var lastCosigned = ContinuousClock.now

    /// How long lines that are promised and do not come are waited for before they are asked for, and how long between two requests.
    private static let patience = Duration.seconds(3), betweenRequests = Duration.seconds(11)
    /// How long between two requests while nothing seems to be missing.
    private static let betweenQuestions = Duration.seconds(60)
    /// After how long without a message the stream's end is looked at.
    private static let suspicion = Duration.seconds(5)
    /// How often lines are asked for that then still do not have the root that was signed.
    private static let mostRejections = 5
    private static let betweenCosignatures = Duration.seconds(1)

    /// Prepares to follow an office, whose directory is made if it is not there.
    ///
    /// - Throws: an error in making it.
    package init(
        _ office: RegionOffice, region: String, key: VerifierKey, directory: String, signer: NoteSigner?,
        _ connection: SharedConnection, _ hall: CopyHall, stop: StopSignal, logger: Logger
    ) throws {
        guard let feed = OfficeFeed(region: region, office: office.id) else {
            throw RegionError("\(office.id) is no office's id")
        }
        self.office = office
        self.feed = feed
        pinned = key
        self.directory = directory
        self.signer = signer
        self.connection = connection
        self.hall = hall
        self.stop = stop
        self.logger = logger
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        evidence = Evidence(inDirectory: directory)
        waiting = try WaitingLines(inDirectory: directory)
        verifier = FeedVerifier(key: key, using: .crypto, .crypto)
    }

    /// Its own thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The actor holds the executor for as long as it lives, as the protocol asks.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Follows until it is told to stop. What fails is said once, and tried again.
    package func run() async {
        var said = ""
        var isOpen = false
        while !stop.isGiven {
            do {
                if !isOpen {
                    try await openNewestCopy()
                    isOpen = true
                }
                guard office.standing.fault == nil else { break }
                try await follow()
                said = ""
            } catch let stopped as Stopped {
                halt(stopped.fault)
                break
            } catch {
                guard !stop.isGiven else { break }
                if said != "\(error)" {
                    logger.warning(
                        "an office's stream cannot be followed now",
                        metadata: ["office": "\(office.id)", "detail": "\(error)"])
                }
                said = "\(error)"
                office.change { $0.interruption = said }
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await stop.wait()
        office.copy?.end()
    }

    /// Something is wrong with the office's log itself.
    private struct Stopped: Error {
        let fault: RegionOffice.Fault
    }

    private func halt(_ fault: RegionOffice.Fault) {
        office.change { $0.fault = fault }
        logger.critical(
            "an office is stopped at its last verified line",
            metadata: ["office": "\(office.id)", "code": "\(fault.code.rawValue)", "detail": "\(fault.detail)"])
        do { try evidence.note(fault) } catch {
            logger.error("that an office is stopped could not be noted", metadata: ["detail": "\(error)"])
        }
    }

    // MARK: The copies

    private func path(_ generation: Int) -> String { "\(directory)/\(generation)" }

    private func key(_ generation: Int) throws -> VerifierKey {
        guard generation > 1 else { return pinned }
        return try VerifierKey(
            name: KeyName("\(pinned.name.text)/\(generation)"), type: pinned.type, publicKey: pinned.publicKey,
            using: .crypto)
    }

    /// Opens the copy of the newest generation that there is, and reads why the office is stopped, if it is.
    private func openNewestCopy() async throws {
        if let fault = evidence.fault {
            office.change { $0.fault = fault }
            logger.critical(
                "an office is stopped; who has settled the matter removes the file",
                metadata: ["office": "\(office.id)", "file": "\(directory)/stopped", "detail": "\(fault.detail)"])
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        generation = names.compactMap(Int.init).filter { Ledger.isBegun(inDirectory: path($0)) }.max() ?? 1
        try await begin(generation)
    }

    /// Begins to follow a generation of the log, from the end of its copy.
    private func begin(_ generation: Int) async throws {
        self.generation = generation
        waiting.removeAll()
        last = nil
        lastLine = nil
        rejected = (0, 0)
        let key = try key(generation)
        try FileManager.default.createDirectory(
            atPath: path(generation), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        do {
            witness = try signer.map { try OfficeWitness($0, inDirectory: path(generation), of: key) }
        } catch {
            throw RegionError(
                "\(path(generation))/cosigned cannot be used (\(error)); restore it, or give the region a new witness key"
            )
        }
        guard Ledger.isBegun(inDirectory: path(generation)) else {
            verifier = FeedVerifier(key: key, using: .crypto, .crypto)
            office.change { standing in
                standing.generation = generation
                (standing.received, standing.verified, standing.promised) = (0, 0, 0)
            }
            return
        }
        let copy = try await opened(key)
        let (tree, last) = try copy.ledger.copiedEnd()
        verifier = FeedVerifier(key: key, verified: tree, last: last, using: .crypto, .crypto)
        office.change { $0.generation = generation }
        show()
        await hall.show(copy, of: office)
    }

    private func opened(_ key: VerifierKey) async throws -> OfficeCopy {
        do {
            return try await hall.open(path(generation), of: key)
        } catch let error as UnreadableEvent {
            throw Stopped(fault: unreadable(error))
        } catch LedgerError.damaged(let position, let detail) {
            throw Stopped(
                fault: .init(
                    .storage,
                    "the copy in \(path(generation)) is damaged at \(position) (\(detail)): remove it, and it is made again"
                ))
        }
    }

    private func unreadable(_ error: UnreadableEvent) -> RegionOffice.Fault {
        .init(.unreadable, "\(error): the office runs a newer labd; install the same version of labregion")
    }

    // MARK: The stream

    private func follow() async throws {
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
    private func place(_ jetStream: JetStream) throws -> Message? {
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

    private func take(_ message: Message) async throws {
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

    private func take(line message: Message) async throws {
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

    private func judge(_ outcome: FeedVerifier.CheckpointOutcome, _ message: Message) async throws {
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

    private func fork(_ size: Int, _ message: Message) throws {
        evidence.keep("a checkpoint of \(size) lines with another root", message.bytes, sequence: message.sequence)
        evidence.keep("the checkpoint that verifies", verifier.checkpoint, sequence: 0)
        throw Stopped(
            fault: .init(
                .forked, "the office's key signed two roots for its first \(size) lines; both are in \(evidence.file)"))
    }

    /// Puts verified lines into the copy, which is begun with the first of them.
    private func keep(_ new: Int, _ message: Message) async throws {
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

    private func append(_ new: Int, skipping first: Int, to copy: OfficeCopy, _ note: SignedNote) throws {
        try copy.append(coveredBy: note) { put in
            var number = 0
            try waiting.read(new) { line in
                defer { number += 1 }
                if number >= first { try put(line) }
            }
        }
    }

    /// Notes where the last verified line is in the stream, if that is known: the place where the next start goes on.
    private func notePlace() {
        // If it cannot be noted, the next start reads the stream from its beginning.
        if waiting.count == 0, let lastLine {
            try? Data("\(lastLine)\n".utf8).write(to: URL(filePath: path(generation) + "/place"))
        }
    }

    /// What an office kept when it restored its log must be what this region had verified of it before.
    private func compareWithEarlierGeneration(_ copy: OfficeCopy, _ message: Message) throws {
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

    // MARK: What is told and asked

    private func show() {
        office.change { standing in
            standing.received = verifier.received
            standing.verified = verifier.verified
            standing.promised = max(standing.promised, verifier.promised)
        }
    }

    private func count(_ number: WritableKeyPath<RegionOffice.Standing, Int>, _ what: String, _ message: Message) {
        office.change { $0[keyPath: number] += 1 }
        evidence.keep(what, message.bytes, sequence: message.sequence)
        logger.warning(
            "a message is not of the office's log",
            metadata: ["office": "\(office.id)", "sequence": "\(message.sequence)", "detail": "\(what)"])
    }

    /// Asks the office's relay for the lines from a position on. It answers, or is asked again later.
    private func ask(from position: Int) {
        if let lastAsked, ContinuousClock.now - lastAsked < Self.betweenRequests { return }
        lastAsked = .now
        let request = ResendRequest(generation: generation, from: position)
        do {
            let reply = try connection.current().request(request.bytes, of: feed.resend, within: .seconds(3))
            switch ResendAnswer(reply.bytes) {
            case .accepted(_, let lines):
                office.change { $0.resends += 1 }
                logger.notice(
                    "asked for lines again",
                    metadata: ["office": "\(office.id)", "from": "\(position)", "lines": "\(lines)"])
            case .refused(.beyondEnd, _): break
            case .refused(let code, let detail):
                logger.info(
                    "lines are not sent again now",
                    metadata: ["office": "\(office.id)", "code": "\(code.rawValue)", "detail": "\(detail)"])
            case nil: break
            }
        } catch {
            let detail = "the office's relay does not answer (\(error))"
            office.change { standing in
                standing.interruption =
                    standing.promised > position ? "lines from \(position) on are missing, and \(detail)" : detail
            }
        }
    }

    /// Cosigns the newest verified checkpoint, if it is time.
    private func cosign() throws {
        guard witness != nil, let copy = office.copy, verifier.verified == copy.ledger.count,
            !verifier.checkpoint.isEmpty,
            ContinuousClock.now - lastCosigned > Self.betweenCosignatures
        else { return }
        lastCosigned = .now
        do {
            guard let note = try witness?.cosign(verifier.checkpoint, of: copy.ledger) else { return }
            try connection.current().publish(note, to: feed.cosignatures(generation))
            office.change { $0.cosigned += 1 }
        } catch let forked as OfficeWitness.Forked {
            evidence.keep("the checkpoint of \(forked.size) lines that the region cosigned", forked.note, sequence: 0)
            throw Stopped(
                fault: .init(
                    .forked,
                    "the region cosigned another root for the first \(forked.size) lines; both are in \(evidence.file)")
            )
        }
    }
}

/// An error with a sentence for people.
package struct RegionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence.
    package let description: String

    init(_ description: String) { self.description = description }
}
