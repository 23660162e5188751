import CanonicalJSON
import SeededNumbers
import Testing
import TransparencyCrypto
import TransparencyLog

@testable import LabTerminal

/// An exported log for one test.
private struct TestExport {
    static let origin = "labd.example/pescara"

    let lines: [[UInt8]]
    let note: SignedNote
    let leaves: [Hash]
    let key: VerifierKey

    /// Lines as labd writes them; `position` and `minute` may be wrong for a line's place and time.
    init(
        _ count: Int, salt: String = "", seed: UInt8 = 3, position: (Int) -> Int = { $0 }, minute: (Int) -> Int = { $0 }
    ) throws {
        lines = (0..<count).map { place in
            let clock =
                String(100 + minute(place) / 60 % 24).dropFirst() + ":" + String(100 + minute(place) % 60).dropFirst()
            return JSON.object(
                JSONObject([
                    .init("actor", .string("anna")),
                    .init(
                        "data",
                        .object(
                            JSONObject([
                                .init("note", .string(String(repeating: "è,\"position\":\(place)", count: place % 90)))
                            ]))),
                    .init("id", .string("\(place)\(salt)")), .init("position", .integer(Int64(position(place)))),
                    .init("revision", .integer(1)), .init("schema", .integer(1)),
                    .init("source", .string("urn:labd:p:1")),
                    .init("specversion", .string("1.0")), .init("subject", .string("case/\(place)")),
                    .init("time", .string("2019-09-\(10 + minute(place) / 1_440)T\(clock):00.000000Z")),
                    .init("type", .string("case.opened")),
                ])
            ).canonicalBytes
        }
        leaves = lines.map { SHA256Function.crypto.leaf($0.span) }
        let signing = try #require(SigningKey(seed: [UInt8](repeating: seed, count: 32)))
        let signer = try signing.signer(name: Self.origin, type: .ed25519)
        key = signer.key
        var frontier = Frontier()
        for leaf in leaves { frontier.append(leaf, using: .crypto) }
        let text = try Checkpoint(origin: Self.origin, size: count, root: frontier.root(using: .crypto)).text
        note = try SignedNote(text, signatures: [try signer.sign(text)])
    }

    static func bytes(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [10] } }

    /// Returns the fault found by verifying these bytes instead of the export's own; nil if they verify.
    func fault(in bytes: [UInt8], _ note: SignedNote? = nil, withLeaves: Bool = true) async throws -> LogFault? {
        let file = try Descriptor(holding: bytes)
        defer { file.close() }
        let beside = withLeaves ? try Descriptor(holding: leaves.flatMap(\.bytes)) : nil
        defer { beside?.close() }
        do {
            let outcome = try await LogFileAudit(
                lines: file, name: "lines", note: note ?? self.note, key: key, leaves: beside, showsProgress: false
            ).run()
            #expect(outcome.checkpoint.size == lines.count)
            return nil
        } catch let fault as LogFault {
            return fault
        }
    }
}

@Suite("Verifying exported lines")
struct LogFileAuditTests {
    @Test(arguments: [1, 2, 3, 255, 256, 1_000])
    func `an export verifies`(_ count: Int) async throws {
        let export = try TestExport(count)
        #expect(try await export.fault(in: TestExport.bytes(export.lines)) == nil)
        #expect(try await export.fault(in: TestExport.bytes(export.lines), withLeaves: false) == nil)
    }

    /// Lines of up to 64 KB, so that they cross the boundaries of the pieces that are read.
    @Test func `lines across the pieces of a large file verify, and a fault among them is found`() async throws {
        let export = try TestExport(9_000)
        var bytes = TestExport.bytes(export.lines)
        #expect(bytes.count > 3 << 21)
        #expect(try await export.fault(in: bytes) == nil)
        for edge in [1 << 21, 2 << 21, 3 << 21] {
            for place in edge - 2...edge + 2 {
                bytes[place] ^= 1
                let line = bytes[..<place].count { $0 == 10 }
                let fault = try #require(try await export.fault(in: bytes))
                #expect(fault.kind == .changed)
                #expect(fault.position == line)
                bytes[place] ^= 1
            }
        }
    }

    @Test func `a thousand tampered exports are all found, and the position is named`() async throws {
        var random = SeededNumbers(seed: 20_190_930)
        let export = try TestExport(120)
        let other = try TestExport(120, salt: "!")
        let foreign = try TestExport(120, seed: 4)
        let count = export.lines.count
        var seen: [String: Int] = [:]
        for _ in 0..<1_000 {
            var lines = export.lines
            let place = Int.random(in: 0..<count, using: &random)
            let expected: (LogFault.Kind, Int?)
            var bytes: [UInt8]
            var note: SignedNote?
            let what: String
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1:
                what = "flip"
                bytes = TestExport.bytes(lines)
                let byte = Int.random(in: bytes.indices, using: &random)
                expected = (.changed, bytes[..<byte].count { $0 == 10 })
                bytes[byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2:
                what = "remove"
                lines.remove(at: place)
                expected = (.missing, place)
                bytes = TestExport.bytes(lines)
            case 3:
                what = "swap"
                let second = (place + Int.random(in: 1..<count, using: &random)) % count
                lines.swapAt(place, second)
                expected = (.reordered, min(place, second))
                bytes = TestExport.bytes(lines)
            case 4:
                what = "insert"
                lines.insert(other.lines[place], at: place)
                expected = (.added, place)
                bytes = TestExport.bytes(lines)
            case 5:
                what = "copy"
                let target = Int.random(in: 0...count, using: &random)
                lines.insert(export.lines[place], at: target)
                // A copy immediately before its line is the same as one immediately after it.
                expected = (.added, target == place ? place + 1 : target)
                bytes = TestExport.bytes(lines)
            case 6:
                what = "cut"
                bytes = TestExport.bytes(lines)
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
                let whole = bytes.count { $0 == 10 }
                let rest = Array(bytes.suffix(while: { $0 != 10 }))
                // A line without its newline is still the line, unless only the newline shows that there was more.
                let lost = rest == export.lines[whole] && whole + 1 < count ? whole + 1 : whole
                expected = (rest.isEmpty || lost > whole ? .missing : .changed, lost)
            default:
                what = "checkpoint"
                bytes = TestExport.bytes(lines)
                if Bool.random(using: &random) {
                    note = foreign.note
                    expected = (.signature, nil)
                } else {
                    // The same key has signed other lines than these.
                    note = other.note
                    expected = (.changed, nil)
                }
            }
            let fault = try await export.fault(in: bytes, note)
            #expect(
                fault?.kind == expected.0 && fault?.position == expected.1,
                "\(what) at \(place): \(fault?.description ?? "-")")
            seen[what, default: 0] += 1

            // Without the leaves the fault is found too, and the position of lines that are out of order.
            let blind = try await export.fault(in: bytes, note, withLeaves: false)
            #expect(blind != nil)
            if ["remove", "swap", "insert"].contains(what) {
                #expect(blind?.position == (what == "insert" ? place + 1 : expected.1), "\(what) at \(place)")
            }
        }
        #expect(seen.count == 7)
        #expect(seen.values.allSatisfy { $0 > 50 })
    }

    @Test func `a signed line at a wrong position or with a wrong time is found`() async throws {
        for size in [2, 50, 9_000] {
            let place = size - 1
            for export in [
                try TestExport(size, position: { $0 == place ? $0 + 1 : $0 }),
                try TestExport(size, position: { $0 + ($0 >= place ? 7 : 0) }),
                try TestExport(size, minute: { $0 == place ? 0 : $0 + 1 }),
            ] {
                let fault = try await export.fault(in: TestExport.bytes(export.lines))
                #expect(fault?.kind == .reordered && fault?.position == place, "\(fault?.description ?? "-")")
            }
            // Two equal instants do not go back.
            let export = try TestExport(size, minute: { $0 / 2 })
            #expect(try await export.fault(in: TestExport.bytes(export.lines)) == nil)
        }
        let start = try TestExport(3, position: { $0 + 1 })
        #expect(try await start.fault(in: TestExport.bytes(start.lines))?.position == 0)
    }

    @Test func `leaves that were not signed are not trusted`() async throws {
        let export = try TestExport(40)
        var lines = export.lines
        lines[17][3] ^= 1
        let file = try Descriptor(holding: TestExport.bytes(lines))
        let beside = try Descriptor(holding: lines.flatMap { SHA256Function.crypto.leaf($0.span).bytes })
        let audit = LogFileAudit(
            lines: file, name: "lines", note: export.note, key: export.key, leaves: beside, showsProgress: false)
        await #expect(throws: LogFault.self) { _ = try await audit.run() }
    }

    @Test func `a line that is too long is found`() async throws {
        let export = try TestExport(3)
        for length in [65_535, 65_536, 200_000, 5_000_000] {
            let long = [UInt8](repeating: 65, count: length)
            let fault = try await export.fault(in: TestExport.bytes([export.lines[0], long, export.lines[2]]))
            #expect(fault?.kind == .changed && fault?.position == 1)
        }
    }
}

extension RandomAccessCollection {
    /// The elements at the end that satisfy the condition.
    fileprivate func suffix(while condition: (Element) -> Bool) -> SubSequence {
        self[(lastIndex { !condition($0) }.map { index(after: $0) } ?? startIndex)...]
    }
}
