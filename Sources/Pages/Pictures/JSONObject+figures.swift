import CanonicalJSON

// An answer as its pictures read it. What a field does not have in the form that is asked for is not there.

extension JSONObject {
    /// The objects of a list.
    func rows(_ name: String) -> [JSONObject] {
        guard case .array(let values)? = self[name] else { return [] }
        return values.compactMap { if case .object(let row) = $0 { row } else { nil } }
    }

    /// An object within.
    func object(_ name: String) -> JSONObject? {
        guard case .object(let object)? = self[name] else { return nil }
        return object
    }

    /// A number.
    func number(_ name: String) -> Int? {
        guard case .integer(let number)? = self[name] else { return nil }
        return Int(number)
    }

    /// A text.
    func text(_ name: String) -> String? {
        guard case .string(let text)? = self[name] else { return nil }
        return text
    }

    /// Whether a field is true.
    func isTrue(_ name: String) -> Bool { self[name] == .bool(true) }

    /// The members of an object within that are numbers.
    func counts(_ name: String) -> [(name: String, count: Int)] {
        (object(name)?.members ?? []).compactMap { member in
            if case .integer(let number) = member.value { (member.name, Int(number)) } else { nil }
        }
    }

    /// The members of an object within that are objects.
    func objects(_ name: String) -> [(name: String, object: JSONObject)] {
        (object(name)?.members ?? []).compactMap { member in
            if case .object(let object) = member.value { (member.name, object) } else { nil }
        }
    }
}
