internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import TransparencyLog
internal import Views

/// What all offices of a region answered up to a day, frozen: each view's answers with their sum, and of each office the position and the
/// root of its log that they follow from.
///
/// The file is canonical JSON (RFC 8785), so that a digest of it names it:
/// `{"format":"labd-region-report/v1","on":DAY,"region":NAME,"version":LABCTL,"views":[ANSWER,…]}`, with the region's answers as they
/// came. Nothing but that digest shows that no office was left out, or was stopped then: the logs tell only of the offices that are in it.
struct RegionReport {
    private static let format = "labd-region-report/v1"

    /// The last day that counts.
    let day: String
    /// The region.
    let region: String
    /// The version of labctl that froze them.
    let version: String
    /// The region's answers.
    let views: [JSONObject]
    /// The offices that answered, in the order of the answers.
    let offices: [Office]

    /// An office, and where its log was.
    struct Office: Hashable {
        /// The office's id.
        let id: String
        /// The position of the last event that counts.
        let position: Int
        /// The root of the log up to there.
        let root: Hash
    }

    /// Freezes answers of all views that there are over offices.
    ///
    /// - Returns: nil if an office's log was at different positions in two of the answers: then they must be asked for once more.
    /// - Throws: `Failure` if these are not a region's answers.
    init?(day: String, version: String = Version.current, _ views: [JSONObject]) throws(Failure) {
        // A labd answers a view too, but of itself alone.
        guard let first = views.first, case .string(let region)? = first["region"],
            views.allSatisfy({ $0["region"] == .string(region) && $0["sum"] != nil }),
            views.map({ $0.text("view") }) == Views.Catalogue.overOffices.map({ $0.name })
        else { throw Failure(.refused, RegionCommand.unreadable) }
        (self.day, self.version, self.views, self.region) = (day, version, views, region)
        var offices: [Office] = []
        for view in views {
            let rows = view.objects("offices")
            let isComplete =
                Self.answered(view).count == rows.count && rows.allSatisfy { $0.text("state") == "whole" }
            guard view["complete"] == .bool(isComplete), Set(rows.map { $0.text("office") }).count == rows.count else {
                throw Failure(.refused, RegionCommand.unreadable)
            }
            // An office may have refused one view and answered another.
            for office in try Self.offices(of: view) {
                if let known = offices.first(where: { $0.id == office.id }) {
                    guard known == office else { return nil }
                } else {
                    offices.append(office)
                }
            }
        }
        self.offices = offices
    }

    /// Reads a file.
    ///
    /// - Returns: nil if it is no frozen report.
    init?(reading bytes: [UInt8]) {
        guard case .object(let file)? = try? JSONReader.read(bytes.span, as: .canonical),
            case .string(let day)? = file["on"], case .string(let version)? = file["version"],
            let read = try? RegionReport(day: day, version: version, file.objects("views")), read.bytes == bytes
        else { return nil }
        self = read
    }

    /// The file.
    var bytes: [UInt8] {
        JSON.object([
            "format": .string(Self.format), "on": .string(day), "region": .string(region), "version": .string(version),
            "views": .array(views.map { .object($0) }),
        ]).canonicalBytes
    }

    /// The day for people.
    var spokenDay: String { Day(day)?.spoken ?? day }

    /// Whether all offices were whole.
    var isComplete: Bool { views.allSatisfy { $0["complete"] == .bool(true) } }

    /// The rows of a view that have figures, with what those offices answered.
    private static func answered(_ view: JSONObject) -> [(row: JSONObject, answer: JSONObject)] {
        view.objects("offices").compactMap { row in
            if case .object(let answer)? = row["answer"] { (row, answer) } else { nil }
        }
    }

    /// The offices that a view has figures of.
    private static func offices(of view: JSONObject) throws(Failure) -> [Office] {
        var found: [Office] = []
        for (row, answer) in answered(view) {
            guard case .object(let basis)? = answer["basis"], case .integer(let position)? = basis["position"],
                let root = try? Hash(base64: row.text("root"))
            else { throw Failure(.refused, RegionCommand.unreadable) }
            found.append(Office(id: row.text("office"), position: Int(position), root: root))
        }
        return found
    }

    /// The names of the views whose sum is not that of their answers: the file was altered.
    var viewsWithWrongSum: [String] {
        zip(views, Views.Catalogue.overOffices).filter { view, asked in
            let answers = Self.answered(view).map { (office: $0.row.text("office"), answer: $0.answer) }
            guard case .object(let sum)? = view["sum"] else { return true }
            return !Self.has(RegionSum.sum(answers, of: asked.columns), allOf: sum)
        }.map { $0.0.text("view") }
    }

    /// What an office answered, by view.
    func answers(of office: String) -> [(view: String, answer: JSONObject)] {
        views.compactMap { view in
            guard let found = Self.answered(view).first(where: { $0.row.text("office") == office }) else { return nil }
            return (view.text("view"), found.answer)
        }
    }

    /// Whether an answer as of an earlier position is what was answered when that was the present.
    ///
    /// It names that moment, which the frozen one does not. What a later version answers besides is not compared.
    static func isSame(_ answer: JSONObject, asFrozen frozen: JSONObject) -> Bool {
        has(
            JSONObject(
                answer.members.map { member in
                    guard member.name == "basis", case .object(let basis) = member.value else { return member }
                    return .init(
                        "basis", .object(JSONObject(basis.members.filter { $0.name != Parameter.asOf.rawValue })))
                }), allOf: frozen)
    }

    /// Whether an object has each member of another with the same value.
    private static func has(_ object: JSONObject, allOf frozen: JSONObject) -> Bool {
        // As bytes: members have no order.
        frozen.members.allSatisfy { object[$0.name]?.canonicalBytes == $0.value.canonicalBytes }
    }
}
