internal import Glibc
internal import Synchronization
internal import TransparencyCrypto
internal import TransparencyLog

/// Hashes the lines of an exported log, on all processors, and grows the tree over them.
///
/// The file is cut into pieces wherever their edges fall; a line belongs to the piece that it begins in. Each worker
/// hashes the lines of a piece by itself, and the tree takes the pieces in their order. Nothing is kept of a line but
/// its leaf, and that only if it is asked for, so memory does not grow with the file.
final class LeafHasher: Sendable {
    /// What the lines come to.
    struct Tree: Sendable {
        /// The tree over all lines.
        var frontier = Frontier()
        /// The leaves, if they were to be kept.
        var leaves: [Hash] = []
        /// Whether the last line ends as every line does.
        var endsWithNewline = true
        /// The first line that does not say of itself that it stands where it stands, or was recorded before the one
        /// before it.
        var misplaced: LogFault?
        /// What the last line says of itself.
        fileprivate var last: LineStamp?
    }

    /// The lines that begin in a piece.
    fileprivate struct Piece {
        var leaves: [Hash] = []
        var stamps: (first: LineStamp, last: LineStamp)?
        /// The first line in it whose stamp does not follow on the one before it, and why, counted from the piece's first.
        var misplaced: (offset: Int, stamp: LineStamp?, before: LineStamp?)?
        var endsWithNewline = true
    }

    private struct State {
        var tree = Tree()
        /// Pieces that are hashed and wait for those before them.
        var waiting: [Int: Piece] = [:]
        var nextToClaim = 0
        var nextToJoin = 0
        var bytes = 0
    }

    /// The greatest number of bytes of a line. What is longer is hashed as far, and so is no line of any log.
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

    /// How far it is: bytes read, lines joined.
    var progress: (bytes: Int, lines: Int) { state.withLock { ($0.bytes, $0.tree.frontier.size) } }

    /// Hashes all lines. Blocks as many threads as there are processors: labctl has nothing else to do.
    func run() async throws -> Tree {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) { group.addTask { try await self.work() } }
            try await group.waitForAll()
        }
        return state.withLock { $0.tree }
    }

    /// Takes piece after piece until there are none.
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
            // The workers hold all threads of the pool: whoever draws the bar gets a turn between two pieces.
            await Task.yield()
            join(try lines(from: start, in: &buffer), piece)
        }
    }

    /// The lines that begin in the piece from `start` on.
    private func lines(from start: Int, in buffer: inout [UInt8]) throws -> Piece {
        // One byte more at the front says whether a line begins with the piece.
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

    /// Gives the tree a piece, when those before it were given.
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
    /// Adds the lines of a piece behind those of the pieces before it.
    fileprivate mutating func add(_ piece: LeafHasher.Piece, keepingLeaves: Bool) {
        let start = frontier.size
        for leaf in piece.leaves { frontier.append(leaf, using: .crypto) }
        if keepingLeaves { leaves += piece.leaves }
        if !piece.endsWithNewline { endsWithNewline = false }
        guard misplaced == nil else { return }
        // Within the piece lines were counted from its first; here that one gets its place.
        if let first = piece.stamps?.first { misplaced = first.fault(at: start, after: last) }
        if misplaced == nil, let found = piece.misplaced {
            let place = start + found.offset
            misplaced =
                found.stamp?.fault(at: place, after: found.before ?? last)
                ?? LogFault(.changed, at: place, "it does not end as lines of labd's do, with its time and its type")
        }
        last = piece.stamps?.last ?? last
    }
}
