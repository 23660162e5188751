internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import TransparencyCrypto
internal import TransparencyLog

/// An audit of an exported log, whose lines are in a file, against a signed checkpoint. It needs neither labd nor a network,
/// and does not trust the file.
struct LogFileAudit: Sendable {
    /// The lines.
    let lines: Descriptor
    /// The name of the file in messages.
    let name: String
    /// The checkpoint that should cover the lines.
    let note: SignedNote
    /// The log's key.
    let key: VerifierKey
    /// The leaves that were exported with the lines. They are not needed to detect a fault, only to locate it.
    let leaves: Descriptor?
    let showsProgress: Bool

    /// The maximum number of bytes of a stored line.
    private static let lineLimit = 65_535

    /// What was verified.
    struct Outcome: Sendable {
        let checkpoint: Checkpoint
        let bytes: Int
        let seconds: Double
    }

    /// Verifies all lines.
    ///
    /// - Throws: `LogFault` for the first fault; `Failure` if a file cannot be read.
    func run() async throws -> Outcome {
        let checkpoint = try note.checkpoint(of: key)
        guard let size = lines.size else {
            throw Failure(
                .usage,
                localized(
                    "\(name) is not a regular file; write the lines to one first",
                    it: "\(name) non è un file normale; scriverci prima le righe"))
        }
        let start = ContinuousClock.now
        let tree = try await hash(size: size, keepingLeaves: false, start)
        if tree.frontier.size == checkpoint.size, tree.frontier.root(using: .crypto) == checkpoint.root {
            guard tree.endsWithNewline else {
                throw LogFault(
                    .changed, at: checkpoint.size - 1,
                    localized("the last line has lost its end", it: "l'ultima riga ha perso la fine"))
            }
            // The lines are exactly those that were signed. The holder of the key may still have signed something that labd
            // does not write.
            if let fault = tree.misplaced { throw fault }
            return Outcome(checkpoint: checkpoint, bytes: size, seconds: (ContinuousClock.now - start).seconds)
        }
        throw try await fault(checkpoint, size: size)
    }

    private func hash(
        size: Int, keepingLeaves: Bool, _ start: ContinuousClock.Instant
    ) async throws -> LeafHasher.Tree {
        let hasher = LeafHasher(lines, size: size, keepingLeaves: keepingLeaves)
        guard showsProgress else { return try await hasher.run() }
        let drawing = Task {
            var bar = ProgressBar(total: size, start: start)
            defer { bar.clear() }
            while (try? await Task.sleep(for: .milliseconds(100))) != nil {
                let (bytes, lines) = hasher.progress
                bar.draw(bytes: bytes, lines: lines, now: .now)
            }
        }
        let tree: Result<LeafHasher.Tree, any Error>
        do { tree = .success(try await hasher.run()) } catch { tree = .failure(error) }
        drawing.cancel()
        await drawing.value
        return try tree.get()
    }

    /// Returns the fault, after it is known that there is one.
    private func fault(_ checkpoint: Checkpoint, size: Int) async throws -> LogFault {
        let found = try await hash(size: size, keepingLeaves: true, .now)
        if let expected = try trueLeaves(of: checkpoint), let fault = LogFault(expected: expected, found: found.leaves)
        {
            return fault
        }
        if let fault = try faultInPositions() { return fault }
        if found.leaves.count < checkpoint.size {
            return LogFault(
                .missing, at: found.leaves.count,
                localized(
                    "the log has \(checkpoint.size) lines; the last \(checkpoint.size - found.leaves.count) are not here",
                    it:
                        "il registro ha \(checkpoint.size) righe; le ultime \(checkpoint.size - found.leaves.count) qui mancano"
                ))
        }
        if found.leaves.count > checkpoint.size {
            return LogFault(
                .added, at: checkpoint.size,
                localized(
                    "the log has \(checkpoint.size) lines; here are \(found.leaves.count - checkpoint.size) more",
                    it:
                        "il registro ha \(checkpoint.size) righe; qui ce ne sono altre \(found.leaves.count - checkpoint.size)"
                ))
        }
        return LogFault(
            .changed, at: nil,
            localized(
                "the lines are in order, and are not those that were signed. Which of them changed can be said with the "
                    + "leaves that were exported beside them (--leaves), or by comparing with another copy",
                it: "le righe sono in ordine, e non sono quelle firmate. Quale sia cambiata si può dire con le foglie "
                    + "esportate insieme (--leaves), o confrontando un'altra copia"))
    }

    /// Returns the leaves in the exported file, if they are those that were signed.
    private func trueLeaves(of checkpoint: Checkpoint) throws -> [Hash]? {
        guard let leaves, leaves.size == checkpoint.size * Hash.byteCount else { return nil }
        var hashes: [Hash] = []
        hashes.reserveCapacity(checkpoint.size)
        var frontier = Frontier()
        var buffer = [UInt8](repeating: 0, count: 2_048 * Hash.byteCount)
        var offset = 0
        while true {
            let count = try leaves.read(at: offset, into: &buffer)
            if count < Hash.byteCount { break }
            for start in stride(from: 0, through: count - Hash.byteCount, by: Hash.byteCount) {
                guard let hash = Hash(buffer.span.extracting(start..<start + Hash.byteCount)) else { return nil }
                hashes.append(hash)
                frontier.append(hash, using: .crypto)
            }
            offset += count
        }
        return frontier.root(using: .crypto) == checkpoint.root ? hashes : nil
    }

    /// Returns the first line that claims another position than its own.
    private func faultInPositions() throws -> LogFault? {
        var positions: [Int] = []
        var cutter = LineCutter()
        var offset = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try lines.read(at: offset, into: &buffer)
            if count == 0 { break }
            offset += count
            for line in cutter.lines(in: Array(buffer.prefix(count))) {
                let bytes = Array(line)
                guard case .object(let event)? = try? JSONReader.read(bytes.span, as: .canonical),
                    case .integer(let position)? = event["position"]
                else {
                    return LogFault(
                        .changed, at: positions.count,
                        localized("it is not a line of canonical JSON", it: "non è una riga di JSON canonico"))
                }
                positions.append(Int(position))
            }
            if cutter.rest.count > Self.lineLimit { break }
        }
        if !cutter.rest.isEmpty {
            return LogFault(
                .changed, at: positions.count, localized("the line has lost its end", it: "la riga ha perso la fine"))
        }
        guard let first = positions.indices.first(where: { positions[$0] != $0 }) else { return nil }
        if positions[first] < first {
            return LogFault(
                .added, at: first,
                localized(
                    "a second line says that it is at \(positions[first])",
                    it: "una seconda riga dice di essere alla posizione \(positions[first])"))
        }
        if let place = positions[first...].firstIndex(of: first) {
            return LogFault(
                .reordered, at: first,
                localized(
                    "line \(positions[first]) stands here, and line \(first) at \(place)",
                    it: "qui c'è la riga \(positions[first]), e la riga \(first) è alla posizione \(place)"))
        }
        return LogFault(
            .missing, at: first,
            localized(
                "line \(positions[first]) stands in its place", it: "al suo posto c'è la riga \(positions[first])"))
    }
}
