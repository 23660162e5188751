import CanonicalJSON
import OfficeSpecification

/// The differences between an answer and the expected one. The answer may have further fields, rows are matched by their keys,
/// and an expected zero or empty value may be missing.
enum Differences {
    static func between(_ want: JSON, _ have: JSON, _ path: String) -> [String] {
        switch (want, have) {
        case (.object(let wanted), .object(let found)): objects(wanted, found, path)
        case (.array(let wanted), .array(let found)): rows(wanted, found, path)
        default: want == have ? [] : ["\(path): want \(text(want)), have \(text(have))"]
        }
    }

    private static func objects(_ want: JSONObject, _ have: JSONObject, _ path: String) -> [String] {
        var found: [String] = []
        let last = path.split(separator: ".").last.map(String.init) ?? path
        if last.hasPrefix("by") || last.hasPrefix("openBy") {
            for member in have.members where want[member.name] == nil && !isNothing(member.value) {
                found.append("\(path).\(member.name): unexpected, have \(text(member.value))")
            }
        }
        for member in want.members {
            if let value = have[member.name] {
                found += between(member.value, value, "\(path).\(member.name)")
            } else if !isNothing(member.value) {
                found.append("\(path).\(member.name): missing, want \(text(member.value))")
            }
        }
        return found
    }

    private static func rows(_ want: [JSON], _ have: [JSON], _ path: String) -> [String] {
        let byKey = Dictionary(have.map { (key($0), $0) }) { first, _ in first }
        var found: [String] = have.count == byKey.count ? [] : ["\(path): a row stands there twice"]
        for row in want {
            if let match = byKey[key(row)] {
                found += between(row, match, "\(path)[\(key(row))]")
            } else if figures(row).contains(where: { !isNothing($0) }) {
                found.append("\(path)[\(key(row))]: missing, want \(text(row))")
            }
        }
        let wanted = Set(want.map(key))
        for row in have where !wanted.contains(key(row)) && figures(row).contains(where: isCounted) {
            found.append("\(path): unexpected row \(text(row))")
        }
        return found
    }

    private static let keys = ["line", "place", "week", "worker", "month"]

    private static func key(_ row: JSON) -> String {
        keys.map { name in
            guard case .string(let value)? = row[name] else { return "" }
            return value
        }.joined(separator: "/")
    }

    private static func figures(_ row: JSON) -> [JSON] {
        guard case .object(let object) = row else { return [] }
        return object.members.filter { !keys.contains($0.name) }.map(\.value)
    }

    private static func isCounted(_ value: JSON) -> Bool {
        guard case .integer(let number) = value else { return false }
        return number != 0
    }

    private static func isNothing(_ value: JSON) -> Bool {
        switch value {
        case .integer(let number): number == 0
        case .object(let object): object.members.allSatisfy { isNothing($0.value) }
        case .array(let values): values.isEmpty
        case .bool(let flag): !flag
        case .string, .number, .null: false
        }
    }

    private static func text(_ value: JSON) -> String {
        String(String(decoding: value.canonicalBytes, as: UTF8.self).prefix(120))
    }
}
