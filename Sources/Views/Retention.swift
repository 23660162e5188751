import CivilTime
public import Office

/// The day from which each person's data may be erased, and the reasons why not earlier. Linked ids are one person, with one
/// row.
///
/// The day of reference is the requested one or, without one, the local day of the last recording. Payments, proceedings, cases
/// and closings after a requested day are ignored. Periods and their reasons are those of Reg. 2015/840 art. 9.
public struct Retention: View {
    /// The view's name.
    public static let name = "retention"
    /// The parts of the office on which it depends.
    public static let needs: OfficeParts? = [.project, .people, .cases, .today]
    /// The parameters that the view accepts.
    public static let parameters: [Parameter] = .oneDay + .places

    /// A reason why data may not be erased.
    public struct Reason: Described, Hashable {
        /// `no-final-payment`, `retention-period`, `open-proceeding`, `closed-proceeding`, `open-case` or
        /// `open-measure`.
        public let reason: String
        /// The id of the proceeding or case.
        public let about: String?
        /// A proceeding's kind, or the measure's id.
        public let kind: String?
        /// The first day on which it no longer applies, if known.
        public let until: String?

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .reason: .code, .about: .id(of: nil).optional, .kind: .code.optional, .until: .day.optional,
        ]).all
    }

    /// One person.
    public struct Row: Described, Hashable {
        /// The id that represents all linked ids: the one registered first.
        public let person: String
        /// The other ids.
        public let linked: [String]
        /// The first day on which the data may be erased; nil while unknown.
        public let earliest: String?
        /// The first day after all retention periods known so far, regardless of anything still open; nil before the final
        /// payment.
        public let notBefore: String?
        /// Whether the data may be erased on the day.
        public let due: Bool
        /// The reasons that apply on the day.
        public let reasons: [Reason]

        /// Its fields, in reading order.
        public static let columns = Columns<CodingKeys>([
            .person: .id(of: .person), .linked: .ids(of: .person), .due: .yesNo, .earliest: .day.optional,
            .notBefore: .day.optional, .reasons: .rows(Reason.self),
        ]).all
    }

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .basis: .basis, .position: .position, .on: .day, .due: .persons, .dated: .persons, .undated: .persons,
        .byReason: .by(.code, .persons), .rowCount: .count.optional, .rows: .rows(Row.self),
    ]).all

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The day of reference.
    public let on: String
    /// Persons whose data may be erased on the day.
    public let due: Int
    /// Persons whose data may be erased from a later, known day.
    public let dated: Int
    /// Persons for whom the day is not known yet.
    public let undated: Int
    /// The number of persons for each reason; a person may be counted under several.
    public let byReason: [String: Int]
    /// The number of all rows, if the question asks for those of some places.
    public let rowCount: Int?
    /// One row for each person.
    public let rows: [Row]

    /// Answers from the present office.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let day = question.lastDay(of: office)
        let rule = RetentionRule(office, upTo: question.lastDay)
        let links = rule.links
        var people: [Ref<Person>] = []
        // Most people have no reasons of their own and share those of the project.
        let project = Office.Retention(rule.ofProject)
        let shared = rule.ofProject.standing(on: day).map { office.row($0) }
        var due = 0
        var dated = 0
        var byReason: [String: Int] = [:]
        func count(_ found: Office.Retention) {
            if found.isDue(on: day) { due += 1 } else if found.earliest != nil { dated += 1 }
        }
        office.people.forEach { person, row in
            guard !row.isErased, links.representative(person) == person else { return }
            people.append(person)
            let own = rule.ofPerson(person)
            guard !own.isEmpty else { return count(project) }
            count(Office.Retention(rule.ofProject + own))
            let words = Set(own.standing(on: day).map(\.word))
            for word in words where !shared.contains(where: { $0.reason == word }) { byReason[word, default: 0] += 1 }
        }
        for name in Set(shared.map(\.reason)) where !people.isEmpty { byReason[name] = people.count }
        let rows = SelectedRows(people, of: office.people, in: question) { person in
            let own = rule.ofPerson(person)
            let found = own.isEmpty ? project : Office.Retention(rule.ofProject + own)
            let standing = own.standing(on: day).map { office.row($0) }
            let all = links.everyone(linkedWith: person)
            return Row(
                person: office.people.id(person),
                linked: all.count == 1 ? [] : all.filter { $0 != person }.map { office.people.id($0) }.sorted(),
                earliest: found.earliest?.description, notBefore: found.notBefore?.description,
                due: found.isDue(on: day), reasons: standing.isEmpty ? shared : shared + standing)
        }
        basis = Basis(office, question)
        position = office.position
        on = day.description
        self.due = due
        self.dated = dated
        undated = rows.count - due - dated
        self.byReason = byReason
        rowCount = question.count(ofAll: rows.count)
        self.rows = rows[question.places(among: rows.count)]
    }
}

extension Office.Retention {
    /// Whether the data may be erased on the day.
    fileprivate func isDue(on day: Day) -> Bool { earliest.map { $0 <= day } ?? false }
}

extension [Office.Retention.Reason] {
    /// The reasons that apply on the day.
    fileprivate func standing(on day: Day) -> Self {
        isEmpty ? self : filter { $0.stands(on: day) }
    }
}

extension Office {
    /// A reason in the form used by rows.
    fileprivate func row(_ reason: Office.Retention.Reason) -> Views.Retention.Reason {
        func row(about: String? = nil, kind: String? = nil) -> Views.Retention.Reason {
            .init(reason: reason.word, about: about, kind: kind, until: reason.until?.description)
        }
        return switch reason {
        case .noFinalPayment, .retentionPeriod: row()
        case .openProceeding(let id, let kind): row(about: id.text, kind: kind.rawValue)
        case .closedProceeding(let id, let kind, _): row(about: id.text, kind: kind.rawValue)
        case .openCase(let ref): row(about: serviceRecords.id(cases[ref].serviceRecord))
        case .openMeasure(let ref, let measure):
            row(about: serviceRecords.id(cases[ref].serviceRecord), kind: symbols[measure])
        }
    }
}
