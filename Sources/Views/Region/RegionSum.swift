public import CanonicalJSON
import Office

/// Adds up the answers of several offices to one question, as far as they can be added.
///
/// Numbers of minutes, cents, persons, cases and other counts are added, one by one and by what they are about. What an office names by
/// ids of its own, its places and workers, is told apart by the office's id before it, `OFFICE/ID`; ids of the project, its lines, phases
/// and measures, mean the same everywhere. Rows, days, medians, positions and texts are not added, and are left out. A number that one of
/// the offices does not have is null.
///
/// A person is counted once in each office. Over offices persons are added, since pseudonyms do not meet: somebody whom two offices served
/// counts twice.
public enum RegionSum {
    /// Returns the sum of answers of a view, by office.
    public static func sum(_ answers: [(office: String, answer: JSONObject)], of columns: [Column]) -> JSONObject {
        JSONObject(
            columns.compactMap { column in
                let values = answers.map { ($0.office, $0.answer[column.name]) }
                return sum(values, column.content).map { JSONObject.Member(column.name, $0) }
            })
    }

    private static func sum(_ values: [(office: String, value: JSON?)], _ content: Column.Content) -> JSON? {
        switch content {
        case .optional(let content): return sum(values, content)
        case .value(let unit):
            guard unit.isAdded, values.contains(where: { $0.value != nil }) else { return nil }
            var total: Int64 = 0
            for (_, value) in values {
                guard case .integer(let number)? = value, case let (sum, false) = total.addingReportingOverflow(number)
                else { return .null }
                total = sum
            }
            return .integer(total)
        case .object(let type):
            let objects = values.compactMap { office, value -> (office: String, answer: JSONObject)? in
                if case .object(let object)? = value { (office, object) } else { nil }
            }
            let sum = sum(objects, of: type.columns)
            return objects.isEmpty || sum.members.isEmpty ? nil : .object(sum)
        case .by(let unit, let content):
            var byName: [String: [(office: String, value: JSON?)]] = [:]
            for (office, value) in values {
                guard case .object(let object)? = value else { continue }
                for member in object.members {
                    let name = unit.isOfOffice ? "\(office)/\(member.name)" : member.name
                    byName[name, default: []].append((office, member.value))
                }
            }
            let members = byName.compactMap { name, values in
                sum(values, content).map { JSONObject.Member(name, $0) }
            }
            return byName.isEmpty || members.isEmpty ? nil : .object(JSONObject(members))
        case .values, .rows: return nil
        }
    }
}

extension Unit {
    /// Whether numbers of this unit from several offices may be added.
    fileprivate var isAdded: Bool {
        switch self {
        case .minutes, .cents, .centFractions, .persons, .cases, .count: true
        default: false
        }
    }

    /// Whether names of this unit are an office's own.
    fileprivate var isOfOffice: Bool {
        switch self {
        case .id(.line), .id(.planMeasure), .id(.phase): false
        case .id: true
        default: false
        }
    }
}
