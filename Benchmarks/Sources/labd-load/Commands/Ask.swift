import ArgumentParser

/// Asks questions.
struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks labd questions.",
        discussion:
            "In a path, {day} is a day of the season, {position} one of --positions, {case} a case of one of --copies offices."
    )
    @Option(help: "The server's socket.") var at: String
    @Option(help: "How many events there are.") var positions = 1
    @Option(help: "How many offices there are.") var copies = 1
    @Option(help: "The season of one office, whose cases are asked for.") var season: String?
    @OptionGroup var pace: PaceOptions
    @Argument(help: "The paths, asked by turns.") var paths: [String]

    func run() throws {
        // The same questions in each run.
        var random = Lehmer(state: 2019)
        var loop = try Loop<HTTPWire>(Address(at), pace.pace)
        let cases = try season.map(Season.cases) ?? []
        var number = 0
        try loop.run { _, _, bytes in
            number += 1
            HTTPWire.question(fill(paths[number % paths.count], cases, &random), to: &bytes)
        }
        print(loop.outcome.json)
    }

    private func fill(_ path: String, _ cases: [String], _ random: inout Lehmer) -> String {
        guard let open = path.firstIndex(of: "{"), let close = path.firstIndex(of: "}") else { return path }
        let value: String
        switch path[open...close] {
        case "{day}":
            // Ten months of 28 days from June 2019 on.
            let month = (5 + Int.random(in: 0..<10, using: &random))
            let day = Int.random(in: 1...28, using: &random)
            let number = month % 12 + 1
            value = "\(2019 + month / 12)-\(number < 10 ? "0" : "")\(number)-\(day < 10 ? "0" : "")\(day)"
        case "{position}": value = String(Int.random(in: positions / 100..<max(positions, 2), using: &random))
        case "{case}":
            let copy = Int.random(in: 0..<copies, using: &random)
            value = (cases.randomElement(using: &random) ?? "c-000001") + (copy == 0 ? "" : "-\(copy)")
        default: return path
        }
        return path.replacing(path[open...close], with: value)
    }
}

/// A generator whose numbers are the same each time.
struct Lehmer: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let mixed = (state ^ state >> 33) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ mixed >> 33
    }
}

/// Reads everything that is stored.
struct Out: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads all stored lines over one connection, and counts them.")
    @Option(help: "From where.") var peer: Peer
    @Option(help: "The server's socket.") var at: String

    func run() throws {
        let socket = try Socket(Address(at))
        var outcome = Outcome()
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
        defer { scratch.deallocate() }
        switch peer {
        case .labd:
            let begin = now()
            var request: [UInt8] = []
            HTTPWire.question("/v1/events?from=0", to: &request)
            try socket.writeAll(request)
            var lines = ChunkedLines()
            while !lines.isComplete {
                var arrived = Bytes()
                let count = try socket.read(into: &arrived, using: scratch)
                try lines.read(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
            }
            outcome.seconds = Double(now() - begin) / 1e9
            outcome.record(count: lines.count)
        case .postgresql:
            _ = try PostgreSQLWire(socket)
            let begin = now()
            let query = "COPY (SELECT line FROM events ORDER BY position) TO STDOUT\0"
            var rows = 0
            try PostgreSQLWire.exchange(socket, PostgreSQLWire.message("Q", Array(query.utf8))) { bytes in
                while let (type, body) = PostgreSQLWire.next(in: bytes) {
                    if type == UInt8(ascii: "E") { throw Failure("PostgreSQL: \(bytes.text())") }
                    if type == UInt8(ascii: "d") { rows += 1 }
                    bytes.skip(body + 5)
                    if type == UInt8(ascii: "Z") { return true }
                }
                return false
            }
            outcome.seconds = Double(now() - begin) / 1e9
            outcome.record(count: rows)
        default: throw Failure("\(peer.rawValue) is not read")
        }
        print(outcome.json)
    }
}
