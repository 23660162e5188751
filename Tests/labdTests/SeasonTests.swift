import Foundation
import Testing

/// Tests that wait for processes. They run one at a time, because each blocks a thread of the tests' pool, which has as many
/// threads as there are cores.
@Suite(.serialized) enum ProcessTests {}

extension ProcessTests {
    /// Tests of the main task with the real programs: labd as a process, labctl as its client.
    @Suite(.serialized) struct SeasonTests {
        @Test func `a season is imported completely, and a second import is repeated and does not grow the log`()
            throws
        {
            let programs = try Programs()
            try programs.start()
            let first = try programs.labctl(["import", Programs.season])
            #expect(first.status == 0, "\(first.errors)")
            let views = try programs.allViews()
            let position = try #require(try programs.view(["timesheets"])["position"] as? Int)
            let lines = try String(contentsOfFile: Programs.season, encoding: .utf8).split(separator: "\n").count
            #expect(position == lines, "each command appends one event after the log's own first")
            let second = try programs.labctl(["import", Programs.season])
            #expect(second.status == 0, "\(second.errors)")
            #expect(second.output.contains("\(lines) repeated") || second.errors.contains("\(lines) repeated"))
            #expect(try programs.view(["timesheets"])["position"] as? Int == position)
            #expect(try programs.allViews() == views)
        }

        @Test func `labd loses and duplicates nothing when killed at a random moment of an import, twenty times`()
            throws
        {
            let whole = try Programs()
            try whole.start()
            #expect(try whole.labctl(["import", Programs.season]).status == 0)
            let expected = try whole.allViews()

            let programs = try Programs()
            var acknowledged = 0
            for _ in 0..<20 {
                let daemon = try programs.start()
                let client = try programs.beginLabctl(["import", Programs.season])
                Thread.sleep(forTimeInterval: Double.random(in: 0.001...0.25))
                // What a view shows is durable: it must never be less after the kill.
                let seen = try programs.labctl(["timesheets", "--json"])
                if seen.status == 0 {
                    let answer = try JSONSerialization.jsonObject(with: Data(seen.output.utf8)) as? [String: Any]
                    acknowledged = max(acknowledged, answer?["position"] as? Int ?? 0)
                }
                daemon.kill9()
                client.waitUntilExit()
                try programs.start().kill9()
                try programs.start()
                let position = try #require(try programs.view(["timesheets"])["position"] as? Int)
                #expect(position >= acknowledged)
                acknowledged = position
                try programs.stop()
            }
            try programs.start()
            #expect(try programs.labctl(["import", Programs.season]).status == 0)
            #expect(try programs.allViews() == expected)
        }

        @Test func `a stop in the middle of an import delivers the answers in flight and is clean`()
            throws
        {
            let programs = try Programs()
            let daemon = try programs.start()
            let client = try programs.beginLabctl(["import", Programs.season])
            Thread.sleep(forTimeInterval: 0.1)
            daemon.terminate()
            daemon.waitUntilExit()
            client.waitUntilExit()
            #expect(daemon.terminationReason == .exit)
            #expect(daemon.terminationStatus == 0)
            #expect(!FileManager.default.fileExists(atPath: programs.socket))
            try programs.start()
            #expect(try programs.labctl(["import", Programs.season]).status == 0)
        }
    }
}
