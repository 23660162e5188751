/// Why a subcommand did nothing, in words for whoever ran it.
struct Refused: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
