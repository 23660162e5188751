import Office

/// The English texts. Each capability's stand in a file of their own; the compiler finds a reason without a text, and an
/// argument that a text binds and does not use.
enum English {
    /// The text of any reason; `field` is the field at fault.
    static func message(_ reason: Reason, of field: String) -> Message {
        switch reason {
        case .shape(let reason): message(reason, of: field)
        case .record(let reason): message(reason)
        case .calendar(let reason): message(reason)
        case .plan(let reason): message(reason)
        case .hours(let reason): message(reason)
        case .timesheet(let reason): message(reason)
        case .mediation(let reason): message(reason)
        case .cases(let reason): message(reason)
        case .clock(let reason): message(reason)
        case .person(let reason): message(reason)
        case .personalData(let reason): message(reason)
        case .report(let reason): message(reason)
        case .worker(let reason): message(reason)
        case .youth(let reason): message(reason)
        case .log(let reason): message(reason)
        case .service(let reason): message(reason)
        case .sender(let reason): message(reason)
        case .request(let reason): message(reason, of: field)
        case .proof(let reason): message(reason)
        case .question(let reason): message(reason)
        }
    }

    /// What a refusal calls a kind of thing.
    static func name(_ noun: Noun) -> String {
        switch noun {
        case .about: "about"
        case .case: "case"
        case .contact: "contact"
        case .enrolment: "enrolment"
        case .entry: "entry"
        case .finding: "finding"
        case .fund: "fund"
        case .line: "line"
        case .measure: "measure"
        case .mediation: "mediation"
        case .person: "person"
        case .phase: "phase"
        case .place: "place"
        case .position: "position"
        case .proceeding: "proceeding"
        case .referral: "referral"
        case .report: "report"
        case .request: "request"
        case .serviceRecord: "thing"
        case .stream: "stream"
        case .suspension: "suspension"
        case .worker: "worker"
        }
    }

    /// Ids one after the other, as they can be typed.
    static func list(_ ids: [ID], _ separator: String = " ") -> String { ids.map(\.text).joined(separator: separator) }
}
