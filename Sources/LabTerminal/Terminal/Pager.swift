internal import ArgumentParser
internal import Glibc

/// Shows an answer that is longer than the screen in a pager.
///
/// The pager is the command of `LABCTL_PAGER`, else of `PAGER`, else `less`; `cat`, `--no-pager`, a dumb terminal and a pipe
/// mean none. For less, `LESS` is `FRX` unless it is set: it ends at once if all fits, shows colours, and leaves the text on the
/// screen; and `LESSCHARSET` is `utf-8`, since less takes a locale that is not installed for one of ASCII alone.
struct Pager: Hashable {
    /// The shell's command.
    let command: String

    /// Returns the pager for a text on this screen; nil if it is to be printed without one.
    init?(for text: String, on screen: Screen?, _ environment: (String) -> String?) {
        guard let lines = screen?.lines, environment("TERM") != "dumb" else { return nil }
        // A machine without less is no reason for a message of the shell.
        let usual = "command -v less >/dev/null || exit 127; less"
        let command = environment("LABCTL_PAGER") ?? environment("PAGER") ?? usual
        guard command != "cat", text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= lines else { return nil }
        self.command = command
    }

    /// Shows the text until the reader is done with it. Returns false if the command cannot be run; then nothing was shown.
    func show(_ text: String) -> Bool {
        // The shell gives the variables their values, because the environment of this process is never changed.
        let variables = "LESS=${LESS-FRX}; LESSCHARSET=${LESSCHARSET-utf-8}; export LESS LESSCHARSET"
        // Unsafe: C strings and a C stream, which are used here alone.
        guard let pipe = unsafe popen("\(variables); \(command)", "w") else { return false }
        // A reader who is done before the end breaks the pipe; Ctrl-C is the pager's, as long as it shows.
        let broken = signal(SIGPIPE, SIG_IGN)
        let interrupt = signal(SIGINT, SIG_IGN)
        defer {
            _ = signal(SIGPIPE, broken)
            _ = signal(SIGINT, interrupt)
        }
        var text = text
        _ = text.withUTF8 { unsafe fwrite($0.baseAddress, 1, $0.count, pipe) }
        let status = unsafe pclose(pipe)
        // The shell's statuses for a command that it cannot run, and one that it does not find.
        let cannotRun = [126, 127].contains((status >> 8) & 0xFF) && status & 0x7F == 0
        return status != -1 && !cannotRun
    }
}

/// Whether long answers may be shown in a pager.
struct PagerOption: ParsableArguments {
    @ArgumentParser.Flag(
        help: .localized(
            "Do not show long answers in a pager ($LABCTL_PAGER, $PAGER, less).",
            it: "Non mostra le risposte lunghe in un impaginatore ($LABCTL_PAGER, $PAGER, less).")) var noPager = false

    var isAllowed: Bool { !noPager }
}

/// Prints what a person reads, in a pager if it is longer than the screen and `isAllowed`.
func printPaged(_ text: String, isAllowed: Bool = true) {
    let text = text.visible(keepingLines: true, style: Style(for: .standardOutput))
    if isAllowed, let pager = Pager(for: text, on: Screen.present, { Environment[$0] }), pager.show(text) { return }
    printAsIs(text, terminator: "")
}
