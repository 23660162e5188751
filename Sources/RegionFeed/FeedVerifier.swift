package import EventFormat
package import TransparencyLog

/// Puts the lines of an office's stream into their order, and holds them against the office's signed checkpoints.
///
/// Whatever the stream loses, doubles, reorders or alters is noticed here: a line counts as *received* if it is the next one, and as
/// *verified* once a checkpoint that the office's key signed has the root over all lines up to it. It keeps a hash and a
/// stamp of each line that is received and not verified, and no lines. Pure.
package struct FeedVerifier: Sendable {
    /// The key that signs the checkpoints, whose name is their origin.
    package let key: VerifierKey
    private let sha256: SHA256Function
    private let ed25519: Ed25519
    private var tree: Frontier
    /// The leaves of the lines that are received and not verified.
    private var leaves: [Hash] = []
    /// The stamps of these lines.
    private var stamps: [LineStamp] = []
    /// The stamp of the last verified line, behind which others must come.
    private var lastVerified: LineStamp?
    /// Checkpoints that could not be verified yet, by their sizes: of lines that have not been received, or that were altered.
    private var awaited: [Int: (checkpoint: Checkpoint, note: [UInt8])] = [:]

    /// How many of them are kept: those of the least sizes, and the greatest.
    private static let mostAwaited = 256
    /// The signed note of the last checkpoint that was verified; empty if none was.
    package private(set) var checkpoint: [UInt8] = []

    /// Creates a verifier of the log that `key` signs, from its first line on, or behind the lines that are verified already.
    ///
    /// - Parameters:
    ///   - verified: The tree over these lines.
    ///   - last: The stamp of the last of them.
    package init(
        key: VerifierKey, verified: Frontier = Frontier(), last: LineStamp? = nil, using sha256: SHA256Function,
        _ ed25519: Ed25519
    ) {
        self.key = key
        self.sha256 = sha256
        self.ed25519 = ed25519
        tree = verified
        lastVerified = last
    }

    /// How many lines are verified.
    package var verified: Int { tree.size }
    /// How many lines are received: those that are verified, and those behind them without a gap.
    package var received: Int { tree.size + leaves.count }

    /// What a line of the stream is.
    package enum LineOutcome: Sendable, Hashable {
        /// The next one.
        case next
        /// One that was received before. `isSame` is nil if it is verified, and so must be compared with the line that was kept.
        case repeated(position: Int, isSame: Bool?)
        /// One that others should precede: those from `expected` on are missing.
        case gap(expected: Int, found: Int)
        /// None that labd writes at that place.
        case impossible(String)
    }

    /// Takes a line.
    package mutating func take(line: Span<UInt8>) -> LineOutcome {
        guard line.count <= EventLine.limit, let stamp = LineStamp(line) else {
            return .impossible("it does not end as a line of a log does")
        }
        if stamp.position > received { return .gap(expected: received, found: stamp.position) }
        if stamp.position < received {
            let place = stamp.position - tree.size
            return .repeated(position: stamp.position, isSame: place < 0 ? nil : sha256.leaf(line) == leaves[place])
        }
        if let fault = stamp.fault(at: received, after: stamps.last ?? lastVerified) {
            return .impossible(fault.detail)
        }
        leaves.append(sha256.leaf(line))
        stamps.append(stamp)
        return .next
    }

    /// What a checkpoint says of the lines.
    package enum CheckpointOutcome: Sendable, Hashable {
        /// All lines up to its size are verified; `new` of them were not verified before.
        case verified(size: Int, new: Int)
        /// It is about lines that have not been received.
        case ahead(size: Int)
        /// It is about fewer lines than are verified; whether it agrees with them is to be seen from a tree that is kept.
        case older(size: Int, root: Hash)
        /// Its root is not that of the lines: those received behind the verified ones are given up, as one of them is not the
        /// log's. They are to be asked for again from `from` on.
        case altered(from: Int, size: Int)
        /// Another root was signed over exactly the lines that are verified, or two roots over lines that are still to come: the office
        /// shows two histories.
        case forked(size: Int, root: Hash)
        /// No checkpoint of this log, or not signed by its key.
        case foreign(String)
    }

    /// Takes a checkpoint as it stands in the stream.
    package mutating func take(checkpoint bytes: Span<UInt8>) -> CheckpointOutcome {
        do {
            let note = try SignedNote(parsing: bytes)
            let signed = try VerifiedCheckpoint(note, origin: key.name.text, log: key, using: ed25519)
            return judge(signed.checkpoint, note.bytes)
        } catch {
            return .foreign("\(error)")
        }
    }

    /// Takes once more a checkpoint that was ahead, or over altered lines, if the lines that it is about are now there, and no more;
    /// nil if there is none. Call it after each line that was received.
    package mutating func takeAwaitedCheckpoint() -> CheckpointOutcome? {
        guard let (checkpoint, note) = awaited[received] else { return nil }
        return judge(checkpoint, note)
    }

    /// Keeps a checkpoint until the lines that it is about are there; false if another root is kept for the same number of lines.
    private mutating func keep(_ checkpoint: Checkpoint, _ note: [UInt8]) -> Bool {
        if let other = awaited[checkpoint.size] { return other.checkpoint.root == checkpoint.root }
        awaited[checkpoint.size] = (checkpoint, note)
        if awaited.count > Self.mostAwaited, let last = awaited.keys.sorted().dropLast().last { awaited[last] = nil }
        return true
    }

    private mutating func judge(_ checkpoint: Checkpoint, _ note: [UInt8]) -> CheckpointOutcome {
        let size = checkpoint.size
        if size > received {
            return keep(checkpoint, note) ? .ahead(size: size) : .forked(size: size, root: checkpoint.root)
        }
        if size < verified { return .older(size: size, root: checkpoint.root) }
        var tree = tree
        for leaf in leaves.prefix(size - verified) { tree.append(leaf, using: sha256) }
        if tree.root(using: sha256) == checkpoint.root {
            let new = size - verified
            let newest = new > 0 ? stamps[new - 1] : nil
            self.tree = tree
            leaves.removeFirst(new)
            stamps.removeFirst(new)
            if let stamp = newest { lastVerified = stamp }
            awaited = awaited.filter { $0.key > size }
            self.checkpoint = note
            return .verified(size: size, new: new)
        }
        if size == verified { return .forked(size: size, root: checkpoint.root) }
        leaves = []
        stamps = []
        guard keep(checkpoint, note) else { return .forked(size: size, root: checkpoint.root) }
        return .altered(from: verified, size: size)
    }

    /// How many lines the greatest checkpoint that was seen is about: there is more to come, or to be asked for, while it is more than
    /// ``verified``.
    package var promised: Int { max(verified, awaited.keys.max() ?? 0) }

    /// The root over the verified lines.
    package var root: Hash { tree.root(using: sha256) }
}
