internal import ArgumentParser

/// The commands that the parser is told of: those that the words of a command line can mean.
///
/// The parser reads the configuration of each command that it is told of, once for the arguments and again for each error or help
/// page. With all verbs of the catalogue this took longer than the rest of labctl's work together.
struct CommandScope {
    /// The commands that the words name, from the root on; nil if the parser is to be told of all commands.
    private let way: [any ParsableCommand.Type]?

    @TaskLocal private static var current: CommandScope?

    /// What these arguments can mean.
    init(_ arguments: [String]) {
        // The parser's own requests that are about all commands.
        let isAboutAll = arguments.contains {
            $0.hasPrefix("--generate-completion-script") || $0.hasPrefix("--experimental-dump-help")
                || $0.hasPrefix("---completion")
        }
        way = isAboutAll ? nil : [Labctl.self] + CommandTree.walk(arguments).commands
    }

    /// Runs the body, in which commands have the subcommands of this scope alone.
    func tell<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.$current.withValue(self, operation: body)
    }

    /// Whether the parser may need more of a command than its name and what it is about in a line.
    static func mentions(_ command: any ParsableCommand.Type) -> Bool {
        current?.way?.contains { $0 == command } ?? true
    }

    /// Returns the subcommands of a command that are in scope. Without a scope, and for the last command on the way, these are all;
    /// for a command before it, the next one on the way; for any other command, none.
    static func below(
        _ command: any ParsableCommand.Type, _ all: @autoclosure () -> [any ParsableCommand.Type]
    ) -> [any ParsableCommand.Type] {
        guard let way = current?.way else { return all() }
        guard let index = way.firstIndex(where: { $0 == command }) else { return [] }
        return index + 1 < way.count ? [way[index + 1]] : all()
    }
}
