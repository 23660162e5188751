internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office

/// The places, lines, funds, phases and measures of the plan in force, by which people name them.
struct PlanNames: Hashable {
    /// Something that the plan has.
    struct Entry: Hashable {
        let id: String
        /// What it is called, in each language in which it has a name.
        let names: [String]
        /// The days on which it can be named; nil if it can on all of the plan's.
        var days: ClosedRange<Day>?

        /// Whether it can be named on a day; on any, if the day is not known.
        func isValid(on day: Day?) -> Bool { day.flatMap { days?.contains($0) } ?? true }

        /// The id, and after it the name where there is one: `chiari (Chiari)`.
        var described: String { name.map { "\(id) (\($0))" } ?? id }
        /// Its name in the language in which labctl speaks: plans give the Italian one first.
        var name: String? { Speech.isItalian ? names.first : names.last }
    }

    /// What the plan has of each kind, in its order.
    let entries: [Reference: [Entry]]
    /// The codes of topics, needs and purposes, each with the title of the measure under which it falls.
    let codes: [Entry]

    /// Reads the plan as labd answers it.
    init(_ answer: JSONObject) {
        var plan = answer
        if case .object(let inner)? = answer["plan"] { plan = inner }
        func list(_ member: String, _ names: (JSONObject) -> [String]) -> [Entry] {
            guard case .array(let values)? = plan[member] else { return [] }
            return values.compactMap { value in
                guard case .object(let object) = value, case .string(let id)? = object["id"] else { return nil }
                return Entry(id: id, names: names(object), days: Self.days(object))
            }
        }
        entries = [
            .place: list("places") { Self.texts(["name"], $0) }, .line: list("lines", Self.titles),
            .fund: list("funds") { _ in [] }, .phase: list("phases", Self.titles),
            .planMeasure: list("measures", Self.titles),
        ]
        guard case .array(let measures)? = plan["measures"] else {
            codes = []
            return
        }
        codes = measures.flatMap { value -> [Entry] in
            guard case .object(let measure) = value, case .array(let codes)? = measure["codes"] else { return [] }
            return codes.compactMap {
                if case .string(let id) = $0 { Entry(id: id, names: Self.titles(measure)) } else { nil }
            }
        }
    }

    /// What the plan has of a kind, the codes of its measures included.
    func entries(of kind: Reference) -> [Entry]? { kind == .code ? codes : entries[kind] }

    private static func days(_ object: JSONObject) -> ClosedRange<Day>? {
        guard let first = Day(object.word("from")), let last = Day(object.word("to")), first <= last else { return nil }
        return first...last
    }

    private static func titles(_ object: JSONObject) -> [String] {
        if case .object(let title)? = object["title"] { return texts(["it", "en"], title) }
        return texts(["it", "en"], object)
    }

    private static func texts(_ names: [String], _ object: JSONObject) -> [String] {
        names.compactMap { if case .string(let text)? = object[$0] { text } else { nil } }
    }

    /// Returns the id of what was typed: the id itself, a name, or the beginning of one of them, without regard to case, accents
    /// and apostrophes. An id that the plan does not have is returned as it
    /// was typed: an earlier plan may have had it.
    ///
    /// - Throws: `Failure` of usage if the text fits several, which are listed, or none.
    func id(_ typed: String, of kind: Reference, option: String) throws(Failure) -> String {
        guard let known = entries[kind], !known.isEmpty, !known.contains(where: { $0.id == typed }) else {
            return typed
        }
        let folded = typed.folded
        for fits in [{ $0 == folded }, { !folded.isEmpty && $0.hasPrefix(folded) }] as [(String) -> Bool] {
            let found = known.filter { entry in ([entry.id] + entry.names).contains { fits($0.folded) } }
            if found.count == 1 { return found[0].id }
            guard found.isEmpty else {
                let list = found.map(\.described).joined(separator: ", ")
                throw Failure(
                    .usage,
                    localized(
                        "\(option) \"\(typed)\" fits \(found.count): \(list)",
                        it: "\(option) \"\(typed)\" corrisponde a \(found.count): \(list)"))
            }
        }
        // An id of an earlier plan is labd's to know.
        if ID(typed) != nil { return typed }
        throw unknown(typed, known, option)
    }

    /// Refuses an id that the plan in force does not have.
    ///
    /// - Throws: `Failure` of usage, naming what was probably meant.
    func check(_ id: String, of kind: Reference, option: String) throws(Failure) {
        guard let known = entries[kind], !known.isEmpty, !known.contains(where: { $0.id == id }) else { return }
        throw unknown(id, known, option)
    }

    private func unknown(_ typed: String, _ known: [Entry], _ option: String) -> Failure {
        let hint = Nearest.hint(typed, among: known.map(\.id))
        let all =
            hint.isEmpty ? localized("; it takes ", it: "; accetta ") + known.map(\.id).joined(separator: ", ") : hint
        return Failure(
            .usage,
            localized(
                "\(option): the plan has no \"\(typed)\"\(all)", it: "\(option): il piano non ha \"\(typed)\"\(all)"))
    }
}

extension LabClient {
    /// Asks for the names of the plan; nil if labd does not tell, in which case it will say why to what is sent next.
    func planNames() async -> PlanNames? { (try? await adoptedNames()) ?? nil }

    /// Asks for the names in the plan; nil if labd does not answer with a plan.
    ///
    /// - Throws: What `answer(to:)` throws if labd cannot be reached.
    func adoptedNames() async throws -> PlanNames? {
        let answer = try await answer(to: .get(Paths.plan))
        guard answer.isAccepted,
            case .object(let object)? = try? JSONReader.read(answer.body, as: .strict)
        else { return nil }
        return PlanNames(object)
    }
}
