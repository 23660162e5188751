internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Spreadsheets
internal import TransparencyCrypto
internal import TransparencyLog

/// What a workbook to be filled in says of itself, on a sheet of its own, so that it is known again: names and values, in no people's
/// language.
struct EntryIdentity: Hashable {
    let kind: SheetKind
    let month: Month
    /// Of the plan whose lists it has.
    let plan: String
    /// By which workbooks differ: the beginning of the ids of its rows.
    let tag: String
    /// Whether the log is simulated.
    var isSimulated = false

    private static let form = "labd-sheet"
    /// The version of this form.
    private static let version = "1"

    /// The entries of the sheet, and below them the titles of the columns, which people may move.
    func entries(titles: [(key: String, title: String)]) -> [(name: String, value: String)] {
        [
            (Self.form, Self.version), ("command", kind.command.name), ("month", month.description), ("plan", plan),
            ("sheet", tag), ("number", EntryForm.numberTitle), ("result", EntryForm.resultTitle),
        ] + titles.map { ($0.key, $0.title) }
    }

    /// What a sheet's entries say.
    struct Read {
        let identity: EntryIdentity
        /// The titles of the numbers, of the results, and of fields by their key.
        let number: String
        let result: String
        let titles: [String: String]
    }

    /// Why a workbook is not one that labctl made and can read.
    enum Failure: Error {
        /// It does not say what it is.
        case isNone
        /// It is of another version of this form, or says something that is not known.
        case isOther(String)
    }

    /// Finds what a workbook says of itself.
    static func read(_ workbook: FlatWorkbook) throws(Failure) -> Read {
        let found = workbook.sheets.first { sheet in sheet.rows.first?.cells[0]?.text == form }
        guard let found else { throw .isNone }
        var entries: [String: String] = [:]
        for row in found.rows {
            if let name = row.cells[0]?.text, let value = row.cells[1]?.text { entries[name] = value }
        }
        func entry(_ name: String) throws(Failure) -> String {
            guard let value = entries[name] else { throw .isOther("\(found.name): \(name)") }
            return value
        }
        guard try entry(form) == version else { throw .isOther("\(found.name): \(form) \(try entry(form))") }
        guard let kind = SheetKind(command: try entry("command")) else { throw .isOther("\(found.name): command") }
        guard let month = Month(try entry("month")) else { throw .isOther("\(found.name): month") }
        let tag = try entry("sheet")
        guard tag.utf8.count <= 16, ID(tag) != nil else { throw .isOther("\(found.name): sheet") }
        return Read(
            identity: EntryIdentity(kind: kind, month: month, plan: try entry("plan"), tag: tag),
            number: try entry("number"), result: try entry("result"),
            titles: entries.filter { $0.key.hasPrefix("field:") })
    }

    /// The identity of a plan: the beginning of the hash of its canonical form.
    static func plan(_ plan: JSONObject) -> String {
        SHA256Function.crypto.digest(JSON.object(plan).canonicalBytes.span).bytes.prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Returns a new tag: eight letters and digits, without those that are easily confused, such as `l` and `1`.
    static func newTag(_ random: inout some RandomNumberGenerator) -> String {
        let signs = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return String((0..<8).map { _ in signs[Int.random(in: signs.indices, using: &random)] })
    }
}
