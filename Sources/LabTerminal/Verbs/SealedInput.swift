internal import CanonicalJSON
internal import LabAPI
internal import Office

/// A reader of personal fields that are not on the command line. The command line is visible in the list of processes, for
/// every account of the machine, and in the shell's history.
///
/// `--name -` asks for the value, or reads a line of standard input; `--sealed FILE` reads several from a file, `-` for standard
/// input. In a simulated log, where nobody's data is, they may stand on the command line.
struct SealedInput: Sendable {
    /// The placeholder for a value that is prompted for.
    static let elsewhere = "-"

    /// Asks for a value: shows the words on a terminal, and answers the line that was typed, or the next of standard input; nil at
    /// the end.
    let ask: @Sendable (String) -> String?

    /// From the terminal, which does not show what is typed, or from standard input.
    static let standard = asking(hidden: true)

    /// From the terminal, which shows what is typed unless it is hidden, or from standard input.
    static func asking(hidden: Bool) -> SealedInput {
        SealedInput { field in
            guard Descriptor.standardInput.isTerminal else { return readLine() }
            Conversation.terminal.show("\(field): ")
            return Conversation.terminal.read(hidden)
        }
    }

    /// The value of a field that was typed as `-`.
    func value(of field: String) throws(Failure) -> String {
        guard let text = ask(field), !text.isEmpty else {
            throw Failure(
                .usage,
                localized(
                    "--\(field) -: nothing came; it takes a line of standard input",
                    it: "--\(field) -: non è arrivato nulla; serve una riga dello standard input"))
        }
        return text
    }

    /// The fields of a file: an object of JSON, or lines of `field = value`.
    static func fields(_ bytes: [UInt8], name: String) throws(Failure) -> [String: String] {
        if case .object(let object)? = try? JSONReader.read(bytes, as: .strict) {
            var values: [String: String] = [:]
            for member in object.members {
                guard case .string(let text) = member.value else {
                    throw Failure(
                        .usage,
                        localized(
                            "\(name): \(member.name) is no text; it takes an object of texts",
                            it: "\(name): \(member.name) non è un testo; serve un oggetto di testi"))
                }
                values[member.name] = text
            }
            return values
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.usage, localized("\(name) is not UTF-8 text", it: "\(name) non è testo UTF-8"))
        }
        var values: [String: String] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmed)
            guard parts.count == 2, !parts[0].isEmpty, values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw Failure(
                    .usage,
                    localized(
                        "\(name), line \(index + 1): it takes lines of field = value, each field once",
                        it: "\(name), riga \(index + 1): servono righe campo = valore, ogni campo una volta"))
            }
        }
        return values
    }

    /// Refuses values on the command line, unless the log is a simulated one.
    static func check(_ fields: [String], _ client: LabClient) async throws {
        guard let field = fields.first else { return }
        if try await client.isSimulated { return }
        throw Failure(
            .usage,
            localized(
                "--\(field) is personal: on the command line every account of this machine could read it. Give --\(field) - and "
                    + "type it when asked, or --sealed FILE with lines of \(field) = VALUE (- for standard input)",
                it:
                    "--\(field) è riservato: sulla riga di comando ogni account di questo computer lo potrebbe leggere. Dare "
                    + "--\(field) - e scriverlo quando è chiesto, o --sealed FILE con righe \(field) = VALORE (- per lo standard input)"
            ))
    }
}

extension StringProtocol {
    /// The text without surrounding white space.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
