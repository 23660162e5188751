package import CanonicalJSON

/// Examples for the document: commands of the demonstration's season, and what labd answers with that season in its log.
///
/// `Examples/examples.json` is written, and held against a running labd, by `Tests/Interoperability/openapi/check_examples.py`.
package enum Examples {
    /// A question to a view, and its answer.
    package struct Asked: Sendable {
        /// The parameters by name.
        package let query: [String: String]
        package let answer: JSON
    }

    /// By the name of the view.
    package static let answers: [String: Asked] = members("answers").reduce(into: [:]) { answers, member in
        guard case .object(let asked) = member.value, let answer = asked["answer"],
            case .object(let query)? = asked["query"]
        else { return }
        let texts = query.members.compactMap { member -> (String, String)? in
            if case .string(let text) = member.value { (member.name, text) } else { nil }
        }
        answers[member.name] = Asked(query: Dictionary(texts) { first, _ in first }, answer: answer)
    }

    /// By the name of the command, as it is sent. Commands that the season does not have are left out.
    package static let commands: [String: JSON] = members("commands").reduce(into: [:]) { $0[$1.name] = $1.value }

    private static let file: JSON? = {
        let text = PackageResources.examples_json
        return try? JSONReader.read(text.span, as: .strict)
    }()

    private static func members(_ name: String) -> [JSONObject.Member] {
        guard case .object(let file)? = file, case .object(let found)? = file[name] else { return [] }
        return found.members
    }
}
