internal import CanonicalJSON
internal import CivilTime
internal import Office

extension TypedCommand {
    /// Refuses what was typed and is certain not to be accepted, because neither the plan in force nor the workers have it, so
    /// that nobody answers questions in vain.
    ///
    /// - Throws: `Failure` of usage, naming what was probably meant.
    func checkKnown(
        _ options: Options, today: Day, names: PlanNames?, records: Choices.Records
    ) throws(Failure) {
        for field in fields where !field.isSealed && !field.isCreated {
            guard let reference = field.reference else { continue }
            for id in ids(of: field, options, today, names) {
                if let names, reference.isOfPlan {
                    try names.check(id, of: reference, option: "--" + field.typedName)
                } else if reference.subject == .worker, let workers = records[.worker]?.map(\.value), !workers.isEmpty,
                    !workers.contains(id)
                {
                    let hint = Nearest.hint(id, among: workers)
                    throw Failure(
                        .usage,
                        localized(
                            "--\(field.typedName): there is no worker \"\(id)\"\(hint)",
                            it: "--\(field.typedName): non c'è un operatore \"\(id)\"\(hint)"))
                }
            }
        }
    }

    /// How what was typed is understood where labd would accept it with a flag.
    func echoes(_ options: Options, today: Day, names: PlanNames?) -> [String] {
        fields.filter { $0.reference == .code && !$0.isSealed }.flatMap { field in
            options.values[field.name].map { typed(field, today: today, names: names).echoes($0) } ?? []
        }
    }

    /// The fields that were given and name workers, whose records are to be asked for.
    func givenWorkers(_ options: Options) -> [Fields.Description] {
        fields.filter { !$0.isCreated && $0.reference?.subject == .worker && options.values[$0.name] != nil }
    }

    /// The ids that were typed for a field.
    private func ids(
        of field: Fields.Description, _ options: Options, _ today: Day, _ names: PlanNames?
    ) -> [String] {
        guard field.kind == .id || field.kind == .list(of: .id) || field.kind == .scope,
            let texts = options.values[field.name],
            let value = try? typed(field, today: today, names: names).json(texts)
        else { return [] }
        switch value {
        case .string(let id): return field.kind == .scope && id == "all" ? [] : [id]
        case .array(let values): return values.compactMap { if case .string(let id) = $0 { id } else { nil } }
        default: return []
        }
    }
}
