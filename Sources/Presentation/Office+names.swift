package import Office
package import Wording

extension Office {
    /// What the plan in force calls things, in a language.
    package func names(in language: DisplayLanguage) -> AnswerNames {
        guard let plan else { return AnswerNames(in: language) }
        func title(_ title: Plan.Title) -> String { language == .italian ? title.it.text : title.en.text }
        func all<Element>(_ list: [Element], _ entry: (Element) -> (String, String)) -> [String: String] {
            Dictionary(list.map(entry)) { first, _ in first }
        }
        return AnswerNames(
            [
                .place: all(plan.places) { ($0.id.text, $0.name.text) },
                .line: all(plan.lines) { ($0.id.text, title($0.title)) },
                .phase: all(plan.phases) { ($0.id.text, title($0.title)) },
                .planMeasure: all(plan.measures) { ($0.id.text, title($0.title)) },
                .code: AnswerNames.codes(
                    plan.measures.flatMap { measure in measure.codes.map { ($0.text, title(measure.title)) } }),
            ], listed: [.phase: plan.phases.map(\.id.text)], in: language)
    }
}
