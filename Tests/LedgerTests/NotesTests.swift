import Foundation
import Testing

@testable import Ledger

/// Tests of the small files next to the log in which labd notes numbers.
struct NotesTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func path(_ file: String) -> URL { URL(filePath: fixture.path + "/data/" + file) }

    @Test(arguments: ["length", "verified", "running", "generation"])
    func `a flipped bit in a note never stops an intact log from accepting commands`(_ file: String) throws {
        do {
            let ledger = try fixture.open()
            for number in 1..<30 { try ledger.append(command("c-\(number)")) }
            try ledger.noteLength()
            try ledger.noteVerified(30)
            try ledger.directory.noteGeneration(3)
        }
        let whole = try Data(contentsOf: path(file))
        for bit in 0..<whole.count * 8 {
            var flipped = whole
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            // The byte is changed in place, as by a disk: the file stays the same one.
            let handle = try FileHandle(forWritingTo: path(file))
            try handle.write(contentsOf: flipped)
            try handle.close()
            let kept = file == "running" ? nil : flipped
            do throws(LedgerError) {
                let ledger = try fixture.open()
                #expect(ledger.damage.isEmpty, "bit \(bit): \(ledger.damage)")
                #expect(ledger.verified <= ledger.count, "bit \(bit)")
                #expect(ledger.directory.generation <= 3, "bit \(bit)")
            } catch {
                Issue.record("bit \(bit): \(error)")
                return
            }
            if kept != nil { try whole.write(to: path(file)) }
        }
    }

    @Test func `a note in the old form is still read`() throws {
        do { try fixture.open().append(command("c-1")) }
        try fixture.write("verified", Array("2\n".utf8))
        try fixture.write("length", Array("5\n".utf8))
        let ledger = try fixture.open()
        #expect(ledger.verified == 2)
        #expect(ledger.damage.map(\.position) == [2])
    }
}
