import CanonicalJSON
package import CivilTime

extension Office {
    /// From when a person's data may be erased, and what prevents it.
    package struct Retention: Sendable {
        /// The first day on which the data may be erased; nil while unknown, because no final payment was recorded or something
        /// is open.
        package let earliest: Day?
        /// The first day that the periods known by now leave free; nil before the final payment.
        package let notBefore: Day?
        /// All that decides it, the project's first.
        package let reasons: [Reason]

        /// The result of the reasons.
        package init(_ reasons: [Reason]) {
            let days = reasons.compactMap(\.until)
            earliest = days.count == reasons.count ? days.max() : nil
            notBefore = reasons.contains(.noFinalPayment) ? nil : days.max()
            self.reasons = reasons
        }
    }
}

extension Office.Retention {
    /// The names of the reasons that apply on the day, each once, in alphabetical order.
    func standing(on day: Day) -> [String] { Set(reasons.filter { $0.stands(on: day) }.map(\.word)).sorted() }

    /// Returns the reasons against an erasure on the day, and what they add to the event that refuses it.
    func refusing(on day: Day) -> (reasons: [String], added: [JSONObject.Member]) {
        let reasons = standing(on: day)
        var added: [JSONObject.Member] = [.init("reasons", .array(reasons.map(JSON.string)))]
        if let earliest { added.append(.init("earliest", .string(earliest.description))) }
        return (reasons, added)
    }
}

extension Office.Retention {
    /// A reason why data may not be erased, permanently or until a day.
    package enum Reason: Sendable, Hashable {
        /// The fund has not made its final payment, as far as was recorded.
        case noFinalPayment
        /// The years after the financial year of the final payment, to the day before `until`.
        case retentionPeriod(until: Day)
        /// An irregularity or a procedure that is not closed.
        case openProceeding(ID, ProceedingKind)
        /// The years after the closing of one, to the day before `until`.
        case closedProceeding(ID, ProceedingKind, until: Day)
        /// A case of the person, or of a household that they are in, is open.
        case openCase(Ref<Case>)
        /// A measure of an authority on such a case is in force.
        case openMeasure(Ref<Case>, Symbol)

        /// Its name, as answers and events give it.
        package var word: String {
            switch self {
            case .noFinalPayment: "no-final-payment"
            case .retentionPeriod: "retention-period"
            case .openProceeding: "open-proceeding"
            case .closedProceeding: "closed-proceeding"
            case .openCase: "open-case"
            case .openMeasure: "open-measure"
            }
        }

        /// Returns whether it prevents erasure on the day.
        package func stands(on day: Day) -> Bool { until.map { day < $0 } ?? true }

        /// The first day on which it no longer prevents erasure; nil while that is unknown.
        package var until: Day? {
            switch self {
            case .retentionPeriod(let day), .closedProceeding(_, _, let day): day
            case .noFinalPayment, .openProceeding, .openCase, .openMeasure: nil
            }
        }
    }
}

/// Until when records are kept (Reg. 2015/840 art. 9; catalogue, section 5), computed once for any number of people.
///
/// Only what had happened up to and including `day` counts, by each record's own day: a payment, procedure, case or
/// closing after it has not happened yet.
package struct RetentionRule: Sendable {
    /// Which ids are the same person.
    package let links: LinkedSets
    /// The reasons against any erasure.
    package let ofProject: [Office.Retention.Reason]
    /// The reasons against erasing one person, by the number of the id that represents all linked ids.
    private var ofPerson: [[Office.Retention.Reason]]

    package init(_ office: Office, upTo day: Day = .latest) {
        links = LinkedSets(office.links)
        ofProject = Self.reasons(office, upTo: day)
        ofPerson = Array(repeating: [], count: office.people.count)
        let steps = StepsByCase(office, upTo: day)
        office.cases.forEach { ref, row in
            guard row.on <= day, !row.isVoided else { return }
            let state = office.state(of: ref, after: steps[ref])
            guard state.isOpen || !state.openMeasures.isEmpty else { return }
            var reasons: [Office.Retention.Reason] = state.isOpen ? [.openCase(ref)] : []
            reasons += state.openMeasures.map { .openMeasure(ref, $0) }
            let person = links.representative(row.person)
            ofPerson[Int(person.index)] += reasons
            guard !state.members.isEmpty else { return }
            for member in Set(state.members.map { links.representative($0) }) where member != person {
                ofPerson[Int(member.index)] += reasons
            }
        }
    }

    /// Until when the data of a person is kept, with that of all linked ids.
    package func retention(of person: Ref<Person>) -> Office.Retention {
        Office.Retention(ofProject + ofPerson(person))
    }

    /// Returns the reasons against erasing a person, including all linked ids, without those that apply to everyone.
    package func ofPerson(_ person: Ref<Person>) -> [Office.Retention.Reason] {
        ofPerson[Int(links.representative(person).index)]
    }

    /// The reasons against any erasure.
    static func reasons(_ office: Office, upTo day: Day) -> [Office.Retention.Reason] {
        var reasons: [Office.Retention.Reason] = []
        if let payment = office.finalPayments.last(where: { $0.on <= day }) {
            reasons.append(
                .retentionPeriod(until: payment.financialYearEnd.dayAfter(years: payment.retentionYears)))
        } else {
            reasons.append(.noFinalPayment)
        }
        for proceeding in office.proceedings where proceeding.on <= day {
            if let closed = proceeding.closed, closed <= day {
                let until = closed.dayAfter(years: proceeding.kind.yearsAfterClosing)
                reasons.append(.closedProceeding(proceeding.id, proceeding.kind, until: until))
            } else {
                reasons.append(.openProceeding(proceeding.id, proceeding.kind))
            }
        }
        return reasons
    }
}

extension Office {
    /// From when on a person's data may be erased, with that of all linked ids, as was known and had happened by `day`.
    ///
    /// Reads every case: for many people make one `RetentionRule`.
    package func retention(of person: Ref<Person>, upTo day: Day = .latest) -> Retention {
        RetentionRule(self, upTo: day).retention(of: person)
    }
}

extension ProceedingKind {
    /// For how many years records are kept after its closing.
    var yearsAfterClosing: Int {
        switch self {
        case .irregularity: 3
        case .court, .conformity: 1
        }
    }
}

extension Day {
    /// Returns the first day after a period of that many years from this day. A period of years ends with the last hour of the
    /// same date, or of the month's last day if the year has no such date (Reg. 1182/71 art. 3).
    func dayAfter(years: Int) -> Day {
        let (year, month, day) = parts
        let target = Month(year: year + years, month: month)
        return (Day(year: year + years, month: month, day: min(day, target.length)) ?? .latest).adding(1)
    }
}
