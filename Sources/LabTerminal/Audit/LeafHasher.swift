internal import EventFormat
internal import Glibc
internal import Synchronization
internal import TransparencyCrypto
internal import TransparencyLog

/// A hasher of the lines of an exported log, which uses all processors and builds the tree over the lines.
///
/// The file is split into pieces at arbitrary positions; a line belongs to the piece in which it begins. Each worker hashes the
/// lines of a piece, and the pieces are added to the tree in order. Only the leaf of a line is kept, and only on request, so
/// memory does not grow with the file.
final class LeafHasher: Sendable {
    /// The result for all lines.
    struct Tree: Sendable {
        /// The tree over all lines.
        var frontier = Frontier()
        /// The leaves, if they were requested.
        var leaves: [Hash] = []
        /// Whether the last line ends as every line does.
        var endsWithNewline = true
        /// The first line that claims another position than its own, or a time before that of the previous line.
        var misplaced: LogFault?
        /// The stamp of the last line.
        fileprivate var last: LineStamp?
    }

    /// The lines that begin in a piece.
    fileprivate struct Piece {
        var leaves: [Hash] = []
        var stamps: (first: LineStamp, last: LineStamp)?
        /// The first line in the piece whose stamp does not follow that of the previous line, and why, counted from the first
        /// line of the piece.
        var misplaced: (offset: Int, stamp: LineStamp?, before: LineStamp?)?
        var endsWithNewline = true
    }

    private struct State {
        var tree = Tree()
        /// Hashed pieces that wait for earlier ones.
        var waiting: [Int: Piece] = [:]
        var nextToClaim = 0
        var nextToJoin = 0
        var bytes = 0
    }

    /// The maximum number of bytes of a line. A longer line is hashed only up to this limit, and therefore never matches.
    private static let lineLimit = 65_536
    private static let pieceSize = 1 << 21

    private let file: Descriptor
    private let size: Int
    private let keepsLeaves: Bool
    private let state = Mutex(State())

    /// The lines of a regular file.
    init(_ file: Descriptor, size: Int, keepingLeaves: Bool) {
        self.file = file
        self.size = size
        keepsLeaves = keepingLeaves
    }

    /// The progress: bytes read and lines added.
    var progress: (bytes: Int, lines: Int) { state.withLock { ($0.bytes, $0.tree.frontier.size) } }

    /// Hashes all lines. Blocks as many threads as there are processors, because labctl has nothing else to do.
    func run() async throws -> Tree {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) { group.addTask { try await self.work() } }
            try await group.waitForAll()
        }
        return state.withLock { $0.tree }
    }

    /// Hashes one piece after another until none is left.
    private func work() async throws {
        var buffer = [UInt8](repeating: 0, count: Self.pieceSize + Self.lineLimit + 2)
        while true {
            let piece = state.withLock { state in
                defer { state.nextToClaim += 1 }
                return state.nextToClaim
            }
            let start = piece * Self.pieceSize
            guard start < size else { return }
            try Task.checkCancellation()
            // The workers occupy all threads of the pool; the progress bar gets a turn between two pieces.
            await Task.yield()
            join(try lines(from: start, in: &buffer), piece)
        }
    }

    /// Hashes the lines that begin in the piece from `start` on.
    private func lines(from start: Int, in buffer: inout [UInt8]) throws -> Piece {
        // The byte before the piece tells whether a line begins with the piece.
        let before = start > 0 ? 1 : 0
        let count = try file.read(at: start - before, into: &buffer)
        let end = min(count, before + Self.pieceSize)
        var piece = Piece()
        piece.leaves.reserveCapacity(Self.pieceSize / 256)
        var isWhole = true
        // Unsafe: `memchr` and the lines stay within the `count` bytes that were read.
        unsafe buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            func newline(from place: Int, limit: Int) -> Int? {
                guard place < limit, let found = unsafe memchr(base + place, 10, limit - place) else { return nil }
                return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
            }
            var place = 0
            if before == 1 {
                guard let first = newline(from: 0, limit: end) else { return }
                place = first + 1
            }
            while place < end {
                let limit = min(count, place + Self.lineLimit)
                let found = newline(from: place, limit: limit)
                let line = unsafe Span(_unsafeStart: base + place, count: (found ?? limit) - place)
                piece.add(line)
                if let found {
                    place = found + 1
                } else {
                    isWhole = false
                    guard let next = newline(from: limit, limit: end) else { break }
                    place = next + 1
                }
            }
        }
        piece.endsWithNewline = isWhole || start + count - before < size
        return piece
    }

    /// Adds a piece to the tree once all earlier pieces were added.
    private func join(_ lines: Piece, _ number: Int) {
        state.withLock { state in
            state.waiting[number] = lines
            state.bytes += min(Self.pieceSize, size - number * Self.pieceSize)
            while let next = state.waiting.removeValue(forKey: state.nextToJoin) {
                state.tree.add(next, keepingLeaves: keepsLeaves)
                state.nextToJoin += 1
            }
        }
    }
}

extension LeafHasher.Piece {
    /// Adds a line.
    fileprivate mutating func add(_ line: Span<UInt8>) {
        leaves.append(SHA256Function.crypto.leaf(line))
        guard misplaced == nil else { return }
        let stamp = LineStamp(line)
        let offset = leaves.count - 1
        guard let stamp, let stamps else {
            if let stamp, offset == 0 { stamps = (stamp, stamp) } else { misplaced = (offset, stamp, nil) }
            return
        }
        if stamp.fault(at: stamps.first.position + offset, after: stamps.last) == nil {
            self.stamps = (stamps.first, stamp)
        } else {
            misplaced = (offset, stamp, stamps.last)
        }
    }
}

extension LeafHasher.Tree {
    /// Adds the lines of a piece after those of the earlier pieces.
    fileprivate mutating func add(_ piece: LeafHasher.Piece, keepingLeaves: Bool) {
        let start = frontier.size
        for leaf in piece.leaves { frontier.append(leaf, using: .crypto) }
        if keepingLeaves { leaves += piece.leaves }
        if !piece.endsWithNewline { endsWithNewline = false }
        guard misplaced == nil else { return }
        // Within the piece, lines were counted from its first line, whose position is known here.
        if let first = piece.stamps?.first { misplaced = first.fault(at: start, after: last) }
        if misplaced == nil, let found = piece.misplaced {
            let place = start + found.offset
            misplaced =
                found.stamp?.fault(at: place, after: found.before ?? last)
                ?? LogFault(
                    .changed, at: place,
                    localized(
                        "it does not end as lines of labd's do, with its time and its type",
                        it: "non finisce come le righe di labd, con l'istante e il tipo"))
        }
        last = piece.stamps?.last ?? last
    }
}
