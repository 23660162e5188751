internal import FoundationEssentials
internal import LabAPI
internal import Presentation
internal import Views
internal import Wording

/// A view with its own tables on a terminal.
protocol TerminalRenderable: Answer {
    /// The basis of the answer.
    var basis: Views.Basis { get }
    /// Returns the answer as tables, with these names before its own.
    func text(_ style: Style, _ names: AnswerNames) -> String
}

extension TerminalRenderable {
    /// Reads an answer.
    init(decoding answer: ClientAnswer) throws(Failure) {
        self = try answer.decoded(as: Self.self, Self.name)
    }

    /// Returns the line above the answer: its days, its filters and the log's position.
    func head(_ style: Style, _ names: AnswerNames) -> String {
        LabTerminal.head(Self.title(in: Speech.language), of: basis, names, style)
    }
}

extension ClientAnswer {
    /// The basis, which every view's answer contains.
    func basis() throws(Failure) -> Views.Basis {
        struct Based: Decodable { let basis: Views.Basis }
        return try decoded(as: Based.self, "view's").basis
    }

    func decoded<Value: Decodable>(as type: Value.Type, _ name: String) throws(Failure) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw Failure(
                .unreachable,
                "labd's answer is not a \(name) that this labctl knows; are both of one version? (\(error))")
        }
    }
}

/// Returns the line above an answer: its title, its filters in words, its days and the log's position.
func head(_ title: String, of basis: Views.Basis, _ names: AnswerNames, _ style: Style) -> String {
    var parts = (basis.narrowed ?? [:]).sorted { $0.key < $1.key }.map { names.facet($0.key, $0.value) }
    if let from = basis.from { parts.append(localized("from \(from)", it: "dal \(from)")) }
    if let last = [basis.on, basis.to].compactMap({ $0 }).min() {
        parts.append(localized("up to \(last)", it: "fino al \(last)"))
    }
    parts.append(
        basis.asOf == nil
            ? localized("log at position \(basis.position)", it: "registro alla posizione \(basis.position)")
            : localized("as known at position \(basis.position)", it: "come era noto alla posizione \(basis.position)"))
    if basis.simulated { parts.append(localized("simulated", it: "simulazione")) }
    // Where both do not fit on a line, what the answer is based on continues below.
    let text = parts.joined(separator: ", ")
    let room = Screen.present.map { $0.columns - title.displayWidth - 2 } ?? .max
    guard text.displayWidth <= room else {
        return style.heading(title) + "\n"
            + text.wrapped().split(separator: "\n").map { style.faint(String($0)) + "\n" }.joined()
    }
    return style.heading(title) + style.faint("  \(text)") + "\n"
}
