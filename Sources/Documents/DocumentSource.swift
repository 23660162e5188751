package import CanonicalJSON
package import Presentation
package import Views

/// What answers the questions of a document, all as of the last event that it knows of: a running labd, or an office that follows from
/// an export.
package protocol DocumentSource {
    /// What the plan calls things, in the language of the document.
    var names: AnswerNames { get }

    /// Returns the answer of a view.
    ///
    /// - Throws: What stands in the way: a refused question, no answer.
    func answer<View: Answer>(
        _ view: View.Type, _ parameters: [(Views.Parameter, String)]
    ) async throws -> DocumentAnswer<View>
}

extension DocumentSource {
    /// Returns the answer of a view that is asked nothing in particular.
    func answer<View: Answer>(_ view: View.Type) async throws -> DocumentAnswer<View> { try await answer(view, []) }
}

/// An answer with its own form on the wire.
package struct DocumentAnswer<View: Answer> {
    package let value: View
    package let object: JSONObject

    /// An answer. Its members are put in the order of the canonical form (RFC 8785), since papers have figures by name in the order of
    /// the answer.
    package init(value: View, object: JSONObject) {
        self.value = value
        guard case .object(let ordered)? = try? JSONReader.read(object.canonicalBytes.span, as: .canonical) else {
            preconditionFailure("what was written in the canonical form is read back")
        }
        self.object = ordered
    }
}
