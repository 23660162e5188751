internal import FoundationEssentials
internal import LabAPI
internal import Views

/// A view with its own tables on a terminal.
protocol TerminalRenderable: Answer {
    /// The basis of the answer.
    var basis: Views.Basis { get }
    /// Returns the answer as tables.
    func text(_ style: Style) -> String
}

extension TerminalRenderable {
    /// Reads an answer.
    init(decoding answer: ClientAnswer) throws(Failure) {
        self = try answer.decoded(as: Self.self, Self.name)
    }

    /// Returns the line above the answer: its days, its filters and the log's position.
    func head(_ title: String, _ style: Style) -> String { LabTerminal.head(title, of: basis, style) }
}

extension ClientAnswer {
    /// The basis, which every view's answer contains.
    func basis() throws(Failure) -> Views.Basis {
        struct Based: Decodable { let basis: Views.Basis }
        return try decoded(as: Based.self, "view's").basis
    }

    fileprivate func decoded<Value: Decodable>(as type: Value.Type, _ name: String) throws(Failure) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw Failure(
                .unreachable,
                "labd's answer is not a \(name) that this labctl knows; are both of one version? (\(error))")
        }
    }
}

/// Returns the line above an answer.
func head(_ title: String, of basis: Views.Basis, _ style: Style) -> String {
    var parts: [String] = []
    for (name, value) in (basis.narrowed ?? [:]).sorted(by: { $0.key < $1.key }) { parts.append("\(name) \(value)") }
    if let from = basis.from { parts.append("from \(from)") }
    if let last = [basis.on, basis.to].compactMap({ $0 }).min() { parts.append("up to \(last)") }
    parts.append("\(basis.asOf == nil ? "log at" : "as known at") position \(basis.position)")
    if basis.simulated { parts.append("simulated") }
    return style.heading(title) + style.faint("  \(parts.joined(separator: ", "))") + "\n"
}
