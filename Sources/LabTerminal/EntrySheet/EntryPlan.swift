internal import CanonicalJSON
internal import LabAPI
internal import Office

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
    /// Asks for what cells can name that is not of the plan: workers, and requests for mediation.
    func entryRecords(for kind: SheetKind) async -> Choices.Records {
        let fields = Catalogue.fields(of: kind.command).filter { field in
            field.reference.map { [.worker, .mediation].contains($0.subject) } ?? false
        }
        return await records(forFields: fields)
    }
}
