internal import CanonicalJSON
internal import LabAPI
internal import Office
internal import Views
internal import Wording

/// What the running office has, as far as a completion asked for it.
struct OfficeNames {
    /// The names of the plan.
    var plan: PlanNames?
    /// The records of each kind.
    var records: [Reference: [Candidate]] = [:]

    /// Everything that a value can name.
    func candidates(_ reference: Reference) -> [Candidate] {
        if reference == .code { return (plan?.codes ?? []).map(Self.candidate) }
        if let entries = plan?.entries[reference] { return entries.map(Self.candidate) }
        return Self.kinds(reference).flatMap { records[$0] ?? [] }
    }

    private static func candidate(_ entry: PlanNames.Entry) -> Candidate {
        Candidate(text: entry.id, about: entry.name ?? "", names: entry.names)
    }

    /// The kinds of records that have lists, and whose ids the reference can be.
    static func kinds(_ reference: Reference) -> [Reference] {
        reference == .serviceRecord ? Reference.allCases.filter(\.isServiceRecord) : [reference.subject]
    }

    /// The view that lists the records of a kind; nil if none does.
    static func list(of kind: Reference) -> (any Answer.Type)? {
        let noun = kind == .entry ? "hours" : kind.rawValue
        return Catalogue.views.first { $0.command == noun + " list" }
    }

    /// Reads the ids in the answer of such a list that begin with what was typed, each with the first things that its row says.
    static func records(
        _ answer: JSONObject, of kind: Reference, beginning typed: String, limit: Int
    ) -> [Candidate] {
        guard let list = list(of: kind) else { return [] }
        var columns: [Column] = []
        var member = ""
        for column in list.columns {
            if case .rows(let row) = column.content, columns.isEmpty { (columns, member) = (row.columns, column.name) }
        }
        guard case .array(let rows)? = answer[member], let id = columns.first(where: { $0.isID(of: kind) })?.name else {
            return []
        }
        let described = columns.filter { $0.name != id && $0.describes }
        var found: [Candidate] = []
        for case .object(let row) in rows {
            guard found.count < limit else { break }
            guard case .string(let text)? = row[id], text.hasPrefix(typed) else { continue }
            let about = described.lazy.compactMap { column -> String? in
                guard case .string(let word)? = row[column.name] else { return nil }
                return Codes.text(of: word, as: column.name, in: Speech.language)
            }.prefix(3)
            found.append(Candidate(text: text, about: about.joined(separator: ", ")))
        }
        return found
    }
}

extension Column {
    /// Whether it is the id of a record of the kind.
    fileprivate func isID(of kind: Reference) -> Bool {
        if case .value(.id(of: kind)) = content { true } else { false }
    }

    /// Whether it says, in a word, something by which people know the record.
    fileprivate var describes: Bool {
        switch content {
        case .value(.id), .value(.code), .value(.day): true
        default: false
        }
    }
}

extension LabClient {
    /// Asks for what a completion needs; what does not come before the deadline is not there.
    func officeNames(for reference: Reference, beginning typed: String, within deadline: Duration) async -> OfficeNames
    {
        await withTaskGroup(of: OfficeNames?.self) { group in
            group.addTask {
                guard reference == .code || reference.isOfPlan else { return await records(reference, typed) }
                return OfficeNames(plan: await planNames())
            }
            group.addTask {
                try? await Task.sleep(for: deadline)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? OfficeNames()
        }
    }

    /// Asks for the workers, persons, cases and requests for mediation that fields can name. What labd does not tell is not there.
    func records(forFields fields: [Fields.Description]) async -> Choices.Records {
        let kinds = Set(fields.filter { !$0.isCreated }.compactMap { $0.reference?.subject })
        var records: Choices.Records = [:]
        for kind in kinds.intersection([.worker, .person, .case, .mediation]) {
            guard let list = OfficeNames.list(of: kind),
                let answer = try? await answer(to: .get(Paths.view(list.name))), answer.isAccepted,
                case .object(let object)? = try? JSONReader.read(answer.body, as: .strict)
            else { continue }
            let found = OfficeNames.records(object, of: kind, beginning: "", limit: .max)
            records[kind] = found.map { Choices.Choice(value: $0.text, text: $0.about.isEmpty ? $0.text : $0.about) }
        }
        return records
    }

    /// Asks for those who can be assigned to a request for mediation: the mediators employed, of the request's language if the
    /// request was given. Nil for a command that assigns nobody to a request, and if nobody is found.
    func mediators(for command: TypedCommand, _ options: TypedCommand.Options) async -> [Choices.Choice]? {
        guard let request = command.fields.first(where: { $0.reference == .mediation && !$0.isCreated }),
            command.missing(in: options).contains(where: { $0.reference == .assignee })
        else { return nil }
        var filters: [(name: String, value: String)] = [("profession", "mediator"), ("state", "employed")]
        if let id = options.values[request.name]?.first,
            let shown = try? await answer(ofView: MediationFile.name, [("id", id)]),
            case .string(let language)? = try? shown.object["language"]
        {
            filters.append(("language", language))
        }
        guard let answer = try? await answer(ofView: Workers.name, filters),
            case .array(let rows)? = try? answer.object["rows"]
        else { return nil }
        let found = rows.compactMap { row -> Choices.Choice? in
            guard case .object(let worker) = row, case .string(let id)? = worker["worker"] else { return nil }
            let languages = worker.strings("languages").map { Languages.name(of: $0, in: Speech.language) ?? $0 }
            return Choices.Choice(value: id, text: languages.isEmpty ? id : languages.joined(separator: ", "))
        }
        return found.isEmpty ? nil : found
    }

    private func records(_ reference: Reference, _ typed: String) async -> OfficeNames {
        var names = OfficeNames()
        var left = 100
        for kind in OfficeNames.kinds(reference) where left > 0 {
            guard let list = OfficeNames.list(of: kind),
                let answer = try? await answer(to: .get(Paths.view(list.name))), answer.isAccepted,
                case .object(let object)? = try? JSONReader.read(answer.body, as: .strict)
            else { continue }
            let found = OfficeNames.records(object, of: kind, beginning: typed, limit: left)
            names.records[kind] = found
            left -= found.count
        }
        return names
    }
}
