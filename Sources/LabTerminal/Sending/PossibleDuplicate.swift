internal import CanonicalJSON
internal import LabAPI
internal import Office
internal import Views

/// Which record one that was just recorded probably repeats, where its flag says that there is one.
enum PossibleDuplicate {
    /// Returns what to tell the person; nil if nothing is known of it.
    static func text(_ reading: TypedCommand.Reading, _ client: LabClient) async -> String? {
        let data = reading.data
        switch reading.type?.name {
        case "hours.log":
            let day = data.word("on")
            let query = [("worker", data.word("worker")), ("from", day), ("to", day)]
            guard let answer = try? await client.answer(ofView: Hours.name, query),
                case .object(let hours)? = try? JSONReader.read(answer.body, as: .strict),
                case .array(let rows)? = hours["rows"]
            else { return nil }
            let same = rows.compactMap { row -> String? in
                guard case .object(let row) = row, row.word("entry") != data.word("entry"),
                    row.number("minutes") == data.number("minutes"), row.word("fund") == data.word("fund"),
                    row.word("activity") == data.word("activity")
                else { return nil }
                return row.word("entry")
            }
            guard !same.isEmpty else { return nil }
            let ids = same.joined(separator: " ")
            return localized(
                "as \(ids): labctl hours show \(same[0])", it: "come \(ids): labctl hours show \(same[0])")
        case "person.register": return localized("see labctl person find", it: "si veda labctl person find")
        case "case.open", "case.add-member":
            let person = data.word("person")
            return localized("see labctl person show \(person)", it: "si veda labctl person show \(person)")
        default: return nil
        }
    }
}
