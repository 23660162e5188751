import Testing
import TransparencyCrypto
import TransparencyLog

@Suite struct WitnessTests {
    @Test func everySizeGrowsToEveryLarger() throws {
        let log = try TestLog(40)
        let witnesses = try (0...40).map { try log.witness($0) }
        let notes = try (0...40).map { try log.note($0) }
        for first in 0...40 {
            for second in first...40 {
                let path = try log.path(from: first, to: second)
                let judge = { (path: [Hash], second: Int) in
                    try witnesses[first].judge(
                        AddCheckpointRequest(oldSize: first, path: path, note: notes[second]),
                        signer: log.witnessSigner, at: TestLog.time, sha256: .crypto, ed25519: .crypto)
                }
                #expect(try judge(path, second).witness.size == second)
                let refused = WitnessError.proofInvalid(old: first, size: second)
                #expect(throws: refused) { try judge(path + [log.leaves[0]], second) }
                if !path.isEmpty { #expect(throws: refused) { try judge(path.dropLast(), second) } }
                for index in path.indices {
                    var wrong = path
                    wrong[index] = wrong[index].flipped((first * 41 + second) % 256)
                    #expect(throws: refused) { try judge(wrong, second) }
                }
            }
        }
    }

    @Test func approvalStoresBeforeItAnswers() throws {
        let log = try TestLog(7)
        let approval = try log.judge(log.request(from: 3, to: 7), having: 3)
        var stored: [UInt8] = []
        let answer = approval.answer { stored = $0.bytes }
        #expect(try log.parse(stored) == approval.record)
        let lines = try NoteSignature.lines(parsing: answer.span)
        #expect(lines == [approval.record.cosignature])
        #expect(String(decoding: answer, as: UTF8.self).hasPrefix("— example.com/witness "))
        #expect(answer.last == UInt8(ascii: "\n"))
        #expect(throws: FixtureError.store) { try approval.answer { _ throws(FixtureError) in throw .store } }
        #expect(approval.record.time == TestLog.time)
    }

    @Test func firstCheckpointNeedsNoProof() throws {
        let log = try TestLog(5)
        #expect(try log.judge(log.request(from: 0, to: 5), having: nil).witness.size == 5)
        #expect(try log.judge(log.request(from: 0, to: 0), having: nil).witness.size == 0)
        let proven = try AddCheckpointRequest(oldSize: 0, path: [log.leaves[0]], note: log.note(5))
        refuse(log, proven, nil, .proofInvalid(old: 0, size: 5), 422)
        let empty = try AddCheckpointRequest(oldSize: 0, path: [], note: log.note(0, root: log.leaves[0]))
        refuse(log, empty, nil, .rootConflict(size: 0), 409)
    }

    @Test func otherLogsAndKeys() throws {
        let log = try TestLog(5)
        let other = try TestLog(5, origin: "example.com/other")
        refuse(log, try other.request(from: 0, to: 5), nil, .logUnknown(origin: "example.com/other"), 404)
        let forger = try TestLog(5, key: 9)
        let unsigned = WitnessError.notSignedByLog(name: "example.com/log")
        refuse(log, try forger.request(from: 0, to: 5), nil, unsigned, 403)
        // The log's name and id over another key's signature.
        let text = try log.note(5).text
        let bad = try NoteSignature(
            name: log.signer.key.name, id: log.signer.key.id, signature: forger.signer.sign(text).signature)
        let forged = try AddCheckpointRequest(oldSize: 0, path: [], note: SignedNote(text, signatures: [bad]))
        refuse(log, forged, nil, unsigned, 403)
        // Unknown keys are ignored, and not kept.
        let more = try AddCheckpointRequest(
            oldSize: 0, path: [], note: log.note(5).adding(other.signer.sign(text)))
        #expect(try log.judge(more, having: nil).record.note.signatures.count == 2)
    }

    @Test func oldSizes() throws {
        let log = try TestLog(9)
        let beyond = try AddCheckpointRequest(oldSize: 6, path: [], note: log.note(5))
        refuse(log, beyond, 6, .oldSizeTooLarge(old: 6, size: 5), 400)
        for (old, having) in [(3, 4), (0, 4), (3, nil), (5, 4)] as [(Int, Int?)] {
            refuse(log, try log.request(from: old, to: 9), having, .oldSizeConflict(size: having ?? 0), 409)
        }
        let conflict = WitnessError.oldSizeConflict(size: 4)
        #expect(conflict.body == Array("4\n".utf8))
        #expect(conflict.contentType == "text/x.tlog.size")
        #expect(WitnessError.rootConflict(size: 4).contentType == "text/plain; charset=utf-8")
    }

    @Test func sameSize() throws {
        let log = try TestLog(6)
        let again = try log.judge(log.request(from: 6, to: 6), having: 6, at: TestLog.time + 5)
        #expect(again.record.time == TestLog.time + 5)
        let rewritten = try TestLog(6, salt: "!", from: 5)
        refuse(log, try rewritten.request(from: 6, to: 6), 6, .rootConflict(size: 6), 409)
        refuse(log, try rewritten.request(from: 5, to: 6), 6, .oldSizeConflict(size: 6), 409)
    }

    @Test func rewrittenHistoryIsRefused() throws {
        let log = try TestLog(12)
        for from in 0..<6 {
            let rewritten = try TestLog(12, salt: "!", from: from)
            refuse(log, try rewritten.request(from: 6, to: 12), 6, .proofInvalid(old: 6, size: 12), 422)
        }
        let branch = try TestLog(12, salt: "!", from: 6)
        #expect(try log.judge(branch.request(from: 6, to: 12), having: 6).witness.size == 12)
    }

    @Test func keysThatCannotCosign() throws {
        let log = try TestLog(5)
        let request = try log.request(from: 0, to: 5)
        let key = log.witnessSigner.key
        let silent = NoteSigner(key: key) { _ in nil }
        let wrong = NoteSigner(key: key) { _ in Array(repeating: 1, count: 64) }
        let failed = WitnessError.cosigningFailed(name: "example.com/witness")
        #expect(throws: failed) { try log.judge(request, having: nil, signer: silent) }
        #expect(throws: failed) { try log.judge(request, having: nil, signer: wrong) }
        #expect(throws: failed) { try log.judge(request, having: nil, at: -1) }
        #expect(throws: WitnessError.cosigningFailed(name: "example.com/log")) {
            try log.judge(request, having: nil, signer: log.signer)
        }
        #expect(failed.status == 500)
    }

    private func refuse(
        _ log: TestLog, _ request: AddCheckpointRequest, _ size: Int?, _ error: WitnessError, _ status: Int,
        at place: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: error, sourceLocation: place) { try log.judge(request, having: size) }
        #expect(error.status == status, sourceLocation: place)
        #expect(!error.description.isEmpty && !error.code.isEmpty, sourceLocation: place)
    }
}
