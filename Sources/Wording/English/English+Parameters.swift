import Views

extension English {
    static func text(_ parameter: Parameter) -> String {
        switch parameter {
        case .asOf: "Use only what was recorded up to this position, or before this instant."
        case .on: "Count up to and including this day."
        case .from: "The first day to count."
        case .to: "The last day to count."
        case .until: "The last day to look at; 60 days ahead without it."
        case .id: "The id of the subject."
        case .since: "The earlier moment."
        case .report: "The report to compare."
        case .of: "The view that the figure comes from."
        case .position: "The position of the event."
        case .counted: "The quantity, for a view that counts several."
        case .line: "One budget line."
        case .place: "One place."
        case .worker: "One worker."
        case .month: "One month."
        case .week: "One ISO week."
        case .quarter: "One quarter."
        case .phase: "The phase of open cases."
        case .state: "The state of cases, requests or hours."
        case .measure: "The kind of measure."
        case .age: "The age band."
        case .sex: "The sex."
        case .nationality: "The nationality."
        case .language: "One language."
        case .setting: "The setting in which mediation was requested."
        case .serviceRecord: "The record for hours: the id of a contact, case, mediation, orientation or activity."
        case .person: "One person, under any linked id."
        case .fund: "One fund."
        case .profession: "One profession."
        case .desk: "One desk for young people."
        case .verdict: "The decision on eligibility in force."
        case .silent: "Only open cases without activity for longer than the plan allows."
        case .waiting: "Only requests that wait for their first delivery."
        case .supervisor: "Those whom one worker supervises."
        case .channel: "The way in which the contact was made."
        case .outcome: "The outcome."
        case .kind: "The kind."
        case .schoolExit: "The relation to school."
        case .status: "Legal residence on the day, according to the papers."
        case .minor: "Only cases that were opened for a minor."
        case .limit: "The most rows to list."
        case .skip: "The number of rows to leave out at the beginning."
        case .restricted: "Only where the record of a person is restricted (GDPR art. 18)."
        }
    }

    static func form(of parameter: Parameter) -> String {
        switch parameter {
        case .asOf, .since: "position|instant"
        case .on, .from, .to, .until: "YYYY-MM-DD"
        case .month: "YYYY-MM"
        case .week: "YYYY-Www"
        case .quarter: "YYYY-Qn"
        case .nationality, .language: "code"
        case .age, .sex, .setting, .profession, .desk, .channel, .schoolExit, .verdict, .status, .silent, .waiting,
            .minor,
            .restricted:
            parameter.words.joined(separator: "|")
        case .of: "view"
        case .position: "position"
        case .limit, .skip: "n"
        case .counted: "figure"
        case .state: "state"
        case .outcome: "outcome"
        case .kind: "kind"
        case .id, .report, .worker, .supervisor, .line, .place, .phase, .measure, .serviceRecord, .person, .fund: "id"
        }
    }
}
