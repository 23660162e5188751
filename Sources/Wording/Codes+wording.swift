import Office

/// The words that programs exchange for one of a few values, such as `in-person`, as people read them.
package enum Codes {
    /// The fields whose values are codes of the plan, which say what they mean themselves.
    private static let ofPlan = Set(
        Catalogue.commands.flatMap { Catalogue.fields(of: $0) }.filter { $0.reference == .code }.map(\.name))

    /// Returns the text of a word in a field of an event or an answer; a word that no enumeration has is given as it is.
    ///
    /// The keys of a table by the values of a field are of that field: a word in `bySchoolExit` is one of `schoolExit`.
    package static func text(of word: String, as field: String, in language: DisplayLanguage) -> String {
        guard !isOfPlan(field) else { return word }
        let field = counted(field)
        switch field {
        case "language", "languages": if let name = Languages.name(of: word, in: language) { return name }
        case "nationality": if let name = Countries.name(of: word, in: language) { return name }
        default: break
        }
        let texts = language.texts.codes
        return texts["\(field).\(word)"] ?? texts[word] ?? word
    }

    /// Whether the values of a field are codes of the plan, which have a name only if one of its measures has.
    package static func isOfPlan(_ field: String) -> Bool { ofPlan.contains(counted(field)) }

    /// The field by whose values a table counts: `kind` of `activitiesByKind`; the name itself if it is none.
    private static func counted(_ name: String) -> String {
        let rest = name.hasPrefix("by") ? name.dropFirst(2) : name.ranges(of: "By").last.map { name[$0.upperBound...] }
        guard let rest, let first = rest.first, first.isUppercase else { return name }
        return first.lowercased() + rest.dropFirst()
    }
}
