import ArgumentParser

/// Sends work to labd or to another store, and prints what it measured as JSON.
@main
struct Load: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labd-load",
        abstract: "Sends work to labd or to another store, and prints what it measured as JSON.",
        subcommands: [Single.self, Many.self, Ask.self, Out.self, MakeSeason.self])
}

/// A server, or a store in this process.
enum Peer: String, ExpressibleByArgument, CaseIterable {
    case labd, postgresql, copy, redis, nats, umadb, lmdb, sqlite
}

extension Commands.Kind: ExpressibleByArgument {}

/// How long and from how many connections.
struct PaceOptions: ParsableArguments {
    @Option(help: "Connections, each with one request at a time; of a store in this process, rows to a commit.")
    var clients = 1
    @Option(help: "Seconds that are measured.") var seconds = 5.0
    @Option(help: "Seconds before those.") var warmUp = 1.0
    @Option(help: "The most answers that are measured.") var count: Int?
    @Option(help: "Requests a second in all, instead of as many as possible.") var rate: Double?

    var pace: Pace { Pace(clients: clients, seconds: seconds, warmUp: warmUp, limit: count, rate: rate) }
}
