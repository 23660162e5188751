import CanonicalJSON
import LabAPI
import Office

// What is asked of sealed fields, as `PersonalDataRequest` and `PersonSearch` read it.
extension Operation.Content {
    /// A look at sealed fields of a person, a worker or another stream.
    package static let lookAtPersonalData = asked(
        "PersonalDataRead",
        [
            ("person", .id), ("worker", .id), ("stream", .stream),
            (
                "fields",
                .list(of: .words(PersonalDataRequest.sealedFields.sorted()), most: Fields.mostElements, least: 1)
            ),
        ], alternatives: ("oneOf", ["person", "worker", "stream"]))

    /// A search for persons by what is sealed of them.
    package static let searchForPersons = asked(
        "PersonalDataFind", SearchTerm.Kind.allCases.map { ($0.rawValue, .text) },
        alternatives: ("anyOf", SearchTerm.Kind.allCases.map(\.rawValue)))

    /// Everything that is held about a person, for that person.
    package static let accessToPersonalData = asked(
        "PersonalDataAccess", [("person", .id), ("release", .list(of: .atLeast(0), most: Fields.mostElements))],
        required: ["person"])

    private static func asked(
        _ name: String, _ fields: [(name: String, schema: Schema)], required: [String] = [],
        alternatives: (keyword: String, fields: [String])? = nil
    ) -> Self {
        Self(MediaTypes.json) { components in
            components.reference(name) { _ in
                var schema = Schema.object(
                    fields + [("reason", Schema.text.described("required of some roles; recorded"))],
                    required: required, isClosed: true)
                if let alternatives {
                    let required = alternatives.fields.map { JSON.object(["required": [.string($0)]]) }
                    schema.keywords.members.append(.init(alternatives.keyword, .array(required)))
                }
                return schema
            }
        }
    }
}
