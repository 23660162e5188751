public import Office

/// What falls due for erasure when, and why not yet: one row for each person, all linked ids being one.
///
/// Judged at the day asked, else at the local day of the last recording; payments, procedures, cases and closings after
/// a day that was asked have not happened yet. Periods and their reasons are those of Reg. 2015/840 art. 9.
public struct Retention: View {
    /// The name under which it is asked.
    public static let name = "retention"

    /// Something that keeps data from being erased.
    public struct Reason: Codable, Sendable, Hashable {
        /// `no-final-payment`, `retention-period`, `open-proceeding`, `closed-proceeding`, `open-case` or
        /// `open-measure`.
        public let reason: String
        /// The id of the proceeding or case.
        public let about: String?
        /// A proceeding's kind, or the measure's id.
        public let kind: String?
        /// The first day on which it stands in the way no more, where that is known.
        public let until: String?
    }

    /// One person.
    public struct Row: Codable, Sendable, Hashable {
        /// The id that stands for all linked ones: the one registered first.
        public let person: String
        /// The other ids.
        public let linked: [String]
        /// The first day on which the data may be erased; nil while nobody knows it.
        public let earliest: String?
        /// The first day that the periods known by now leave free, whatever else is open; nil before the final payment.
        public let notBefore: String?
        /// Whether the data may be erased on the day.
        public let due: Bool
        /// Why not yet: what stands in the way on the day.
        public let reasons: [Reason]
    }

    /// What the answer rests on.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The day at which it is judged.
    public let on: String
    /// Persons whose data may be erased on the day.
    public let due: Int
    /// Persons whose data may be erased from a day on that is known by now.
    public let dated: Int
    /// Persons of whom nobody knows it yet.
    public let undated: Int
    /// Persons by what stands in the way of each; one person may stand under several.
    public let byReason: [String: Int]
    /// One row for each person.
    public let rows: [Row]

    /// Answers from the office as it stands.
    public init(_ office: Office, _ question: Question) throws(Refusal) {
        let day = question.lastDay(of: office)
        let rule = RetentionRule(office, upTo: question.lastDay)
        let links = LinkedSets(office.links)
        var rows: [Row] = []
        office.people.forEach { person, row in
            guard !row.isErased, links.representative(person) == person else { return }
            let found = rule.retention(of: person)
            rows.append(
                Row(
                    person: office.people.id(person),
                    linked: links.everyone(linkedWith: person).filter { $0 != person }.map { office.people.id($0) }
                        .sorted(),
                    earliest: found.earliest?.description, notBefore: found.notBefore?.description,
                    due: found.earliest.map { $0 <= day } ?? false,
                    reasons: found.reasons.filter { $0.until.map { day < $0 } ?? true }.map { Reason($0, office) }))
        }
        basis = Basis(office, question)
        position = office.position
        on = day.description
        due = rows.count { $0.due }
        dated = rows.count { !$0.due && $0.earliest != nil }
        undated = rows.count { $0.earliest == nil }
        var byReason: [String: Int] = [:]
        for row in rows {
            for reason in Set(row.reasons.map(\.reason)) { byReason[reason, default: 0] += 1 }
        }
        self.byReason = byReason
        self.rows = rows.sorted { $0.person < $1.person }
    }
}

extension Retention.Reason {
    fileprivate init(_ reason: Office.Retention.Reason, _ office: Office) {
        let until = reason.until?.description
        switch reason {
        case .noFinalPayment:
            self.init(reason: "no-final-payment", about: nil, kind: nil, until: until)
        case .retentionPeriod:
            self.init(reason: "retention-period", about: nil, kind: nil, until: until)
        case .openProceeding(let id, let kind):
            self.init(reason: "open-proceeding", about: id.text, kind: kind.rawValue, until: until)
        case .closedProceeding(let id, let kind, _):
            self.init(reason: "closed-proceeding", about: id.text, kind: kind.rawValue, until: until)
        case .openCase(let ref):
            self.init(reason: "open-case", about: office.things.id(office.cases[ref].thing), kind: nil, until: until)
        case .openMeasure(let ref, let measure):
            self.init(
                reason: "open-measure", about: office.things.id(office.cases[ref].thing), kind: office.words[measure],
                until: until)
        }
    }
}
