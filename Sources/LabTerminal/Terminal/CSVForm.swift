internal import ArgumentParser
internal import Interchange

/// What `--csv` takes: for which spreadsheets. Without a value, RFC 4180.
enum CSVForm: String, ExpressibleByArgument, CaseIterable, Sendable {
    case international
    case it

    /// Refuses `--csv=VALUE` with a value that it does not take, which the parser would pass over.
    static func check(_ arguments: [String]) throws(Failure) {
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--csv=") {
            let value = String(argument.dropFirst("--csv=".count))
            guard CSVForm(rawValue: value) == nil else { continue }
            let accepted = allCases.map(\.rawValue).joined(separator: localized(" or ", it: " o "))
            throw Failure(
                .usage,
                localized(
                    "--csv cannot be \"\(value)\": it takes \(accepted), or nothing",
                    it: "--csv non può essere \"\(value)\": \(accepted), o nulla"))
        }
    }

    /// The dialect that is written.
    var dialect: CSVDialect {
        switch self {
        case .international: .international
        case .it: .italian
        }
    }
}
