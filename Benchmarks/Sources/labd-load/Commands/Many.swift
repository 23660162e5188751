import ArgumentParser

/// Records a file.
struct Many: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Records a file: commands for labd, stored lines for others.")
    @Option(help: "Where it goes.") var peer: Peer
    @Option(help: "The server's socket (/path or :port), or the directory of a store in this process.") var at: String
    @Option(help: "Seconds after which no more of the lines are taken; labd takes all.") var atMost = 3600.0
    @Argument var file: String

    func run() throws {
        let file = Batches(file: file, seconds: atMost)
        let outcome =
            switch peer {
            case .labd: try Import.labd(Address(at), file: self.file)
            case .postgresql: try Import.postgreSQL(Address(at), file)
            case .copy: try Import.copy(Address(at), file)
            case .redis: try Import.redis(Address(at), file)
            case .nats: try Import.pipelined(NATSWire.self, Address(at), file)
            case .umadb: throw Failure("UmaDB takes many events from its own client")
            case .lmdb: try Import.embedded(indexed(), file)
            case .sqlite: try Import.embedded(SQLiteStore(directory: at), file)
            }
        print(outcome.json)
    }

    private func indexed() throws -> LMDBStore {
        var store = try LMDBStore(directory: at)
        store.keepsIndexes = true
        return store
    }
}

/// Makes a season of many offices.
struct MakeSeason: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "season", abstract: "Writes a season of many offices as commands, and prints how many they are.")
    @Option(help: "The offices.") var copies: Int
    @Argument(help: "The season of one office.") var from: String
    @Argument(help: "The file to write.") var to: String

    func run() throws { print(try Season(copies: copies).write(from: from, to: to)) }
}
