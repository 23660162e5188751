import Foundation
import Testing

/// Tests of what an auditor does with labctl, and of databases that are not as they were written.
@Suite struct LogAuditTests {
    /// Makes a temporary directory with a log of a few hundred events, and stops labd.
    private func recorded(_ count: Int = 400) throws -> Programs {
        let programs = try Programs()
        try programs.start()
        let lines = try String(contentsOfFile: Programs.season, encoding: .utf8).split(separator: "\n").prefix(count)
        let input = programs.temporary.appending(path: "in.ndjson").path
        try (lines.joined(separator: "\n") + "\n").write(toFile: input, atomically: true, encoding: .utf8)
        #expect(try programs.labctl(["import", input]).status == 0)
        return programs
    }

    @Test func `an export, a proof and a checkpoint can be verified with the key`() async throws {
        try await onThread {
            let programs = try recorded()
            let temporary = programs.temporary.path
            let key = try programs.labctl(["log", "key"]).output.trimmingCharacters(in: .newlines)
            #expect(key.hasPrefix("labd.example/oglio-ovest+"))
            #expect(try programs.labctl(["log", "checkpoint", "--save", temporary + "/saved"]).status == 0)
            #expect(try programs.labctl(["log", "prove", "17", "--output", temporary + "/proof"]).status == 0)
            let line = try programs.labctl(["log", "show", "17", "--json"]).output
            try line.write(toFile: temporary + "/line", atomically: true, encoding: .utf8)
            #expect(try programs.labctl(["log", "export", "--output", temporary + "/lines"]).status == 0)
            let whole = try programs.labctl(["log", "export"]).output
            #expect(whole == (try String(contentsOfFile: temporary + "/lines", encoding: .utf8)))
            #expect(whole.split(separator: "\n")[17] + "\n" == line)
            // An existing file is not overwritten.
            #expect(try programs.labctl(["log", "export", "--output", temporary + "/lines"]).status == 2)
            #expect(try programs.labctl(["log", "prove", "99999"]).status == 1)

            try programs.enrol("w-later")
            let against = try programs.labctl(["log", "verify", "--against", temporary + "/saved"])
            #expect(against.status == 0, "\(against.errors)")
            #expect(against.output.contains("402 events, which begin with the 401 that were saved"))
            try programs.stop()

            let file = ["log", "verify", "--file", temporary + "/lines", "--key"]
            #expect(try programs.labctl(file + [key]).output.contains("holds: 401 events"))
            let proof = ["log", "verify", "--proof", temporary + "/proof", "--line", temporary + "/line", "--key"]
            #expect(try programs.labctl(proof + [key]).output.contains("the line at position 17 is in the log of"))

            // Another key proves nothing.
            let other = try Programs()
            try other.start()
            let foreign = try other.labctl(["log", "key"]).output.trimmingCharacters(in: .newlines)
            try other.stop()
            for arguments in [file, proof] {
                let outcome = try programs.labctl(arguments + [foreign])
                #expect(outcome.status == 1 && outcome.errors.contains("does not hold: signature"), "\(outcome.errors)")
            }
            // A changed letter is found and named.
            let changed = whole.replacing(
                "oglio-ovest:1\",\"specversion", with: "oglio-ovest:2\",\"specversion", maxReplacements: 1)
            #expect(changed != whole)
            try changed.write(toFile: temporary + "/lines", atomically: true, encoding: .utf8)
            let outcome = try programs.labctl(file + [key])
            #expect(outcome.status == 1 && outcome.errors.contains("changed at position 0"), "\(outcome.errors)")
            try (line.dropLast(2) + "\n").write(toFile: temporary + "/line", atomically: true, encoding: .utf8)
            #expect(try programs.labctl(proof + [key]).errors.contains("changed at position 17"))
        }
    }

    @Test func `an older copy of a database does not continue a later checkpoint`() async throws {
        try await onThread {
            let programs = try recorded(200)
            let temporary = programs.temporary.path
            try programs.stop()
            try FileManager.default.copyItem(atPath: programs.data + "/log", toPath: temporary + "/older")
            try programs.start()
            try programs.enrol("w-later")
            #expect(try programs.labctl(["log", "checkpoint", "--save", temporary + "/saved"]).status == 0)
            try programs.stop()
            try FileManager.default.removeItem(atPath: programs.data + "/log")
            try FileManager.default.copyItem(atPath: temporary + "/older", toPath: programs.data + "/log")
            // If more than the one directory is replaced, labd itself cannot notice it.
            try FileManager.default.removeItem(atPath: programs.data + "/length")
            try programs.start()
            let outcome = try programs.labctl(["log", "verify", "--against", temporary + "/saved"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("missing at position 201"), "\(outcome.errors)")
            // Continued with other events, to the same length and beyond.
            for id in ["w-other", "w-another"] {
                try programs.enrol(id)
                let outcome = try programs.labctl(["log", "verify", "--against", temporary + "/saved"])
                #expect(outcome.status == 1 && outcome.errors.contains("does not hold: changed"), "\(outcome.errors)")
            }
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
        }
    }

    @Test func `a checkpoint of another log is not accepted for this one, whoever signed it`() async throws {
        try await onThread {
            // A checkpoint of another origin with its own key, and one of this origin that another key signed.
            for origin in ["labd.example/altrove", "labd.example/oglio-ovest"] {
                let other = try Programs()
                let settings = try String(contentsOfFile: Programs.settings, encoding: .utf8)
                    .replacing("labd.example/oglio-ovest", with: origin)
                let path = other.temporary.appending(path: "labd.toml").path
                try settings.write(toFile: path, atomically: true, encoding: .utf8)
                try other.start(settings: path)
                let saved = other.temporary.appending(path: "saved").path
                #expect(try other.labctl(["log", "checkpoint", "--save", saved]).status == 0)
                #expect(try other.labctl(["log", "verify", "--against", saved]).status == 0)
                let programs = try recorded(20)
                let against = try programs.labctl(["log", "verify", "--against", saved])
                #expect(against.status == 1 && against.errors.contains("signature"), "\(origin): \(against.errors)")
                try programs.stop()
                try other.stop()
            }
        }
    }

    @Test func `a database is not verified while labd has it`() async throws {
        try await onThread {
            let programs = try recorded(10)
            let outcome = try programs.labctl(["log", "verify", "--data", programs.data])
            #expect(outcome.status == 1 && outcome.errors.contains("cannot be verified"), "\(outcome.errors)")
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
            #expect(try programs.labctl(["log", "verify", "--data", programs.temporary.path + "/nothing"]).status == 1)
        }
    }

    @Test func `labd on a damaged log answers about what came before, names the damage, and accepts no commands`()
        async throws
    {
        try await onThread {
            let programs = try recorded()
            let line = try programs.labctl(["log", "show", "300", "--json"]).output
            let before = try programs.labctl(["hours", "--help"]).status
            #expect(before == 0)
            try programs.stop()
            // One bit of the type in the line of position 300 is flipped, wherever the line is.
            let path = URL(filePath: programs.data + "/log/data.mdb")
            var bytes = try Data(contentsOf: path)
            let place = try #require(bytes.range(of: Data(line.dropLast().utf8)))
            bytes[place.lowerBound + 20] ^= 1
            try bytes.write(to: path)

            try programs.start()
            let log = try String(contentsOf: programs.temporary.appending(path: "labd.log"), encoding: .utf8)
            #expect(log.contains("the log is damaged") && log.contains("position=300"), "\(log)")
            let early = try programs.labctl(["caseload", "--as-of", "299", "--json"])
            #expect(early.status == 0, "\(early.errors)")
            let late = try programs.labctl(["caseload", "--as-of", "350", "--json"])
            #expect(late.status == 1 && late.errors.contains("log-damaged"), "\(late.errors)")
            let command = try programs.labctl(["worker", "leave", "--worker", "co-01", "--on", "2020-06-01"])
            #expect(command.status == 1 && command.errors.contains("log-damaged"), "\(command.errors)")
            #expect(try programs.labctl(["log", "show", "299"]).status == 0)
            try programs.stop()

            // Nothing was cut off or repaired.
            #expect(try Data(contentsOf: path).count == bytes.count)
            let outcome = try programs.labctl(["log", "verify", "--data", programs.data])
            #expect(outcome.status == 1 && outcome.errors.contains("changed at position 300"), "\(outcome.errors)")
        }
    }

    /// LMDB trusts its file. Whatever is done to the file, the audit reports correctly whether it verifies.
    @Test func `a thousand bits flipped in a database: no crash, no hang, no changed line passes`() async throws {
        let programs = try recorded()
        try programs.stop()
        let whole = try programs.labctl(["log", "verify", "--data", programs.data])
        #expect(whole.status == 0 && whole.output.contains("holds: 401 events"))
        let good = try Data(contentsOf: URL(filePath: programs.data + "/log/data.mdb"))
        var random = SystemRandomNumberGenerator()
        // Most bits are anywhere, some are in the headers of pages, which LMDB trusts completely.
        let bits = (0..<1_000).map { number in
            number % 5 == 0
                ? 8 * 4_096 * Int.random(in: 0..<good.count / 4_096, using: &random)
                    + Int.random(in: 0..<8 * 32, using: &random)
                : Int.random(in: 0..<8 * good.count, using: &random)
        }
        typealias Flipped = (bit: Int, status: Int32, output: String, errors: String)
        @Sendable func flip(_ bits: ArraySlice<Int>, in temporary: String) throws -> [Flipped] {
            try FileManager.default.createDirectory(atPath: temporary + "/log", withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: programs.data + "/keys", toPath: temporary + "/keys")
            return try bits.map { bit in
                var bytes = good
                bytes[bit / 8] ^= 1 << (bit % 8)
                try bytes.write(to: URL(filePath: temporary + "/log/data.mdb"))
                let outcome = try programs.labctl(["log", "verify", "--data", temporary])
                return (bit, outcome.status, outcome.output, outcome.errors)
            }
        }
        async let first = onThread { try flip(bits[..<500], in: programs.temporary.path + "/flipped-1") }
        async let second = onThread { try flip(bits[500...], in: programs.temporary.path + "/flipped-2") }
        let outcomes = try await first + second
        #expect(outcomes.count == 1_000)
        let root = try #require(whole.output.split(separator: "root ").last)
        for outcome in outcomes {
            switch outcome.status {
            case 0: #expect(outcome.output.hasSuffix(root), "bit \(outcome.bit)")
            case 1:
                #expect(
                    outcome.errors.contains("the log does not hold: ") || outcome.errors.contains("cannot be verified"),
                    "bit \(outcome.bit): \(outcome.errors)")
            default: Issue.record("bit \(outcome.bit): \(outcome.status) \(outcome.errors)")
            }
        }
        // A check that cannot fail would have accepted all of them.
        #expect(outcomes.count { $0.status == 1 } > 300)
    }

    @Test func `truncated, empty and zeroed databases are reported`() async throws {
        try await onThread {
            let programs = try recorded()
            try programs.stop()
            let path = URL(filePath: programs.data + "/log/data.mdb")
            let good = try Data(contentsOf: path)
            var damaged: [Data] = [Data(), Data(count: 4_096), Data(count: good.count), Data("no database".utf8)]
            for share in 1..<20 { damaged.append(good.prefix(good.count * share / 20)) }
            for page in stride(from: 0, to: good.count / 4_096, by: 7) {
                var bytes = good
                bytes.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: Data(count: 4_096))
                damaged.append(bytes)
            }
            var faults = 0
            for bytes in damaged {
                try bytes.write(to: path)
                let outcome = try programs.labctl(["log", "verify", "--data", programs.data])
                #expect(outcome.status == 0 || outcome.status == 1, "\(outcome.status): \(outcome.errors)")
                if outcome.status == 1 { faults += 1 }
            }
            #expect(faults >= 23)
            try FileManager.default.removeItem(at: path)
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 1)
        }
    }
}
