import CanonicalJSON
import Documents
import Foundation
import Office
import OfficeSpecification
import Presentation
import Views
import ViewsSpecification
import Wording

/// The office of a scenario, which answers as labd does.
struct OfficeSource: DocumentSource {
    private let scenario: Scenario
    let names: AnswerNames

    init(_ scenario: Scenario, in language: DisplayLanguage = .english) {
        self.init(scenario, names: scenario.office.names(in: language))
    }

    init(_ scenario: Scenario, names: AnswerNames) { (self.scenario, self.names) = (scenario, names) }

    func answer<View: Answer>(
        _ view: View.Type, _ parameters: [(Views.Parameter, String)]
    ) throws -> DocumentAnswer<View> {
        let question = try Question(parameters: parameters.map { ($0.rawValue, $1) }, to: view)
        let value = try View(scenario.office, question, RecordedPast(events: scenario.events))
        guard case .object(let object) = try JSONReader.read(Array(try JSONEncoder().encode(value)).span, as: .strict)
        else { throw NoObject() }
        return DocumentAnswer(value: value, object: object)
    }

    struct NoObject: Error {}
}
