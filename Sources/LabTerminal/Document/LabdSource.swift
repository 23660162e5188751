internal import Documents
internal import LabAPI
internal import Presentation
internal import Views
internal import Wording

/// The running labd, which answers as of one position.
struct LabdSource: DocumentSource {
    let client: LabClient
    /// The position of the last event that its answers know of.
    let position: Int
    let names: AnswerNames

    init(_ client: LabClient, asOf position: Int) async {
        (self.client, self.position) = (client, position)
        names = AnswerNames(plan: await client.planNames())
    }

    func answer<View: Answer>(
        _ view: View.Type, _ parameters: [(Views.Parameter, String)]
    ) async throws -> DocumentAnswer<View> {
        let answer = try await client.answer(
            ofView: View.name,
            parameters.map { ($0.rawValue, $1) } + [(Parameter.asOf.rawValue, String(position))])
        return DocumentAnswer(value: try answer.decoded(as: View.self, View.name), object: try answer.object)
    }
}
