import CLinux
import FoundationEssentials
import Glibc
public import Ledger
public import Logging
public import Office
import Executors
import Synchronization

/// Snapshots of the office in a file, with which labd answers soon after a start however long its log is.
///
/// The log remains the source of truth: after a start from a snapshot it is replayed in the background from its first event,
/// and the resulting office replaces the one from the snapshot. If they differ, this is logged. Snapshots have their own
/// thread, because reading a whole log and writing a file take long.
public actor Snapshots {
    /// How many events come at least between two snapshots: as many as are replayed in some tens of milliseconds.
    private static let leastSpacing = 4_096
    /// In a long log they are further apart, by this part of its length, so that writing stays cheap beside the work.
    private static let spacingShare = 64
    private static let pause = Duration.seconds(5)
    /// The time between two snapshots, unless so many events came that a start would take noticeably longer.
    private static let leastPause = Duration.seconds(60)
    /// How many events that is: one second of replay, about.
    private static let replayLimit = 262_144
    /// The time between two snapshots, in terms of the time that the last one took: a snapshot costs the work at most a twentieth.
    private static let restShare = 20
    /// How long to rest after a piece of a snapshot, in terms of the time that the piece took.
    private static let pieceRest = 3
    /// How many events are replayed between two looks at whether to stop.
    private static let stride = 16_384
    /// The number of events up to which a snapshot is kept at a stop: one of so many takes about a second.
    private static let stopLimit = 2_097_152
    /// How far behind the writer the replay may be when it hands over.
    private static let handoverDistance = 256

    private let ledger: Ledger
    private let logger: Logger
    private let executor = PinnedExecutor(name: "labd-snapshots")
    /// What the snapshot brought, until the log has confirmed it.
    private var unconfirmed: Office?
    /// The position of the last snapshot.
    private var last = -1
    /// When the last snapshot was made by this process, and how long the work on it took; nil if none was.
    private var lastWork: (end: ContinuousClock.Instant, duration: Duration)?

    /// The snapshots of the ledger's log.
    public init(_ ledger: Ledger, _ logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// Its own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The actor holds the executor for as long as it lives, as the protocol asks.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// The office of the last snapshot, or the empty one where none can be used; what the log has beyond it is still to be
    /// replayed. A snapshot that cannot be used is passed over: the log has everything that it has.
    public func office() -> Office {
        guard let snapshot = ledger.snapshot() else { return Office() }
        do {
            let rest = try JSONDecoder().decode(OfficeImage.Rest.self, from: Data(snapshot.parts[0]))
            let office = try Office(OfficeImage(tables: snapshot.parts[1], rest: rest))
            guard office.position + 1 == snapshot.size else { throw ImageError() }
            last = office.position
            unconfirmed = office
            return office
        } catch {
            logger.warning("the snapshot cannot be used; the log is read instead", metadata: ["error": "\(error)"])
            return Office()
        }
    }

    /// Replays the log beside the work if labd started from a snapshot, and then keeps a snapshot now and then, until it
    /// is cancelled. Where the log could not be read, that is tried again; no snapshot is made of one that is not confirmed.
    public func run(_ writer: Writer) async {
        // Nobody waits for what is done from here on, except at a stop.
        linux_lower_thread_priority()
        await confirm(writer)
        while (try? await Task.sleep(for: Self.pause)) != nil {
            guard ledger.damage.isEmpty else {
                // The next start meets the damage before it answers.
                try? ledger.discardSnapshot()
                return
            }
            guard unconfirmed == nil else {
                await confirm(writer)
                continue
            }
            keepIfDue(writer)
        }
    }

    /// Keeps a snapshot of the newest office if it is time for one. Not part of ``run(_:)``: see ``ReplayedOffice``.
    private func keepIfDue(_ writer: Writer) {
        let office = writer.current.office
        guard isDue(at: office.position, isBusy: writer.waiting > 0) else { return }
        keep(office)
    }

    /// Whether it is time for a snapshot at a position. While commands wait there is none, unless a start would take too long.
    private func isDue(at position: Int, isBusy: Bool) -> Bool {
        let events = position - last
        guard events >= max(Self.leastSpacing, position / Self.spacingShare) else { return false }
        guard let lastWork else { return !isBusy || events >= Self.replayLimit }
        let elapsed = ContinuousClock.now - lastWork.end
        guard elapsed >= lastWork.duration * Self.restShare else { return false }
        return events >= Self.replayLimit || !isBusy && elapsed >= Self.leastPause
    }

    /// Keeps a snapshot before labd ends, so that the next start need not replay what came since the last one. In a log so long that
    /// the stop would take seconds, it keeps none, and does not wait for one that is being written. Cancel ``run(_:)`` first.
    public nonisolated func keepAtStop(_ writer: Writer) async {
        guard ledger.count <= Self.stopLimit else { return }
        await keepLast(writer)
    }

    private func keepLast(_ writer: Writer) {
        guard ledger.damage.isEmpty, unconfirmed == nil else { return }
        let office = writer.current.office
        guard office.position - last >= Self.leastSpacing else { return }
        keep(office, isHurried: true)
    }

    /// Keeps a snapshot of an office whose events are all committed. It is written piece by piece, with rests between unless it
    /// is hurried, so that neither the disk nor the processors are busy with it for long.
    func keep(_ office: Office, isHurried: Bool = false) {
        var duration = Duration.zero
        do {
            let rest = Array(try JSONEncoder().encode(OfficeImage.Rest(office)))
            try ledger.keepSnapshot(ofFirst: office.position + 1) { writer in
                writer.write(rest)
                writer.endPart()
                var started = ContinuousClock.now
                OfficeImage.writeTables(of: office) { piece in
                    writer.write(piece)
                    let worked = ContinuousClock.now - started
                    duration += worked
                    if !isHurried, !Task.isCancelled { Self.rest(for: worked * Self.pieceRest) }
                    started = .now
                }
                writer.endPart()
            }
        } catch {
            logger.warning("no snapshot could be kept; the next start takes longer", metadata: ["error": "\(error)"])
        }
        // Also after a failure: it is not tried every few seconds.
        last = office.position
        lastWork = (.now, duration)
    }

    /// Blocks this actor's own thread.
    private static func rest(for duration: Duration) {
        let (seconds, attoseconds) = min(duration, .milliseconds(100)).components
        usleep(UInt32(seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
    }

    /// Replays the log from its first event, and hands the office that it tells of to the writer.
    func confirm(_ writer: Writer) async {
        guard unconfirmed != nil else { return }
        let history = History(ledger)
        let replayed = ReplayedOffice()
        do {
            guard let isRight = try replaySnapshot(replayed, history) else { return }
            repeat {
                guard try catchUp(replayed, with: writer, history) else { return }
            } while try await !writer.replaceOffice(by: replayed, history, within: Self.stride, wasRight: isRight)
            unconfirmed = nil
            logger.notice("the log was replayed", metadata: ["events": "\(replayed.position + 1)"])
        } catch LedgerError.damaged(let position, let detail) {
            ledger.note(.damaged(position: position, detail: detail))
            writer.refuseIfDamaged()
            logger.critical("the log is damaged", metadata: ["position": "\(position)", "detail": "\(detail)"])
        } catch {
            logger.error("the log could not be replayed", metadata: ["error": "\(error)"])
        }
    }

    /// Replays what the snapshot has, and returns whether it said the same; nil if this was cancelled.
    private func replaySnapshot(_ replayed: ReplayedOffice, _ history: History) throws -> Bool? {
        guard let snapshot = unconfirmed else { return nil }
        while replayed.position < snapshot.position {
            let next = min(replayed.position + Self.stride, snapshot.position)
            try replayed.office.withLock { try $0.replay(ledger, upTo: next, keepingIn: history) }
            guard !Task.isCancelled, replayed.position == next else { return nil }
        }
        let isRight = replayed.office.withLock { $0 == snapshot }
        if !isRight {
            logger.critical(
                "the snapshot did not say what the log says; from now on the office is the log's",
                metadata: ["position": "\(snapshot.position)"])
            try ledger.discardSnapshot()
        }
        return isRight
    }

    /// Replays until the writer is near. False if this was cancelled.
    private func catchUp(_ replayed: ReplayedOffice, with writer: Writer, _ history: History) throws -> Bool {
        while writer.current.office.position - replayed.position > Self.handoverDistance {
            let next = replayed.position + Self.stride
            try replayed.office.withLock { try $0.replay(ledger, upTo: next, keepingIn: history) }
            guard !Task.isCancelled else { return false }
        }
        return true
    }
}

/// An office on its way from the log to the writer. It is behind a reference because no asynchronous function may hold an office
/// itself: in optimised code its frame was too small for one, and what lay behind it was overwritten.
final class ReplayedOffice: Sendable {
    let office: Mutex<Office>

    init(_ office: Office = Office()) { self.office = Mutex(office) }

    var position: Int { office.withLock { $0.position } }
}

extension Writer {
    /// Goes on with an office that was replayed from the log, and with what was kept on the way: it is brought up to the same
    /// position first, if it is at most `distance` behind. False if it is further behind; then nothing was done.
    /// `wasRight` says whether the office so far said the same.
    func replaceOffice(
        by held: ReplayedOffice, _ replayedHistory: History, within distance: Int, wasRight: Bool
    ) throws -> Bool {
        drain()
        var replayed = held.office.withLock { $0 }
        guard office.position - replayed.position <= distance else { return false }
        heartbeat.beat()
        try replayed.replay(ledger, upTo: office.position, keepingIn: replayedHistory)
        history.takeOver(replayedHistory)
        office = replayed
        current.replace(by: office, sayingTheSame: wasRight)
        return true
    }
}
