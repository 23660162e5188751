internal import LabAPI
internal import NIOPosix

/// The lines of a file or pipe, in blocks of whole lines, each ended by a newline, as they were written.
struct LineSource {
    /// The number of bytes that are read at once, large enough that switching to a thread that may block costs little for each
    /// line.
    static let blockSize = 262_144
    /// The maximum length of a line. No command is longer, and a longer line is not kept in memory.
    static let longestLine = 8_388_608

    private let input: Descriptor
    private var rest: [UInt8] = []
    private var hasEnded = false

    init(_ input: Descriptor) {
        self.input = input
    }

    /// Returns the next available lines; nil at the end. A newline is added to a last line without one.
    mutating func next() async throws -> [UInt8]? {
        while !hasEnded {
            let input = self.input
            let piece = try await NIOThreadPool.singleton.runIfActive { try input.read(atMost: Self.blockSize) }
            if piece.isEmpty {
                hasEnded = true
                defer { rest = [] }
                return rest.isEmpty ? nil : rest + [UInt8(ascii: "\n")]
            }
            guard let end = piece.lastIndex(of: UInt8(ascii: "\n")) else {
                rest += piece
                guard rest.count <= Self.longestLine else {
                    throw Failure(
                        .usage,
                        localized(
                            "the input has a line longer than \(grouped(Self.longestLine)) bytes; a command is one line",
                            it:
                                "l'ingresso ha una riga più lunga di \(grouped(Self.longestLine)) byte; un comando è una riga"
                        ))
                }
                continue
            }
            let block = rest.isEmpty ? Array(piece[...end]) : rest + piece[...end]
            rest = Array(piece[(end + 1)...])
            return block
        }
        return nil
    }

    /// Returns the block without blank lines, which are not commands and get no answer.
    static func withoutBlankLines(_ block: [UInt8]) -> [UInt8] {
        var cutter = LineCutter()
        let lines = cutter.lines(in: block)
        guard lines.contains(where: isBlank) else { return block }
        return lines.reduce(into: []) { if !isBlank($1) { $0 += $1 + [UInt8(ascii: "\n")] } }
    }

    /// How many of the block's lines hold something.
    static func commandCount(_ block: [UInt8]) -> Int {
        var cutter = LineCutter()
        return cutter.lines(in: block).count { !isBlank($0) }
    }

    /// Whether a line holds nothing but white space.
    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        for byte in line where byte != 0x20 && byte != 0x09 && byte != 0x0D { return false }
        return true
    }
}
