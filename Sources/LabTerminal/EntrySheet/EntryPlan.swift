internal import CanonicalJSON
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
}
