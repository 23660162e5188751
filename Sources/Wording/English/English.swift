import Office

/// The English texts.
enum English: Texts {
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
}
