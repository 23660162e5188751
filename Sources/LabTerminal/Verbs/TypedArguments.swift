internal import Office
internal import Views

/// The arguments of labctl in the form that the parser takes, from the forms in which people type them.
enum TypedArguments {
    /// Returns the arguments with these changes: `--asOf` becomes `--as-of`; `--on -3d` becomes `--on=-3d`, since the parser takes
    /// `-3d` for an option; an argument that is given as an option, such as `--case c-1` for `case show`, becomes an argument.
    ///
    /// What stands behind `--` stays as it is.
    static func normalised(_ arguments: [String]) -> [String] {
        if let end = arguments.firstIndex(of: "--") {
            return normalised(Array(arguments[..<end])) + arguments[end...]
        }
        guard arguments.contains(where: { $0.hasPrefix("-") }) else { return arguments }
        var out: [String] = []
        for word in arguments {
            if let last = out.last, last.hasPrefix("--"), !last.contains("="), last.count > 2, isDistance(word) {
                out[out.count - 1] = last + "=" + word
            } else {
                out.append(dashed(word))
            }
        }
        let walk = CommandTree.walk(out)
        let names = argumentNames(of: walk.path)
        guard !names.isEmpty else { return out }
        return withArguments(names, in: out, from: walk.rest)
    }

    /// The options by which the arguments of a command can be given, in the order of the arguments.
    static func argumentNames(of path: [String]) -> [String] {
        switch path {
        case ["report", "diff"], ["report", "prove"]: return ["report"]
        case ["person", "access"]: return ["person"]
        default:
            let command = path.joined(separator: " ")
            guard let view = Catalogue.views.first(where: { $0.command == command }) else { return [] }
            return view.required.map { $0.argumentName(in: view) }
        }
    }

    /// Whether a word is a day such as `-3d`, rather than an option.
    private static func isDistance(_ word: String) -> Bool {
        word.first == "-" && word.count > 2 && "dgws".contains(word.last ?? " ")
            && word.dropFirst().dropLast().allSatisfy { "0123456789".contains($0) }
    }

    private static func dashed(_ word: String) -> String {
        guard word.hasPrefix("--"), word.count > 2 else { return word }
        let name = word.prefix { $0 != "=" }
        return TypedCommand.dashed(String(name)) + word.dropFirst(name.count)
    }

    /// Puts the values of these options where the arguments belong: those of the first ones to the front, others to the end.
    private static func withArguments(_ names: [String], in arguments: [String], from start: Int) -> [String] {
        var rest: [String] = []
        var values: [String: String] = [:]
        var words = arguments[start...]
        while let word = words.popFirst() {
            let name = String(word.dropFirst(2).prefix { $0 != "=" })
            guard word.hasPrefix("--"), names.contains(name), values[name] == nil else {
                rest.append(word)
                continue
            }
            if word.contains("=") {
                values[name] = String(word.dropFirst(2 + name.count + 1))
            } else if let value = words.first, !value.hasPrefix("--") {
                values[name] = value
                words.removeFirst()
            } else {
                rest.append(word)
            }
        }
        let front = names.prefix { values[$0] != nil }
        let end = names.dropFirst(front.count).compactMap { values[$0] }
        return arguments[..<start] + front.compactMap { values[$0] } + rest + end
    }
}

extension Parameter {
    /// The name of the option by which a required parameter can be given: that by which commands name the same thing.
    func argumentName(in view: any Answer.Type) -> String {
        switch self {
        case .id: String(view.command.prefix { $0 != " " })
        case .of: "view"
        default: String(option.dropFirst(2))
        }
    }
}
