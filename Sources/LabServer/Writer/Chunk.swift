import CanonicalJSON
import LabAPI
import Ledger
import Office
import Synchronization

/// A command on its way to the writer: read, or refused for its shape already; or a look at personal data, which is
/// recorded like one.
enum ParsedCommand: Sendable {
    case command(CommandRequest, BodyDigest)
    case look(PersonalDataRequest)
    case refused(RefusedCommand)
}

/// The outcome of a command.
enum Outcome: Sendable {
    case accepted(CommandAnswer)
    case refused(RefusedCommand)
}

/// Some commands of one sender, in order, and the promise of their outcomes.
struct Chunk: Sendable {
    let commands: [ParsedCommand]
    let sender: Sender
    /// The body that asked for a stop at the first refusal, or nil.
    let halt: HaltAtRefusal?
    /// The connection that it came on; nil for what labd asks itself.
    var presence: Presence?
    var pending = PendingOutcomes()

    /// Whether the sender is gone, so that nobody can be told the outcome.
    var isForgotten: Bool { presence?.isGone == true }
}

/// Remembers for a body of many commands whether a line was refused, so that the following lines are not decided.
///
/// Only the writer sets and reads it, in the order in which it decides, so chunks that already wait are covered.
final class HaltAtRefusal: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}

extension ParsedCommand {
    /// The command's id, where it could be read.
    var id: String? {
        switch self {
        case .command(let request, _): request.id.text
        case .look: nil
        case .refused(let refused): refused.id
        }
    }

    /// Reads one command from JSON text. What is not one, or not one that the sender may send, becomes its refusal, with
    /// the id if there is one.
    init(_ text: Span<UInt8>, from sender: Sender) {
        let json: JSON
        do {
            json = try JSONReader.read(text, as: .strict)
        } catch {
            let refusal = Refusal(.shape(.notJSON(error)))
            self = .refused(RefusedCommand(refusal))
            return
        }
        do throws(Refusal) {
            let request = try CommandRequest(json)
            try Permission.sending(type(of: request.command).leastRole).check(sender)
            self = .command(request, BodyDigest(of: request.body))
        } catch {
            var id: String?
            if case .object(let envelope) = json, case .string(let text)? = envelope["id"], ID(text) != nil {
                id = text
            }
            self = .refused(RefusedCommand(error, id: id))
        }
    }
}
