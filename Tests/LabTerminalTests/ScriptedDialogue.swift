import CanonicalJSON
import CivilTime
import Office
import Synchronization
import Testing

@testable import LabTerminal

/// A person who answers from a script, and what they see on their terminal: their own answers in guillemets, hidden ones as stars.
final class Script: Sendable {
    private let state: Mutex<(answers: [String], seen: String)>

    init(_ answers: [String]) { state = Mutex((answers, "")) }

    var seen: String { state.withLock(\.seen) }

    var conversation: Conversation {
        Conversation { text in
            self.state.withLock { $0.seen += text }
        } read: { hidden in
            self.state.withLock { state in
                guard !state.answers.isEmpty else { return nil }
                let answer = state.answers.removeFirst()
                state.seen += hidden ? "«***»\n" : "«\(answer)»\n"
                return answer
            }
        }
    }
}

/// A labd that gives these refusals, one after the other, and then accepts; and the commands that came.
final class ScriptedLabd {
    var refusals: [Failure]
    var commands: [String] = []

    init(_ refusals: [Failure] = []) { self.refusals = refusals }
}

/// Lets a person answer the questions of a command after some words of it were typed.
func ask(
    _ name: String, _ line: String, _ script: Script, _ labd: ScriptedLabd, records: Choices.Records = [:],
    usual: [String: UsualValue] = [:]
) async throws {
    let typed = TypedCommand(try #require(Catalogue.command(name)))
    let today = try #require(Day("2019-06-03"))
    let options = try typed.split(line.split(separator: " ").map(String.init))
    var dialogue = Dialogue(
        typed, today: today, names: smallPlanNames, records: records, usual: usual, on: script.conversation)
    try await dialogue.run(options) { options, sealed in
        var random = SameLetters()
        let reading = try typed.read(options, today: today, random: &random, sealed: sealed, names: smallPlanNames)
        labd.commands.append(String(decoding: (reading.command["data"] ?? .null).canonicalBytes, as: UTF8.self))
        if !labd.refusals.isEmpty { throw labd.refusals.removeFirst() }
    }
}
