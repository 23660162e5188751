internal import ArgumentParser

/// What `--watch` takes: the seconds from one answer to the next.
struct WatchInterval: ExpressibleByArgument, Hashable, CustomStringConvertible, Sendable {
    let seconds: Double

    /// Without a value.
    static let usual = WatchInterval(seconds: 2)

    private init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        guard let seconds = Double(argument), seconds >= 0.1, seconds <= 86_400 else { return nil }
        self.init(seconds: seconds)
    }

    /// The seconds as they are typed: `2`, `0.5`.
    var description: String { seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds) }

    var defaultValueDescription: String { description }

    /// Refuses `--watch=VALUE` with a value that it does not take, which the parser would pass over.
    static func check(_ arguments: [String]) throws(Failure) {
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--watch=") {
            let value = String(argument.dropFirst("--watch=".count))
            guard WatchInterval(argument: value) == nil else { continue }
            throw Failure(
                .usage,
                localized(
                    "--watch cannot be \"\(value)\": it takes seconds, from 0.1 to 86400, or nothing",
                    it: "--watch non può essere \"\(value)\": si indicano i secondi, da 0.1 a 86400, o niente"))
        }
    }
}
