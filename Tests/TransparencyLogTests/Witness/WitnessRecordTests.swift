import Testing
import TransparencyCrypto
import TransparencyLog

@Suite struct WitnessRecordTests {
    @Test func roundTrip() throws {
        let log = try TestLog(9)
        for size in [0, 1, 9] {
            let record = try log.record(size)
            let parsed = try log.parse(record.bytes)
            #expect(parsed == record)
            #expect(parsed.bytes == record.bytes)
            #expect(parsed.checkpoint.size == size)
            #expect(Witness(continuing: parsed).last?.root == log.root(size))
        }
        let text = String(decoding: try log.record(9).bytes, as: UTF8.self)
        #expect(text.hasPrefix("tlog-witness-record/v1\nlog example.com/log+"))
        #expect(text.contains("\ntime 1700000000\n\nexample.com/log\n9\n"))
    }

    @Test func everyByteFlippedIsRefused() throws {
        let log = try TestLog(9)
        let bytes = try log.record(9).bytes
        for index in bytes.indices {
            for bit in [0, 3, 5, 7] as [UInt8] {
                var altered = bytes
                altered[index] ^= 1 << bit
                #expect(throws: WitnessError.self, "byte \(index)") { try log.parse(altered) }
            }
            #expect(throws: WitnessError.self) { try log.parse(Array(bytes[..<index])) }
        }
    }

    @Test func moreOrOtherThanItWas() throws {
        let log = try TestLog(9)
        let record = try log.record(9)
        let head = record.bytes.prefix(record.bytes.count - record.note.bytes.count)
        let swapped = try SignedNote(record.note.text, signatures: record.note.signatures.reversed())
        let stranger = try TestLog.signer(7, "example.com/stranger", .ed25519).sign(record.note.text)
        let larger = try log.note(8).adding(record.cosignature)
        for note in [swapped, try record.note.adding(stranger), try log.note(9), larger] {
            do throws(WitnessError) {
                _ = try log.parse(head + note.bytes)
                Issue.record("taken")
            } catch {
                #expect(error.code == "record-altered")
                #expect(error.description.hasPrefix("the file was altered"))
            }
        }
        #expect(throws: WitnessError.self) { try log.parse(record.bytes + [10]) }
        #expect(throws: WitnessError.self) { try log.parse([]) }
    }

    @Test func recordsOfOthers() throws {
        let log = try TestLog(9)
        let forger = try TestLog(9, key: 9)
        do throws(WitnessError) {
            _ = try log.parse(try! forger.record(9).bytes)
            Issue.record("taken")
        } catch {
            #expect(error.code == "record-foreign")
        }
        let note = try log.note(9)
        #expect(throws: TransparencyLogError.signatureMissing) {
            try WitnessRecord(
                note, origin: log.origin, log: log.signer.key, witness: log.witnessSigner.key, using: .crypto)
        }
        #expect(throws: TransparencyLogError.keyTypeUnsupported(1)) {
            try WitnessRecord(note, origin: log.origin, log: log.signer.key, witness: log.signer.key, using: .crypto)
        }
    }
}
