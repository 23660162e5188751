import CivilTime

@testable import CanonicalJSON
@testable import Office

/// One or more values of each reason, to read their texts.
enum EveryReason {
    static let all: [Reason] =
        shapes.map(Reason.shape) + records.map(Reason.record) + calendars.map(Reason.calendar)
        + plans.map(Reason.plan) + hours.map(Reason.hours) + timesheets.map(Reason.timesheet)
        + mediations.map(Reason.mediation) + cases.map(Reason.cases) + clocks.map(Reason.clock)
        + persons.map(Reason.person) + personalData.map(Reason.personalData) + reports.map(Reason.report)
        + workers.map(Reason.worker) + [.youth(.presentTwice(person: id))] + logs.map(Reason.log)
        + services.map(Reason.service) + senders.map(Reason.sender) + requests.map(Reason.request)
        + proofs.map(Reason.proof) + questions.map(Reason.question)

    static let forms: [FieldForm] = [
        .id, .text, .minutes, .count, .cents, .wholeNumber, .bool, .words(["x-1"]), .list(of: .id), .ids, .day, .month,
        .clock, .dayOfYear, .moment, .storedMoment, .positionOrMoment, .revision, .commandID, .language, .country,
        .birthYear, .stream, .scope, .plan, .span, .object(["x-1"]), .anyObject, .numbers,
    ]

    static let faults: [UnreadableEvent.Fault] = [
        .unknownType, .unknownVersion(newest: 2), .notUpcast(from: 1), .unknownFlag,
        .malformed(Refusal(.shape(.missing(form: .id)), field: "x-1")), .unfit,
    ]

    private static let id = ID(stored: "x-1")
    private static let day = Day(number: 18_000)
    private static let month = Month(year: 2019, month: 6)
    private static let period = Plan.Period(from: day, to: day)
    private static let instant = Instant(microseconds: 0)
    private static let clock = Clock(minuteOfDay: 60)

    private static let shapes: [ShapeReason] =
        [
            .truncated, .unexpected, .trailing, .invalidUTF8, .loneSurrogate, .duplicateName("x-1"), .tooDeep,
            .notCanonical,
        ].map { .notJSON(JSONError($0, 1)) } + [
            .notAnObject, .noSuchMember, .noSuchCommand("x-1"), .noSuchField("x-1"), .tooManyFields,
            .tooManyElements(501, most: 500), .missing(form: .id), .wrongType(form: .id), .impossible(form: .id),
            .withheld(.shape(.impossible(form: .id))), .unreadableFields, .unreadableEvent,
        ]

    private static let records: [RecordReason] =
        Noun.allCases.flatMap { [.exists($0, id), .unknown($0, id), .notAmong($0, id, known: [id])] }
        + [.contact, .case, .mediation, .orientation, .activity].map { .takenByServiceRecord(id, $0) }
        + [.step(position: 1), .mediation(id), .entry(id)].map { .rests($0, case: id) }
        + [
            .noPosition(9, last: 1), .voided(position: 1), .notLastStep(last: 1), .notVoidable(position: 1),
            .sealedForPerson(id), .sealedForWorker(id), .noStream("x-1"), .erased(stream: "x-1"),
            .erasureRefused(stream: "x-1", reasons: ["no-final-payment"], earliest: nil),
        ]

    private static let calendars: [CalendarReason] =
        Noun.allCases.map { .beforeOpening(day, of: $0, on: day) } + [
            .notYet(day, today: day), .reversed(from: day, to: day), .skippedClock(clock, on: day),
        ]

    private static let plans: [PlanReason] =
        Noun.allCases.map { .dangling($0, id, known: [id]) } + [
            .noneForCommand, .noneForQuestion, .wrongPlace(line: id, place: id, places: [id]),
            .outsideWindow(day, line: id, period), .outsideWindow(day, line: id, nil), .noLine(of: .mediation),
            .unknownZone(known: "x-1"), .empty(.funds), .notOneLine(of: .youth), .emptyLine(.places),
            .weeklyMinutesMissing, .weeklyMinutesOnRequest, .twice(id), .otherOffice("x-1"), .periodTooLong(last: day),
            .lineOutsidePeriod(line: id, period, period: period), .tooLarge(bytes: 70_000, most: 65_535),
            .suspensionNotBegun(id, from: day), .resumed(id), .suspensionEnded(id, on: day), .retentionTooShort,
            .proceedingClosed(id),
        ]

    private static let hours: [HoursReason] =
        [.socialWorker, .educator, .mediator, .coordinator, nil].map {
            .wrongProfession(line: id, $0, professions: [.mediator])
        } + [
            .longerThanADay(most: 1500, on: day), .dayFull(day, minutes: 1440, filled: 60),
            .overlap(worker: id, entry: id),
            .lineMissing(fund: id, lines: [id]), .placeMissing(fund: id), .monthSigned(worker: id, month),
            .notOfWorker(entry: id, worker: id), .aboutVoided(entry: id, about: id),
        ]

    private static let timesheets: [TimesheetReason] =
        [.open, .completed, .signed, .approved].flatMap { (state: Timesheet.State) -> [TimesheetReason] in
            [.notCompleted(month, worker: id, state), .notSigned(month, worker: id, state)]
        } + [
            .monthNotOver(month), .complete(month, worker: id), .signed(month, worker: id),
            .signsWithAccount(worker: id, account: "x-1"), .signsOnPaper(worker: id), .ownMonth,
            .approvesWithAccount(by: id, account: "x-1", supervisor: nil),
            .notSupervisor(by: id, worker: id, supervisor: id), .approved(month, worker: id),
        ]

    private static let mediations: [MediationReason] = [
        .longerThanADay(most: 1440), .overlap(mediator: id, other: id, start: clock, on: day, minutes: 60),
        .beyondAuthorised(ceiling: 1200, delivered: 60), .beyondAuthorised(ceiling: 60, delivered: 60),
        .belowDelivered(60), .delivered(mediation: id, minutes: 1), .nothingDelivered(mediation: id),
        .evaluated(mediation: id), .scoreOutOfRange, .authorisedByMediator(by: id), .assignedToAuthoriser(mediator: id),
        .notAMediator(id, on: day), .languageMismatch(mediator: id, language: "ar", fitting: [id]),
        .languageMismatch(mediator: id, language: "ar", fitting: []), .finished(mediation: id),
        .notAuthorised(mediation: id), .notAssigned(mediation: id), .cancelled(mediation: id),
    ]

    private static let cases: [CaseReason] =
        Noun.allCases.map { .ended($0, id) } + [
            .complexityOfAdult, .namedTwice(person: id), .voided(case: id), .closed(case: id, on: day),
            .closed(case: id, on: nil), .open(case: id), .unknownPhase(id, phases: [id, id]), .inPhase(case: id),
            .notNextPhase(from: "x-1", to: id, next: id), .notNextPhase(from: "x-1", to: id, next: nil),
            .nothingToTransfer, .wrongPlace(line: id, place: id, places: [id]), .member(person: id),
            .notMember(person: id, case: id),
        ]

    private static let clocks: [ClockReason] =
        DoubtedClock.Doubt.allCases.map { .doubted($0, shows: day, daysAhead: 1000) } + [.believed]

    private static let persons: [PersonReason] = [
        .erased(person: id), .erasedOf(id), .restricted(person: id, by: id),
        .restricted(person: id, by: ID(stored: "x-2")), .notLinked(id, id), .sameID, .restrictedAlready(person: id),
        .notRestricted(person: id), .nothingToCorrect, .birthYearNotYet(thisYear: 2019), .birthNotYet,
        .birthYearOfAnotherDay, .erasureRefused(person: id, reasons: ["open-case"], earliest: day),
    ]

    private static let personalData: [PersonalDataReason] = [
        .nobodyNamed, .severalNamed, .noFieldNamed(sealed: ["x-1"]), .notSealed(sealed: ["x-1"]), .emptyTerm, .noTerm,
        .ambiguousOwner,
    ]

    private static let reports: [ReportReason] = [
        .submitted(report: id), .withoutRateOfOther,
        .rateMissing([ReportReason.Entry(id: id, worker: id, on: day)], more: 1200),
        .allClaimed(from: day, to: day, claim: id), .nothingToClaim(from: day, to: day), .open(report: id),
    ]

    private static let workers: [WorkerReason] =
        AbsenceKind.allCases.map { .absent(worker: id, from: day, to: day, $0, position: 1) } + [
            .notEmployed(worker: id, on: day, from: day, left: day),
            .notEmployed(worker: id, on: day, from: day, left: nil),
            .nothingToChange, .beforeFirstDay(worker: id, first: day), .weekTooLong, .ownSupervisor,
            .left(worker: id, on: day), .absenceTooLong(last: day), .hoursLogged(worker: id, on: day, entry: id),
        ]

    private static let logs: [LogReason] = [
        .unstorable(diagnostic: "x-1"), .lineTooLong(bytes: 70_000, most: 65_535),
        .timeBackwards(given: instant, last: instant), .timeInRealLog, .idReused(id),
        .stale(stream: "x-1", expected: 1, current: 0), .stale(stream: "x-1", expected: 1, current: 2), .notTried,
        .diskFull, .ownerErased("x-1"), .keysUnavailable(diagnostic: "x-1"), .keysUnavailableToAsk(diagnostic: "x-1"),
        .keyMissing(owner: "x-1"), .damaged(diagnostic: "x-1"), .unreadable(diagnostic: "x-1"), .noEvent(position: 1),
        .eventWithoutTime(position: 1), .neverSubmitted(report: id), .rootMissing, .notYet(position: 9, last: 1),
    ]

    private static let services: [ServiceReason] = [
        .tooManyWait, .forgotten, .stopping, .tooManyRehearsals(account: "x-1", most: 2),
        .tooManySearches(account: "x-1", perMinute: 20), .dailyBytesUsed(account: "x-1", used: 2000, most: 2000),
    ]

    private static let senders: [SenderReason] = [
        .roleMissing(account: "x-1", roles: [], needed: [.coordinator]),
        .roleMissing(account: "x-1", roles: [.viewer, .operator], needed: [.coordinator, .admin]),
        .notAFrontEnd(account: "x-1", header: "x-2"), .noAccount, .notSpokenFor, .severalUsers, .foreignPage,
        .reasonMissing, .copyOnly(office: "x-1"),
    ]

    private static let requests: [RequestReason] = [
        .notFound(path: "x-1", known: ["x-2"]), .methodNotAllowed("x-1", path: "x-2", allowed: "x-3"),
        .unsupportedMediaType("x-1", path: "x-2", accepted: ["x-3", "x-4"]),
        .unsupportedMediaType(nil, path: "x-2", accepted: ["x-3"]), .bodyTooLong(most: 1_000_000),
        .lineTooLong(most: 65_535), .tooSlow(seconds: 30), .incomplete, .failed, .notJSON(JSONError(.truncated, 1)),
        .notAnObject, .noSuchParameter("x-1", known: []), .noSuchParameter("x-1", known: ["x-2"]), .notZeroOrOne,
        .notAPosition, .onlyLinesRehearsed(mediaType: "x-1"),
    ]

    private static let proofs: [ProofReason] = [
        .notATile(diagnostic: "x-1"), .positionMissing(size: 9), .noTree(most: 9), .beyondTree(size: 1000),
        .earlierSizeMissing(later: 9), .noEarlierTree(later: 9), .notASize, .notANote(diagnostic: "x-1"),
        .notACheckpoint(log: "x-1", diagnostic: "x-2"), .notCosigned(witnesses: []), .notCosigned(witnesses: ["x-1"]),
        .foreignCheckpoint(lines: 9, size: 1000),
    ]

    private static let questions: [QuestionReason] =
        [
            .moment, .position, .day, .id, .month, .week, .quarter, .nationality, .language, .ageBand(["x-1"]),
            .sex(["x-1"]),
            .setting(["x-1"]),
        ].map { .malformed($0) } + [.report, .case, .person, .worker, .month, .earlier].map { .missing($0) }
        + Noun.allCases.flatMap { [.unknown($0, "x-1"), .notAmong($0, "x-1", known: [id])] }
        + [
            .noSuchParameter("x-1", view: "x-2", known: ["x-3"]), .givenTwice("x-1"),
            .notAmong(.place, "x-1", known: []),
            .noReport(id), .voided(case: id), .notOpened(case: id, on: day), .notExplained(views: ["x-1"]),
            .notCounted(view: "x-1", measures: ["x-2"]), .noSuchFacet("x-1", view: "x-2", facets: ["x-3"]),
            .noSuchState("x-1", view: "x-2", states: ["x-3"]), .casesHaveNoFirstDay, .wholeQuartersOnly,
            .noQuarterYet(first: "x-1", from: day), .notEndOfQuarter(first: day, last: day),
            .notBeginningOfQuarter(first: day, last: day), .reportHasItsDays(from: day, to: day),
            .laterThanCompared(last: 1), .positionOfOneOffice,
        ]
}
