import Foundation
import Testing

/// Tests of labd without the office's key, with a wrong key, and with the right one restored.
@Suite struct OfficeKeyTests {
    private let programs: Programs
    private var key: String { programs.data + "/keys/office.key" }

    init() throws { programs = try Programs() }

    private func send(_ id: String, _ name: String, _ data: String) throws -> Programs.Outcome {
        let path = programs.temporary.appending(path: id).path
        try #"{"id":"\#(id)","command":"\#(name)","data":{\#(data)}}"#
            .write(toFile: path, atomically: true, encoding: .utf8)
        return try programs.labctl(["send", path])
    }

    private func register(_ id: String, _ more: String = "") throws -> Programs.Outcome {
        try send("r-\(id)", "person.register", #""person":"\#(id)","nationality":"MA","basis":"declared"\#(more)"#)
    }

    /// Missing, wrong, and cut short.
    @Test(arguments: [nil, 32, 7])
    func `without the right office key labd answers everything that is not personal, and seals nothing`(
        _ count: Int?
    ) async throws {
        try await onThread {
            try programs.start([])
            #expect(try register("p-1", #","name":"Anna Rossi""#).status == 0)
            let before = try programs.labctl(["person", "show", "p-1", "--json"]).output
            try programs.stop()
            let right = try Data(contentsOf: URL(filePath: key))
            try FileManager.default.removeItem(atPath: key)
            if let count { try Data(repeating: 5, count: count).write(to: URL(filePath: key)) }

            try programs.start([])
            let log = try String(contentsOf: programs.temporary.appending(path: "labd.log"), encoding: .utf8)
            #expect(log.contains("nothing can be sealed or opened") && log.contains("office.key"), "\(log)")
            #expect(try programs.labctl(["person", "show", "p-1", "--json"]).output == before)
            #expect(try programs.labctl(["log", "checkpoint"]).status == 0)
            for refused in [
                try register("p-2", #","name":"Bruna""#), try programs.labctl(["person", "show", "p-1", "--sealed"]),
                try programs.labctl(["person", "find", "--name", "-"], input: "Anna Rossi\n"),
                try programs.labctl(["person", "access", "p-1"]), try programs.labctl(["keys", "rotate"]),
                try programs.labctl(["keys", "backup", programs.temporary.path]),
            ] {
                #expect(
                    refused.status == 1 && (refused.errors + refused.output).contains("keys-unavailable"), "\(refused)")
            }
            #expect(try register("p-2").status == 0)
            // A repetition of a command with sealed fields cannot be recognised; one without can.
            #expect(try register("p-2").output.contains("\"repeated\":true"))
            #expect(try register("p-1", #","name":"Anna Rossi""#).output.contains("keys-unavailable"))
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)

            try right.write(to: URL(filePath: key))
            try programs.start([])
            #expect(try programs.labctl(["person", "show", "p-1", "--sealed"]).output.contains("Anna Rossi"))
            #expect(try register("p-1", #","name":"Anna Rossi""#).output.contains("\"repeated\":true"))
            try programs.stop()
        }
    }

    @Test func `lost keys are restored from their backup and the printed key`() async throws {
        try await onThread {
            try programs.start([])
            #expect(try register("p-1", #","name":"Anna Rossi""#).status == 0)
            let directory = programs.temporary.path + "/backups"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            let old = directory + "/keys-20200101T080000Z.labd-keys"
            try "x".write(toFile: old, atomically: true, encoding: .utf8)
            #expect(try programs.labctl(["keys", "backup", directory]).output.contains("removed, older than 30 days"))
            let backups = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(backups.count == 1)
            let backup = directory + "/" + (try #require(backups.first))
            #expect(try Data(contentsOf: URL(filePath: backup)).range(of: Data("Anna".utf8)) == nil)
            try programs.stop()
            let printed = try programs.labctl(["keys", "print", "--data", programs.data])
            #expect(printed.status == 0)
            let text = try #require(printed.output.split(separator: "\n").first?.split(separator: ":").last)

            try FileManager.default.removeItem(atPath: programs.data + "/keys")
            let restore = ["keys", "restore", "--from", backup, "--data", programs.data]
            // Another first digit, whatever the digits are.
            let other = text.drop { $0 == " " }
            let wrong = try programs.labctl(restore, input: (other.hasPrefix("0") ? "1" : "0") + other.dropFirst())
            #expect(wrong.status == 1 && wrong.errors.contains("is not an office key"), "\(wrong.errors)")
            let done = try programs.labctl(restore, input: String(text) + "\n")
            #expect(done.status == 0, "\(done.errors)")
            let again = try programs.labctl(restore, input: String(text) + "\n")
            #expect(again.status == 0 && again.output.contains("already in"), "\(again)")
            try programs.start([])
            #expect(try programs.labctl(["person", "show", "p-1", "--sealed"]).output.contains("Anna Rossi"))
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
        }
    }
}
