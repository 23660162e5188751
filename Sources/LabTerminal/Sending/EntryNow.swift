internal import CanonicalJSON
internal import LabAPI
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// An entry of hours as it stands, which says whose it is before it is adjusted.
struct EntryNow: Hashable {
    let worker: String
    let month: String
    let minutes: Int
    /// Whether the month was signed or approved, so that it waits for another approval once the entry is adjusted.
    let isDeclared: Bool

    /// Reads labd's answer about an entry; nil if it is none.
    init?(_ answer: JSONObject) {
        guard case .string(let worker)? = answer["worker"], case .integer(let minutes)? = answer["minutes"] else {
            return nil
        }
        self.worker = worker
        self.minutes = Int(minutes)
        month = String(answer.word("on").prefix(7))
        isDeclared = ["signed", "approved"].contains(answer.word("state"))
    }

    /// Says what an adjustment changed: `4:30 → 4:00`, and what is to do because of it.
    func text(adjustedTo minutes: Int) -> String {
        let language = Speech.language
        var out = "  \(language.hours(self.minutes)) → \(language.hours(minutes))\n"
        if isDeclared {
            let command = "labctl timesheet approve --worker \(worker) --month \(month)"
            out += localized(
                "  \(month) is to be approved again: \(command)", it: "  \(month) è da riapprovare: \(command)")
            out += "\n"
        }
        return out
    }
}

extension TypedCommand {
    /// Whether the command is about an entry of hours that stands already, and names its worker as well.
    var isAboutEntry: Bool {
        fields.contains { $0.reference == .entry && !$0.isCreated && $0.isRequired }
            && fields.contains { $0.name == "worker" }
    }
}

extension LabClient {
    /// Returns the entry that a command is about; nil if it is about none, or if labd does not tell.
    func entryNow(_ typed: TypedCommand, _ options: TypedCommand.Options) async -> EntryNow? {
        guard typed.isAboutEntry, let id = options.values["entry"]?.first else { return nil }
        guard let answer = try? await answer(to: .get(Paths.view(EntryFile.name), [("id", id)])), answer.isAccepted,
            case .object(let object)? = try? JSONReader.read(answer.body, as: .strict)
        else { return nil }
        return EntryNow(object)
    }

    /// Asks for the entries among which the one that a command is about can be chosen, the latest first: those of the worker who is
    /// given, or whom the account usually gives. Nil for a command that is about no entry, or names it, and if none is found.
    func entries(
        for typed: TypedCommand, _ options: TypedCommand.Options, usual: [String: UsualValue]
    ) async -> [Choices.Choice]? {
        guard typed.isAboutEntry, options.values["entry"] == nil, let list = OfficeNames.list(of: .entry),
            let worker = options.values["worker"]?.first ?? usual["worker"]?.value,
            let answer = try? await answer(ofView: list.name, [("worker", worker)]),
            case .array(let rows)? = try? answer.object["rows"]
        else { return nil }
        let entries = rows.compactMap { row -> Choices.Choice? in
            guard case .object(let entry) = row, case .string(let id)? = entry["entry"],
                case .integer(let minutes)? = entry["minutes"]
            else { return nil }
            let said = [
                entry.word("on"), Speech.language.hours(Int(minutes)), entry.word("activity"), entry.word("place"),
            ]
            return Choices.Choice(value: id, text: said.filter { !$0.isEmpty }.joined(separator: ", "))
        }
        return entries.isEmpty ? nil : entries.reversed()
    }

    /// Returns the fields that follow from others: the worker of an entry.
    func deduced(_ typed: TypedCommand, _ options: TypedCommand.Options) async -> [String: String] {
        guard options.values["worker"] == nil, let entry = await entryNow(typed, options) else { return [:] }
        return ["worker": entry.worker]
    }
}
