internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Views
internal import Wording

/// The plan in force, as a workbook to be filled in needs it.
struct EntryPlan {
    let names: PlanNames
    /// By which plans differ.
    let identity: String

    /// Asks labd.
    ///
    /// - Throws: `Failure` if there is no plan, or labd cannot be reached.
    init(_ client: LabClient) async throws {
        let answer = try await client.answer(to: .get(Paths.plan))
        guard answer.isAccepted, case .object(let plan)? = try? JSONReader.read(answer.body, as: .strict) else {
            throw Failure(refusal: answer)
        }
        names = PlanNames(plan)
        identity = EntryIdentity.plan(plan)
    }
}

extension LabClient {
    /// Asks for what cells can name that is not of the plan: workers, each with their profession, and requests for mediation.
    func entryRecords(for kind: SheetKind) async -> Choices.Records {
        let subjects = Set(Catalogue.fields(of: kind.command).compactMap { $0.reference?.subject })
        let requests = Catalogue.fields(of: kind.command).filter { $0.reference?.subject == .mediation }
        var records = await records(forFields: requests)
        guard subjects.contains(.worker), let answer = try? await answer(ofView: Workers.name, []),
            case .array(let rows)? = try? answer.object["rows"]
        else { return records }
        records[.worker] = rows.compactMap { row in
            guard case .object(let worker) = row else { return nil }
            let profession = Codes.text(of: worker.word("profession"), as: "profession", in: Speech.language)
            return Choices.Choice(value: worker.word("worker"), text: profession)
        }
        return records
    }

    /// Asks for what was written as the activity of hours in the quarter before a month and in it, the most frequent first, so that the
    /// same work is called the same. Empty where labd does not tell.
    func usedActivities(until month: Month) async -> [String] {
        let span = [("from", month.firstDay.adding(-92).description), ("to", month.lastDay.description)]
        guard let list = OfficeNames.list(of: .entry),
            let answer = try? await answer(ofView: list.name, span + [("limit", "10000")]),
            case .array(let rows)? = try? answer.object["rows"]
        else { return [] }
        var counts: [String: Int] = [:]
        for case .object(let row) in rows { counts[row.word("activity"), default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key).filter { !$0.isEmpty }.prefix(50)
            .map(\.self)
    }
}
