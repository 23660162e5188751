import CanonicalJSON
import CivilTime
public import Office

/// What can be done about a command: the commands that take back or correct its event. Nothing is ever deleted.
///
/// The event is the last one of the account that asks, or the one at `position`.
public struct Remedies: Answer {
    /// The view's name.
    public static let name = "undo"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.asOf, .position]
    /// It answers each account differently.
    public static let dependsOnAsker = true

    /// A command that can be sent.
    public struct Row: Described, Hashable {
        /// The command's name.
        public let command: String
        /// Its fields that are known, by name: texts as they are, numbers in decimal.
        public let data: [String: String]
        /// Its required fields that the sender has to give, in the catalogue's order; ids of new things that labctl chooses are
        /// not among them.
        public let toGive: [String]
        /// The least role that may send it.
        public let role: String
        /// The code with which the account would be refused now; nil if it would not be, or if a field must be given first on
        /// which that depends.
        public let refused: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .command: .code, .data: .by(.code, .text), .toGive: .codes, .role: .code, .refused: .code.optional,
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .actor: .value(.account), .lookedBackTo: .position,
        .event: .object(EventNote.self).optional, .rows: .rows(Row.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The account that asks.
    public let actor: String
    /// The earliest position that was looked at.
    public let lookedBackTo: Int
    /// The event; nil if the account sent no command since `lookedBackTo`.
    public let event: EventNote?
    /// The commands that can be sent, first those that would be accepted.
    public let rows: [Row]

    /// Answers from the log and the present office. Refuses a position that the office does not know yet.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let asker = question.asker
        var found: RecordedEvent?
        var reached = office.position
        if let position = question.subjectPosition {
            guard position <= office.position else {
                throw .notYet(position, last: office.position, field: Parameter.position.rawValue)
            }
            found = try past.content(at: position)
            reached = position
        } else {
            let commands = try past.commands(of: asker.account, upTo: office.position, limit: 1)
            (found, reached) = (commands.events.first, commands.lookedBackTo)
        }
        let remedies = try found.map { event throws(Refusal) in try office.remedies(for: event, past) } ?? []
        let rows = remedies.map { Row($0, office, asker) }
        basis = Basis(office, question)
        position = office.position
        actor = asker.account
        lookedBackTo = max(0, reached)
        event = found?.note
        self.rows = rows.filter { $0.refused == nil } + rows.filter { $0.refused != nil }
    }
}

extension Office {
    fileprivate func remedies(for event: RecordedEvent, _ past: any Past) throws(Refusal) -> [Remedy] {
        do {
            return try remedies(for: (event.note.type, event.schema, event.data), at: event.note.position) { position in
                let voided = try past.content(at: position)
                return (voided.note.type, voided.data)
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(.log(.unreadable(diagnostic: "\(error)")))
        }
    }
}

extension Remedies.Row {
    fileprivate init(_ remedy: Remedy, _ office: Office, _ asker: Asker) {
        let type = CommandCatalogue.command(remedy.command)
        let fields = type.map { CommandCatalogue.fields(of: $0) } ?? []
        let today = asker.day(in: office)
        var members = remedy.data
        for field in fields
        where field.name == "on" && field.isRequired && !members.contains(where: { $0.name == "on" }) {
            members.append(.init("on", .string(today.description)))
        }
        command = remedy.command
        var data: [String: String] = [:]
        for member in members {
            switch member.value {
            case .string(let text): data[member.name] = text
            case .integer(let number): data[member.name] = String(number)
            case .bool(let flag): data[member.name] = flag ? "true" : "false"
            case .array, .object, .number, .null: continue
            }
        }
        self.data = data
        let isChosen = { (field: Fields.Description) in field.isCreated && field.reference?.isNamedByPeople == false }
        var toGive = fields.filter { $0.isRequired && data[$0.name] == nil && !isChosen($0) }.map(\.name)
        let isPermitted = type.map { asker.sends.contains($0.leastRole) } ?? false
        var refused: String? = Refusal.Code.notPermitted.word
        if isPermitted {
            refused = Self.verdict(remedy.command, fields, members, toGive, office, asker, today)
            // A reason that is optional elsewhere is needed here.
            if refused == Refusal.Code.reasonRequired.word, fields.contains(where: { $0.name == "reason" }) {
                toGive.append("reason")
                refused = Self.verdict(remedy.command, fields, members, toGive, office, asker, today)
            }
        }
        self.toGive = toGive
        self.refused = refused
        role = type?.leastRole.rawValue ?? ""
    }

    /// Returns the code with which the command would be refused. A reason that is still to be given does not matter to it.
    private static func verdict(
        _ command: String, _ fields: [Fields.Description], _ members: [JSONObject.Member], _ toGive: [String],
        _ office: Office, _ asker: Asker,
        _ today: Day
    ) -> String? {
        let isText = { name in fields.contains { $0.name == name && $0.kind == .text } }
        guard toGive.allSatisfy({ $0 == "reason" && isText($0) }) else { return nil }
        let given = members + toGive.map { .init($0, "x") }
        let text: JSON = ["id": "undo", "command": .string(command), "data": .object(JSONObject(given))]
        // Noon of the day, unless that has something recorded after it.
        let noon = Instant(microseconds: EuropeRome.start(of: today) * 60_000_000 + 43_200_000_000)
        let recording = Recording(time: max(noon, office.time), actor: asker.account, roles: asker.roles)
        do {
            let request = try CommandRequest(text)
            // A report is only decided with its figures, which are computed when it is submitted.
            guard !Swift.type(of: request.command).freezesFigures else { return nil }
            _ = try request.command.decide(office, recording)
            return nil
        } catch {
            return error.code.word
        }
    }
}
