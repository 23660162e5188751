/// The reason why a subcommand did nothing, for the person who ran it.
struct Refused: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
