internal import CivilTime
internal import Office

extension TypedCommand {
    /// The field whose value can stand without its option: the id of what the verb is about, if it names one thing of its noun that
    /// stands already, as `mediation authorise m-1` does.
    var subject: Fields.Description? {
        let noun = VerbName(name).noun
        guard let kind = noun == "hours" ? .entry : Reference(rawValue: noun) else { return nil }
        let found = fields.filter {
            $0.isRequired && !$0.isCreated && $0.kind == .id && $0.reference?.subject == kind
        }
        return found.count == 1 ? found[0] : nil
    }

    /// Whether the command requires a first and a last day, so that `--quarter`, or a span of days as `--from`, can give both.
    var isOfPeriod: Bool {
        ["from", "to"].allSatisfy { name in
            fields.contains { $0.name == name && $0.kind == .day && $0.isRequired }
        }
    }

    /// The option that stands for both days of a period.
    static let quarter = "quarter"

    /// Puts the last day of a span that was typed as the first day, or as a quarter, where the last day is not given.
    ///
    /// - Throws: `Failure` of usage if a quarter and days are given, or if the quarter is none.
    func fillPeriod(_ options: inout Options, quarter: String?) throws(Failure) {
        guard isOfPeriod else { return }
        if let quarter {
            guard options.values["from"] == nil, options.values["to"] == nil else {
                throw Failure(
                    .usage,
                    localized("give --quarter, or --from and --to", it: "indicare --quarter, oppure --from e --to"))
            }
            guard let meant = TypedSpan(quarter, today: Today.day)?.quarter else {
                throw Failure(
                    .usage,
                    localized(
                        "--quarter cannot be \"\(quarter)\": it takes \(TypedSpan.quarterForm)",
                        it: "--quarter non può essere \"\(quarter)\": accetta \(TypedSpan.quarterForm)"))
            }
            options.values["from"] = [meant.description]
        }
        guard options.values["to"] == nil, let from = options.values["from"],
            let span = from.first.flatMap({ TypedSpan($0, today: Today.day) }), span.kind != .day
        else { return }
        options.values["to"] = from
    }
}
