internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import TransparencyLog
internal import Views

/// What all offices of a region answered up to a day, frozen: each view's answers with their sum, and of each office the position and the
/// root of its log that they follow from.
///
/// The file is canonical JSON (RFC 8785), so that a digest of it names it:
/// `{"format":"labd-region-report/v1","on":DAY,"region":NAME,"views":[ANSWER,…]}`, with the region's answers as they came.
struct RegionReport {
    private static let format = "labd-region-report/v1"

    /// The last day that counts.
    let day: String
    /// The region.
    let region: String
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

    /// Freezes answers.
    ///
    /// - Returns: nil if an office's log was at different positions in two of the answers: then they must be asked for once more.
    /// - Throws: `Failure` if these are not a region's answers.
    init?(day: String, _ views: [JSONObject]) throws(Failure) {
        // A labd answers a view too, but of itself alone.
        guard let first = views.first, case .string(let region)? = first["region"],
            views.allSatisfy({ $0["region"] == .string(region) && $0["sum"] != nil })
        else { throw Failure(.refused, RegionCommand.unreadable) }
        (self.day, self.views, self.region) = (day, views, region)
        var offices: [Office] = []
        for (index, view) in views.enumerated() {
            let found = try Self.offices(of: view)
            if index == 0 { offices = found }
            guard found == offices else { return nil }
        }
        self.offices = offices
    }

    /// Reads a file.
    ///
    /// - Returns: nil if it is no frozen report.
    init?(reading bytes: [UInt8]) {
        guard case .object(let file)? = try? JSONReader.read(bytes.span, as: .canonical),
            file["format"] == .string(Self.format), case .string(let day)? = file["on"],
            let read = try? RegionReport(day: day, file.objects("views")), file["region"] == .string(read.region)
        else { return nil }
        self = read
    }

    /// The file.
    var bytes: [UInt8] {
        JSON.object([
            "format": .string(Self.format), "on": .string(day), "region": .string(region),
            "views": .array(views.map { .object($0) }),
        ]).canonicalBytes
    }

    /// The day for people.
    var spokenDay: String { Day(day)?.spoken ?? day }

    /// Whether all offices were whole.
    var isComplete: Bool { views.allSatisfy { $0["complete"] == .bool(true) } }

    /// The offices that an answer has figures of.
    private static func offices(of view: JSONObject) throws(Failure) -> [Office] {
        var found: [Office] = []
        for row in view.objects("offices") where row["answer"] != nil {
            guard case .object(let answer)? = row["answer"], case .object(let basis)? = answer["basis"],
                case .integer(let position)? = basis["position"], let root = try? Hash(base64: row.text("root"))
            else { throw Failure(.refused, RegionCommand.unreadable) }
            found.append(Office(id: row.text("office"), position: Int(position), root: root))
        }
        return found
    }

    /// The names of the views whose sum is not that of their answers: the file was altered.
    var viewsWithWrongSum: [String] {
        views.filter { view in
            guard let asked = Views.Catalogue.overOffices.first(where: { $0.name == view.text("view") }) else {
                return true
            }
            let answers = view.objects("offices").compactMap { row -> (office: String, answer: JSONObject)? in
                guard case .object(let answer)? = row["answer"] else { return nil }
                return (row.text("office"), answer)
            }
            // As bytes: members have no order.
            return view["sum"]?.canonicalBytes != JSON.object(RegionSum.sum(answers, of: asked.columns)).canonicalBytes
        }.map { $0.text("view") }
    }

    /// What an office answered, by view.
    func answers(of office: String) -> [(view: String, answer: JSONObject)] {
        views.compactMap { view in
            guard let row = view.objects("offices").first(where: { $0.text("office") == office }),
                case .object(let answer)? = row["answer"]
            else { return nil }
            return (view.text("view"), answer)
        }
    }

    /// Whether an answer as of an earlier position is what was answered when that was the present.
    static func isSame(_ answer: JSONObject, asFrozen frozen: JSONObject) -> Bool {
        withoutMoment(answer).canonicalBytes == withoutMoment(frozen).canonicalBytes
    }

    /// An answer without the moment that was asked about, which the frozen one does not name.
    private static func withoutMoment(_ answer: JSONObject) -> JSON {
        .object(
            JSONObject(
                answer.members.map { member in
                    guard member.name == "basis", case .object(let basis) = member.value else { return member }
                    return .init(
                        "basis", .object(JSONObject(basis.members.filter { $0.name != Parameter.asOf.rawValue })))
                }))
    }
}
