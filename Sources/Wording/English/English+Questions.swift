import Office

extension English {
    static func message(_ reason: QuestionReason) -> Message {
        switch reason {
        case .noSuchParameter(let name, let view, let known):
            Message("the view \(view) has no parameter \(name)", accepted: known.joined(separator: ", "))
        case .givenTwice(let name): Message("\(name) is given twice", accepted: "each once")
        case .malformed(let form): message(form)
        case .missing(let subject): message(subject)
        case .unknown(let noun, let id):
            Message(
                "there is no \(name(noun)) \(id)",
                accepted: noun == .worker
                    ? "the id of an enrolled worker" : "the id of a contact, case, mediation, orientation or activity")
        case .notAmong(let noun, let id, let known):
            Message(
                "there is no \(name(noun)) \(id)",
                accepted: known.isEmpty ? "this question after project.adopt-plan" : list(known, ", "))
        case .noReport(let id):
            Message("there is no report \(id.text)", accepted: "the id of a submitted report")
        case .voided(let id): Message("the opening of \(id.text) was voided")
        case .notOpened(let id, let day): Message("\(id.text) was opened on \(day)", accepted: "\(day) or later")
        case .notExplained(let views):
            Message("that is not a view whose figures can be explained", accepted: views.joined(separator: ", "))
        case .notCounted(let view, let measures):
            Message("\(view) does not count that", accepted: measures.joined(separator: ", "))
        case .noSuchFacet(let name, let view, let facets):
            Message(
                "the figures of \(view) are not told apart by \(name)", accepted: facets.joined(separator: ", "))
        case .noSuchState(let state, let view, let states):
            Message("\(view) has no state \(state)", accepted: states.joined(separator: ", "))
        case .casesHaveNoFirstDay:
            Message(
                "cases are counted as they stand at the end of a day, whenever they were opened", accepted: "on, to")
        case .wholeQuartersOnly:
            Message(
                "aggregates are of whole quarters, as they were published",
                accepted: "from and to, the first and the last day of quarters")
        case .noQuarterYet(let first, let day):
            Message(
                "no quarter has been published yet",
                accepted: "this question from \(day) on, when \(first) is published")
        case .notEndOfQuarter(let first, let last):
            Message(
                "aggregates end with a quarter that is published",
                accepted: "the last day of a quarter, \(first) to \(last)")
        case .notBeginningOfQuarter(let first, let last):
            Message(
                "aggregates begin with a quarter of the plan",
                accepted: "the first day of a quarter, \(first) to \(last)")
        case .reportHasItsDays(let from, let to):
            Message("a report is of its own days, \(from) to \(to)", accepted: "report and asOf alone")
        case .laterThanCompared(let last):
            Message("that is later than what is compared with it", accepted: "0 to \(last)")
        case .positionOfOneOffice:
            Message(
                "a position is of one office's log, and this question goes to several",
                accepted: "an instant, such as 2019-10-01T00:00:00Z")
        }
    }

    private static func message(_ form: QuestionReason.Form) -> Message {
        switch form {
        case .position: Message("that is not a position of the log", accepted: "a position: 0, 1, 2…")
        case .moment:
            Message("that is neither a position nor an instant with its zone", accepted: text(.positionOrMoment))
        case .day: Message("that is not a day of the calendar", accepted: text(.day))
        case .id: Message("that is not an id", accepted: text(.id))
        case .month: Message("that is not a month of the calendar", accepted: text(.month))
        case .week: Message("that is not a week of ISO 8601", accepted: "ISO week YYYY-Www, such as 2019-W45")
        case .quarter:
            Message("that is not a quarter of the calendar", accepted: "quarter YYYY-Qn, such as 2019-Q4")
        case .nationality: Message("that is not a nationality", accepted: text(.country))
        case .language: Message("that is not a language", accepted: text(.language))
        case .rowCount: Message("that is not a number of rows", accepted: "a number of rows: 0, 1, 2…")
        case .ageBand(let words): Message("that is not an age band", accepted: words.joined(separator: ", "))
        case .sex(let words): Message("that is not a sex as registered", accepted: words.joined(separator: ", "))
        case .setting(let words):
            Message("that is not a setting of mediation", accepted: words.joined(separator: ", "))
        case .word(let words): Message("that word is not accepted here", accepted: words.joined(separator: ", "))
        }
    }

    private static func message(_ subject: QuestionReason.Subject) -> Message {
        switch subject {
        case .report: Message("which report is not said", accepted: "the id of a report")
        case .record(let noun):
            Message("which \(name(noun)) is not said", accepted: "the id of the \(name(noun))")
        case .case: Message("which case is not said", accepted: "id=CASE")
        case .person: Message("which person is not said", accepted: "id=PERSON")
        case .worker: Message("whose month is not said", accepted: "worker=WORKER")
        case .month: Message("which month is not said", accepted: "month=YYYY-MM")
        case .earlier:
            Message(
                "name one of since and report",
                accepted: "since: \(text(.positionOrMoment)); report: the id of a report")
        }
    }
}
