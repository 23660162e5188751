import SeededNumbers
import Testing
import TransparencyCrypto
import TransparencyLog

@Suite struct AddCheckpointRequestTests {
    @Test func roundTrip() throws {
        let log = try TestLog(20)
        for (first, second) in [(0, 0), (0, 20), (7, 20), (20, 20), (1, 19)] {
            let request = try log.request(from: first, to: second)
            let parsed = try AddCheckpointRequest(parsing: request.bytes.span)
            #expect(parsed == request)
            #expect(parsed.bytes == request.bytes)
            #expect(parsed.checkpoint.size == second)
        }
    }

    @Test func limits() throws {
        let log = try TestLog(3)
        let note = try log.note(3)
        let most = try AddCheckpointRequest(oldSize: 2, path: Array(repeating: log.leaves[0], count: 63), note: note)
        #expect(try AddCheckpointRequest(parsing: most.bytes.span) == most)
        let path = Array(repeating: log.leaves[0], count: 64)
        let many = WitnessError.requestTooLarge(limit: 63, detail: "hashes")
        #expect(throws: many) { try AddCheckpointRequest(oldSize: 2, path: path, note: note) }
        let lines = "old 2\n" + path.map { "\($0)\n" }.joined() + "\n"
        #expect(throws: many) { try AddCheckpointRequest(parsing: (Array(lines.utf8) + note.bytes).span) }
        let large = try log.note(3, extensions: [String(repeating: "x", count: 100_000)])
        let size = WitnessError.requestTooLarge(limit: 100_000, detail: "bytes")
        #expect(throws: size) { try AddCheckpointRequest(oldSize: 2, path: [], note: large) }
        #expect(throws: size) { try AddCheckpointRequest(parsing: (Array("old 2\n\n".utf8) + large.bytes).span) }
        #expect(many.status == 400)
        #expect(throws: WitnessError.self) { try AddCheckpointRequest(oldSize: -1, path: [], note: note) }
    }

    @Test(arguments: [
        ("", 1), ("old 3", 1), ("old 3\n", 2), ("old  3\n\n", 1), ("old 03\n\n", 1), ("old -3\n\n", 1),
        ("old +3\n\n", 1), ("old 3 \n\n", 1), ("old \n\n", 1), ("old 9223372036854775808\n\n", 1), ("Old 3\n\n", 1),
        ("size 3\n\n", 1), ("old 3\r\n\n", 1), ("\nold 3\n\n", 1), ("old 3\nAAAA\n\n", 2), ("old 3\nhello\n\n", 2),
        ("old 3\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw\n\n", 2),
        ("old 3\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\n", 2),
        ("old 3\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw= \n\n", 2), ("old 3\n \n\n", 2),
    ])
    func malformedHead(_ head: String, _ line: Int) throws {
        let note = head.hasSuffix("\n\n") ? try TestLog(3).note(3).bytes : []
        do throws(WitnessError) {
            _ = try AddCheckpointRequest(parsing: (Array(head.utf8) + note).span)
            Issue.record("taken")
        } catch {
            guard case .requestMalformed(line, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.status == 400)
        }
    }

    @Test func malformedNote() throws {
        let signature = "— example.com/log AAAAAAAA\n"
        let root = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw="
        for (note, line) in [
            ("", 0), ("example.com/log\n3\n\(root)\n", 0), ("example.com/log\n3\n\(root)\n\n", 0),
            ("example.com/log\n3\n\(root)\n\n" + signature.dropLast(), 7), ("a\n3\n\(root)\n\n- a AAAAAAAA\n", 7),
            ("example.com/log\n03\n\(root)\n\n" + signature, 4), ("example.com/log\n3\n\n" + signature, 5),
            ("example.com/log\n3\nAAAA\n\n" + signature, 5), ("a\n3\n\(root)\n\u{01}\n\n" + signature, 6),
        ] {
            do throws(WitnessError) {
                _ = try AddCheckpointRequest(parsing: Array("old 3\n\n\(note)".utf8).span)
                Issue.record("taken: \(note)")
            } catch {
                guard case .requestMalformed(line, _) = error else {
                    Issue.record("\(error) for \(note)")
                    continue
                }
            }
        }
    }

    @Test func mutationsNeverCrash() throws {
        let log = try TestLog(20)
        let bytes = try log.request(from: 7, to: 20).bytes
        var random = SeededNumbers(seed: 6962)
        var taken = 0
        for _ in 0..<2_000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) where !mutated.isEmpty {
                let at = Int.random(in: 0..<mutated.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: mutated[at] = UInt8.random(in: 0...255, using: &random)
                case 1: mutated[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: mutated.remove(at: at)
                case 3: mutated.insert([10, 32, 48, 61, 0x94].randomElement(using: &random) ?? 0, at: at)
                default: mutated.removeLast(mutated.count - at)
                }
            }
            guard let request = try? AddCheckpointRequest(parsing: mutated.span) else { continue }
            taken += 1
            #expect(request.bytes == mutated)
            guard mutated != bytes else { continue }
            #expect(throws: WitnessError.self) { try log.judge(request, having: 7) }
        }
        #expect(taken > 0)
    }
}
