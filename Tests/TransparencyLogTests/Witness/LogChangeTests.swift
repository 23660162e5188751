import Testing
import TransparencyCrypto
import TransparencyLog

@Suite struct LogChangeTests {
    @Test func everySizePair() throws {
        let log = try TestLog(40)
        let records = try (0...40).map { try log.record($0) }
        for first in 0...40 {
            for second in 0...40 {
                let path = second > first ? try log.path(from: first, to: second) : nil
                let change = try log.change(from: records[first], to: records[second].note, path: path)
                #expect(
                    change == (second > first ? .grew : second == first ? .same : .rolledBack(from: first, to: second)))
                guard let path, first > 0 else { continue }
                for index in path.indices {
                    var wrong = path
                    wrong[index] = wrong[index].flipped((first + 41 * second) % 256)
                    #expect(
                        try log.change(from: records[first], to: records[second].note, path: wrong)
                            == .rewritten(size: first))
                }
            }
        }
    }

    @Test func rewritten() throws {
        let log = try TestLog(12)
        let record = try log.record(6)
        let other = try TestLog(12, salt: "!", from: 3)
        #expect(try log.change(from: record, to: other.note(6)) == .rewritten(size: 6))
        let path = try other.path(from: 6, to: 12)
        #expect(try log.change(from: record, to: other.note(12), path: path) == .rewritten(size: 6))
        #expect(try log.change(from: record, to: log.note(12), path: []) == .rewritten(size: 6))
        #expect(throws: TransparencyLogError.proofLength) { try log.change(from: record, to: log.note(12)) }
        #expect(try log.change(from: record, to: log.note(6, extensions: ["more"])) == .same)
    }

    @Test func unsignedIsNoVerdict() throws {
        let log = try TestLog(12)
        let forged = try TestLog(12, key: 9).note(3)
        #expect(throws: TransparencyLogError.signatureMissing) { try log.change(from: log.record(6), to: forged) }
    }

    @Test(arguments: [
        ("example.com/log", "example.com/log/1", true), ("example.com/log", "example.com/log/12", true),
        ("example.com/log/1", "example.com/log/2", true), ("example.com/log/9", "example.com/log/10", true),
        ("example.com/log/1", "example.com/log/1/1", true), ("example.com/log/2", "example.com/log/1", false),
        ("example.com/log", "example.com/log/0", false), ("example.com/log", "example.com/log/01", false),
        ("example.com/log", "example.com/log/", false), ("example.com/log", "example.com/log/a", false),
        ("example.com/log", "example.com/lo/1", false), ("example.com/log/1", "example.com/log", false),
        ("example.com/log", "example.com/log/1/1", false), ("example.com/log", "other", false),
    ])
    func generations(_ recorded: String, _ present: String, _ isLater: Bool) throws {
        let log = try TestLog(6, origin: recorded)
        let note = try TestLog(9, origin: present, key: 5).note(9)
        let change = try log.change(from: log.record(6), to: note)
        #expect(change == (isLater ? .anotherGeneration(origin: present) : .anotherLog))
        #expect(!change.keepsHistory)
    }

    @Test func words() {
        let all: [LogChange] = [
            .grew, .same, .rolledBack(from: 9, to: 4), .rewritten(size: 9), .anotherGeneration(origin: "a/2"),
            .anotherLog,
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.filter(\.keepsHistory) == [.grew, .same])
        for change in all { #expect(change.description.hasSuffix(".") && !change.description.contains("\n")) }
        #expect(LogChange.rolledBack(from: 9, to: 4).description.contains("had 9 entries and now has 4"))
    }
}
