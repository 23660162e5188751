import ArgumentParser

/// Records one thing with each request.
struct Single: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Records one thing with each request.")
    @Option(help: "Where it goes.") var peer: Peer
    @Option(help: "The server's socket (/path or :port), or the directory of a store in this process.") var at: String
    @Option(help: "What labd's commands are.") var kind = Commands.Kind.mixed
    @Option(name: .customLong("run"), help: "A word that no other run against the same store has.") var name = "a"
    @OptionGroup var pace: PaceOptions

    func run() throws {
        let outcome =
            switch peer {
            case .labd: try loop(HTTPWire.self)
            case .postgresql, .copy: try loop(PostgreSQLWire.self)
            case .redis: try loop(RedisWire.self)
            case .nats: try loop(NATSWire.self)
            case .umadb: try loop(UmaDBWire.self)
            case .lmdb: try commits(LMDBStore(directory: at))
            case .sqlite: try commits(SQLiteStore(directory: at))
            }
        print(outcome.json)
    }

    private func loop<W: Wire>(_: W.Type) throws -> Outcome {
        var sources = (0..<pace.clients).map { Commands(kind, run: name, client: $0) }
        var loop = try Loop<W>(Address(at), pace.pace)
        try loop.run { client, wire, bytes in wire.request(sources[client].next(), to: &bytes) }
        return loop.outcome
    }

    private func commits(_ store: some Store) throws -> Outcome {
        var store = store
        var sources = (0..<pace.clients).map { Commands(kind, run: name, client: $0) }
        var outcome = Outcome()
        let pace = pace.pace
        let measured = now() + Int(pace.warmUp * 1e9)
        let end = measured + Int(pace.seconds * 1e9)
        var time = now()
        while time < end, pace.limit.map({ outcome.count < $0 }) ?? true {
            let work = sources.indices.map { sources[$0].next() }
            let begin = now()
            try store.commit(work[...])
            time = now()
            outcome.sent += work.count
            guard time >= measured else { continue }
            for _ in work { outcome.record(nanoseconds: time - begin) }
        }
        outcome.seconds = Double(time - measured) / 1e9
        return outcome
    }
}
