import Foundation

/// The two programs as built with these tests, and a temporary directory for them.
final class Programs: @unchecked Sendable {
    /// The result of a program.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    let temporary: URL
    var data: String { temporary.appending(path: "data").path }
    var socket: String { temporary.appending(path: "s").path }
    private var daemon: Process?

    /// The top directory of the project, which contains `config` and `deploy`.
    static let project = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL
    static let season = project.appending(path: "deploy/demo/season.ndjson").path
    static let settings = project.appending(path: "config/labd.toml").path

    /// Where labd is.
    static var labdPath: String { get throws { try program("labd").path } }

    static func program(_ name: String) throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: name)
    }

    init() throws {
        // The path is short, because a socket's path has at most 107 bytes.
        temporary = URL(filePath: "/tmp/labd-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
    }

    deinit {
        daemon?.kill9()
        try? FileManager.default.removeItem(at: temporary)
    }

    /// Starts labd and returns when it answers. Fails with labd's output if it does not answer.
    @discardableResult
    func start(_ more: [String] = ["--simulated"], settings: String = Programs.settings) throws -> Process {
        let process = Process()
        process.executableURL = try Self.program("labd")
        process.arguments = ["--config", settings, "--data", data, "--socket", socket] + more
        let log = temporary.appending(path: "labd.log")
        try Data().write(to: log)
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        daemon = process
        let deadline = Date.now.addingTimeInterval(60)
        while try labctl(["timesheets", "--json"]).status == 3 {
            guard process.isRunning, Date.now < deadline else {
                throw Failure(text: "labd does not answer: " + (try String(contentsOf: log, encoding: .utf8)))
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return process
    }

    /// Stops labd as a service manager does, and waits for its end.
    func stop() throws {
        guard let daemon else { return }
        daemon.terminate()
        daemon.waitUntilExit()
        guard daemon.terminationStatus == 0 else {
            throw Failure(text: "labd stopped with \(daemon.terminationStatus)")
        }
        self.daemon = nil
    }

    /// Runs labd to its end, if it is not expected to serve.
    func labd(_ arguments: [String]) throws -> Outcome { try Self.run("labd", arguments) }

    /// Runs labctl against the socket in this directory.
    func labctl(_ arguments: [String], input: String? = nil) throws -> Outcome {
        try Self.run("labctl", ["--socket", socket] + arguments, input: input)
    }

    /// Starts labctl without waiting for its end.
    func beginLabctl(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = try Self.program("labctl")
        process.arguments = ["--socket", socket] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Records another event, after the whole season: a worker with that id.
    func enrol(_ id: String) throws {
        let command = """
            {"id":"enrol-\(id)","command":"worker.enrol","at":"2020-06-01T08:00:00.000000Z",\
            "data":{"worker":"\(id)","name":"W","employer":"e","profession":"educator","from":"2020-06-01"}}
            """
        let path = temporary.appending(path: id + ".ndjson").path
        try command.write(toFile: path, atomically: true, encoding: .utf8)
        let outcome = try labctl(["import", path])
        guard outcome.status == 0 else { throw Failure(text: "\(id): \(outcome.output) \(outcome.errors)") }
    }

    /// Starts a witness's server, and returns when it listens.
    func beginWitness(_ folder: String) throws -> (process: Process, url: String) {
        let process = Process()
        process.executableURL = try Self.program("labctl")
        process.arguments = ["witness", "serve", folder, "--listen", "127.0.0.1:0"]
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        var said = ""
        while !said.contains("\n") {
            let piece = errors.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Failure(text: "the witness does not listen: \(said)") }
            said += String(decoding: piece, as: UTF8.self)
        }
        errors.fileHandleForReading.readToTheEnd()
        guard let url = said.split(separator: "\n").first?.split(separator: " ").last else {
            throw Failure(text: said)
        }
        return (process, String(url))
    }

    /// The JSON object that a view answers.
    func view(_ arguments: [String]) throws -> [String: Any] {
        let outcome = try labctl(arguments + ["--json"])
        guard outcome.status == 0 else { throw Failure(text: "\(arguments): \(outcome.errors)") }
        return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
    }

    /// Returns every view's whole answer as text, which must be the same after a restart.
    func allViews() throws -> [String] {
        try ["compliance", "caseload", "mediations", "indicators", "timesheets"].map { name in
            let outcome = try labctl([name, "--json", "--on", "2019-12-31"])
            guard outcome.status == 0 else { throw Failure(text: "\(name): \(outcome.errors)") }
            return outcome.output
        }
    }

    private static func run(_ name: String, _ arguments: [String], input: String? = nil) throws -> Outcome {
        try run(try program(name), arguments, input: input)
    }

    /// Runs a program to its end.
    static func run(_ program: URL, _ arguments: [String], input: String? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        if let input {
            let file = URL(filePath: "/tmp/labd-input-\(UInt64.random(in: 0 ... .max))")
            try input.write(to: file, atomically: false, encoding: .utf8)
            process.standardInput = try FileHandle(forReadingFrom: file)
            try FileManager.default.removeItem(at: file)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        // Both pipes are read concurrently: a program that fills one pipe while the other is read would never end.
        let said = Collector()
        let thread = Thread { said.finish(errors.fileHandleForReading.readDataToEndOfFile()) }
        thread.start()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: text, errors: String(decoding: said.wait(), as: UTF8.self))
    }

    struct Failure: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}

/// Runs code that waits for other processes on its own thread: a test that blocks one of the pool's few threads delays all
/// others.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Swift.Result { try body() }) }.start()
    }
}

/// Passes what one thread read to another.
private final class Collector: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var data = Data()

    func finish(_ data: Data) {
        self.data = data
        done.signal()
    }

    func wait() -> Data {
        done.wait()
        return data
    }
}

extension FileHandle {
    /// Reads and forgets what else arrives, so that the writer never waits.
    ///
    /// On a thread of its own, which keeps the handle: a `readabilityHandler` that nobody takes away stays registered with
    /// libdispatch's epoll after its handle is freed, and the next event there reads freed memory.
    func readToTheEnd() {
        Thread { while !self.availableData.isEmpty {} }.start()
    }
}

extension Process {
    /// Kills it without a chance to clean up.
    func kill9() {
        guard isRunning else { return }
        kill(processIdentifier, SIGKILL)
        waitUntilExit()
    }
}
