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
        return try decoded(as: Based.self, "basis").basis
    }

    func decoded<Value: Decodable>(as type: Value.Type, _ name: String) throws(Failure) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            let path = (error as? DecodingError)?.path ?? ""
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is not one of \(name) that this labctl knows\(path); are both of one version?",
                    it:
                        "la risposta di labd non è di \(name) come la conosce questo labctl\(path); sono della stessa versione?"
                ))
        }
    }
}

extension DecodingError {
    /// Where in the answer it happened, after a space: ` (rows.3.minutes)`; empty for the answer itself.
    fileprivate var path: String {
        let context: Context
        var keys: [any CodingKey] = []
        switch self {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
        case .keyNotFound(let key, let found): (context, keys) = (found, [key])
        @unknown default: return ""
        }
        let names = (context.codingPath + keys).map { $0.intValue.map(String.init) ?? $0.stringValue }
        return names.isEmpty ? "" : " (\(names.joined(separator: ".")))"
    }
}

/// Returns the line above an answer: its title, its filters in words, its days and the log's position.
func head(_ title: String, of basis: Views.Basis, _ names: AnswerNames, _ style: Style) -> String {
    // Where both do not fit on a line, what the answer is based on continues below.
    let text = foundation(basis, names).joined(separator: ", ")
    let room = Screen.present.map { $0.columns - title.displayWidth - 2 } ?? .max
    guard text.displayWidth <= room else {
        return style.heading(title) + "\n"
            + text.wrapped().split(separator: "\n").map { style.faint(String($0)) + "\n" }.joined()
    }
    return style.heading(title) + style.faint("  \(text)") + "\n"
}

/// Says what an answer is of: what it is narrowed to, its days, the log's position.
func foundation(_ basis: Views.Basis, _ names: AnswerNames) -> [String] {
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
    return parts
}
