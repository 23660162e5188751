import CanonicalJSON
import CivilTime
import Foundation
import LabAPI
import Office
import ServiceSupport
import Testing

@testable import LabServer

@Suite("Seen from outside")
struct ObservationTests {
    private func samples(_ service: Service) async throws -> [String: Double] {
        let text = String(decoding: try await service.ask("GET", Paths.metrics).body, as: UTF8.self)
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            samples[words.dropLast().joined(separator: " ")] = Double(try #require(words.last))
        }
        return samples
    }

    @Test func `commands are counted by their outcome, commits and batches by their size`() async throws {
        try await Service.run { service in
            _ = try await service.ask("POST", Paths.commands, register("c-1", "p-1"))
            _ = try await service.ask("POST", Paths.commands, register("c-1", "p-1"))
            _ = try await service.ask("POST", Paths.commands, register("c-2", "p-1"))
            _ = try await service.ask("POST", Paths.commands, "{}")
            let found = try await samples(service)
            #expect(found[#"labd_commands_total{outcome="accepted"}"#] == 1)
            #expect(found[#"labd_commands_total{outcome="repeated"}"#] == 1)
            #expect(found[#"labd_commands_total{outcome="exists"}"#] == 1)
            #expect(found[#"labd_commands_total{outcome="missing-field"}"#] == 1)
            #expect(found["labd_commit_seconds_count"] == 1)
            #expect(found[#"labd_commit_seconds_bucket{le="+Inf"}"#] == 1)
            #expect(found["labd_batch_commands_count"] == 4)
            #expect(found["labd_batch_commands_sum"] == 4)
            #expect(found["labd_events"] == 2)
            #expect(found["labd_taking_commands"] == 1)
            #expect(found["labd_keys_available"] == 1)
            #expect(found["labd_damaged_lines"] == 0)
            #expect(try #require(found["labd_map_used_bytes"]) > 0)
            #expect(try #require(found["labd_disk_free_bytes"]) > 0)
            #expect(try #require(found["labd_connections"]) >= 1)
        }
    }

    @Test func `without a backup its age is that of the log, unless the log is simulated`() async throws {
        try await Service.run { service in
            let found = try await samples(service)
            #expect(found["labd_backup_age_seconds"] == nil)
        }
        let fixture = try Fixture(simulated: false)
        try fixture.setClock("2020-09-15T12:26:40.000000Z")
        let api = API(
            fixture.writer, fixture.ledger, limits: .init(), stop: StopSignal(),
            LivePolicy(try Settings.Roles().map(owner: 0)))
        #expect(api.secondsSinceBackup == Int64(172_800))
    }

    @Test
    func `for a real log it is reported whether the keys were backed up, and a rotation makes earlier backups useless`()
        async throws
    {
        try await Service.run(clock: TestClock(Instant(microseconds: 1_600_000_000_000_000))) { service in
            let before = try await samples(service)
            #expect(before["labd_keys_backed_up"] == 0)
            #expect(try await service.ask("POST", Paths.keysBackup).status == 200)
            let found = try await samples(service)
            #expect(found["labd_keys_backed_up"] == 1 && found["labd_keys_backup_age_seconds"] == 0)
            #expect(try await service.ask("POST", Paths.keysRotate).status == 200)
            let rotated = try await samples(service)
            #expect(rotated["labd_keys_backed_up"] == 0 && rotated["labd_keys_backup_age_seconds"] == nil)
        }
        try await Service.run { service in
            let before = try await samples(service)
            #expect(before["labd_keys_backed_up"] == nil)
        }
    }

    @Test func `every metric has its help and type before its samples, once, and samples are numbers`() async throws {
        try await Service.run { service in
            _ = try await service.ask("POST", Paths.commands, register("c-1", "p-1"))
            let answer = try await service.ask("GET", Paths.metrics)
            #expect(answer.head.contains("text/plain; version=0.0.4"))
            var type: [String: String] = [:]
            var last = ""
            for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n") {
                let words = line.split(separator: " ")
                if line.hasPrefix("# HELP ") {
                    last = String(words[2])
                    #expect(words.count > 3 && type[last] == nil)
                } else if line.hasPrefix("# TYPE ") {
                    #expect(words[2] == last)
                    type[last] = String(words[3])
                    #expect(["counter", "gauge", "histogram"].contains(words[3]))
                } else {
                    let name = words[0].prefix { $0 != "{" }
                    #expect(name == last || (type[last] == "histogram" && name.hasPrefix(last + "_")), "\(line)")
                    #expect(Double(words[words.count - 1]) != nil, "\(line)")
                    #expect(Metric(rawValue: last) != nil, "\(line)")
                }
            }
            #expect(type.count > 15)
        }
    }

    @Test func `a histogram counts up to each bound`() {
        var histogram = Histogram([1, 10])
        for value in [0.5, 1, 5, 10, 11, 100] { histogram.observe(value) }
        var exposition = Exposition()
        exposition.add(.commitSeconds, "Help.", histogram)
        #expect(
            exposition.text == """
                # HELP labd_commit_seconds Help.
                # TYPE labd_commit_seconds histogram
                labd_commit_seconds_bucket{le="1.0"} 2
                labd_commit_seconds_bucket{le="10.0"} 4
                labd_commit_seconds_bucket{le="+Inf"} 6
                labd_commit_seconds_sum 127.5
                labd_commit_seconds_count 6

                """)
    }

    @Test func `a label's value cannot break out of its line`() {
        var exposition = Exposition()
        exposition.add(.commands, "Help.", by: "l", ["a\"\n\\": 1])
        #expect(exposition.text.hasSuffix("labd_commands_total{l=\"a\\\"\\n\\\\\"} 1\n"))
    }

    @Test func `the watchdog is fed while the writer works, and not when it hangs`() async throws {
        let fixture = try Fixture()
        let path = "/tmp/labd-" + UUID().uuidString.prefix(8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let address = try #require(UnixAddress(path: path))
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        unsafe address.withSockaddr { pointer, length in #expect(unsafe bind(descriptor, pointer, length) == 0) }
        func fed() -> Int {
            var count = 0
            var buffer = [UInt8](repeating: 0, count: 100)
            while unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 { count += 1 }
            return count
        }
        let environment = ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "400000", "WATCHDOG_PID": "\(getpid())"]
        let manager = ServiceManager(environment: environment)
        #expect(Watchdog(environment: [:], manager, fixture.writer) == nil)
        #expect(Watchdog(environment: ["WATCHDOG_USEC": "1", "WATCHDOG_PID": "1"], manager, fixture.writer) == nil)
        let watchdog = try #require(Watchdog(environment: environment, manager, fixture.writer))
        let running = Task { await watchdog.run() }
        // The time limit is generous, because the machine may be busy.
        func isFed() async throws -> Bool {
            for _ in 0..<200 {
                if fed() > 0 { return true }
                try await Task.sleep(for: .milliseconds(100))
            }
            return false
        }
        #expect(try await isFed())
        let end = DispatchSemaphore(value: 0)
        let hanging = Task { await fixture.writer.hang(until: end) }
        // The watchdog is fed for another moment, and then no more.
        var isQuiet = false
        for _ in 0..<20 where !isQuiet {
            _ = fed()
            try await Task.sleep(for: .seconds(1))
            isQuiet = fed() == 0
        }
        #expect(isQuiet)
        end.signal()
        await hanging.value
        #expect(try await isFed())
        running.cancel()
    }
}

extension Writer {
    /// Blocks the writer's thread.
    fileprivate func hang(until end: DispatchSemaphore) { end.wait() }
}

@Suite("The limits of labd")
struct LimitTests {
    @Test
    func `connections beyond an account's limit are closed at once, and later ones are accepted again`()
        async throws
    {
        var limits = Settings.Limits()
        limits.accountConnections = 3
        try await Service.run(limits: limits) { service in
            var wires: [Wire] = []
            for _ in 0..<3 { wires.append(try await service.connect()) }
            // Waits until the third is accepted.
            for wire in wires {
                try await wire.write(Array("GET /healthz HTTP/1.1\r\nhost: labd\r\n\r\n".utf8))
                #expect(await wire.read(until: "\"status\":\"ok\"").contains("200 OK"))
            }
            let more = try await service.connect()
            #expect(await more.rest().isEmpty)
            #expect(service.fixture.writer.metrics.now.connectionsRefused >= 1)
            for wire in wires { try await wire.close() }
            while service.fixture.writer.metrics.now.connections > 0 { try await Task.sleep(for: .milliseconds(10)) }
            try await service.isWell("a")
        }
    }

    @Test func `a head that drips is rejected, and one that comes in two pieces is not`() async throws {
        var limits = Settings.Limits()
        limits.headSeconds = 2
        try await Service.run(limits: limits) { service in
            let dripped = try await service.unhurried(limits.headSeconds) {
                let slow = try await service.connect()
                try await slow.write(Array("GET /healthz HTTP/1.1\r\nhost: la".utf8))
                let dripping = Task {
                    for _ in 0..<80 {
                        guard (try? await slow.write(Array("b".utf8))) != nil else { return }
                        try await Task.sleep(for: .milliseconds(100))
                    }
                }
                defer { dripping.cancel() }
                return await slow.rest()
            }
            #expect(dripped.isEmpty)
            let answers = try await service.unhurried(limits.headSeconds) {
                let halved = try await service.connect()
                var answers: [String] = []
                for _ in 0..<3 {
                    try await halved.write(Array("GET /healthz HTTP/1.1\r\n".utf8))
                    try await Task.sleep(for: .milliseconds(answers.isEmpty ? 300 : 0))
                    try await halved.write(Array("host: labd\r\n\r\n".utf8))
                    answers.append(await halved.read(until: "\"status\":\"ok\""))
                    if !answers.last!.contains("200 OK") { throw NoAnswer(received: answers.last!) }
                }
                return answers
            }
            #expect(answers.count == 3)
            // A connection that is idle between two requests for longer than a head may take is not closed.
            try await service.unhurried(2 * limits.headSeconds) {
                let idle = try await service.connect()
                for rest in [2_500, 0] {
                    try await idle.write(Array("GET /healthz HTTP/1.1\r\nhost: labd\r\n\r\n".utf8))
                    let answer = await idle.read(until: "\"status\":\"ok\"")
                    if !answer.contains("200 OK") { throw NoAnswer(received: answer) }
                    try await Task.sleep(for: .milliseconds(rest))
                }
            }
            try await service.isWell("a")
        }
    }

    @Test func `a head that is too large is refused`() async throws {
        var limits = Settings.Limits()
        limits.headBytes = 2_048
        try await Service.run(limits: limits) { service in
            let wire = try await service.connect()
            let head = "GET /healthz HTTP/1.1\r\nhost: labd\r\nx: \(String(repeating: "x", count: 10_000))\r\n\r\n"
            try await wire.write(Array(head.utf8))
            #expect(try Answer(await wire.rest()).status >= 400)
            try await service.isWell("a")
        }
    }
}
