import CanonicalJSON
public import Office

/// The values that an account gives most often, of the fields that are mostly the same: its worker, fund, line, place, desk.
///
/// It looks at the last 20 commands of the account.
public struct Usual: Answer {
    /// The view's name.
    public static let name = "usual"
    /// The log as a whole.
    public static let needs: OfficeParts? = nil
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = [.asOf]
    /// It answers each account differently.
    public static let dependsOnAsker = true

    /// A field with its most frequent value.
    public struct Row: Described, Hashable {
        /// The field's name, such as `place`.
        public let field: String
        /// The value given most often; of several, the one given last.
        public let mostOften: String
        /// In how many commands it was given.
        public let times: Int

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([.field: .code, .mostOften: .text, .times: .count]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .actor: .value(.account), .worker: .id(of: .worker).optional,
        .commands: .count, .rows: .rows(Row.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The account that asks.
    public let actor: String
    /// The worker whose account it is, if there is one.
    public let worker: String?
    /// The number of commands looked at.
    public let commands: Int
    /// By field.
    public let rows: [Row]

    /// Answers from the log and the present office.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let asker = question.asker
        let events = try past.commands(of: asker.account, upTo: office.position, limit: 20).events
        var counts: [String: [String: Int]] = [:]
        var order: [String: [String]] = [:]
        for event in events {
            let description = CommandCatalogue.description(ofEvent: event.note.type)
            for member in event.data.members {
                guard case .string(let value) = member.value, let field = description?[member.name], field.isUsual
                else { continue }
                if counts[field.name]?[value] == nil { order[field.name, default: []].append(value) }
                counts[field.name, default: [:]][value, default: 0] += 1
            }
        }
        basis = Basis(office, question)
        position = office.position
        actor = asker.account
        worker = asker.worker(in: office, on: asker.day(in: office)).map { office.workers.id($0) }
        commands = events.count
        rows = order.keys.sorted().compactMap { name in
            let times = counts[name, default: [:]]
            // The last given comes first, and stays where another was given as often.
            guard let first = order[name]?.first else { return nil }
            let value = order[name, default: []].reduce(first) {
                times[$1, default: 0] > times[$0, default: 0] ? $1 : $0
            }
            return Row(field: name, mostOften: value, times: times[value, default: 0])
        }
    }
}

extension Fields.Description {
    /// Whether somebody mostly gives the same value: themselves, and where and for whom they work.
    fileprivate var isUsual: Bool {
        guard !isCreated, !isSealed else { return false }
        switch reference {
        case .worker, .fund, .line, .place: return true
        default: return name == "desk"
        }
    }
}
