extension Refusal {
    /// What is wrong, in one of the catalogue's words (`overlap`, `unknown-worker`, …). The words are stable: programs may
    /// rely on them.
    public enum Code: Sendable, Hashable {
        // Shape.
        /// Not one JSON object of the form of a command.
        case malformed
        /// No command of that name.
        case unknownCommand
        /// A field that the command does not have.
        case unknownField
        /// A field that the command must have.
        case missingField
        /// A field of another JSON type.
        case wrongType
        /// A value that the field cannot have.
        case invalidValue
        /// A command, or the line it would become, beyond the limit.
        case tooLarge

        // State of labd.
        /// The sender's role, or account, may not do this.
        case notPermitted
        /// Too many commands wait already.
        case busy
        /// The disk is full.
        case noSpace
        /// The log is damaged, and takes no commands until someone has looked.
        case logDamaged
        /// The machine's clock is not believed, and no admin has confirmed it.
        case clockImplausible
        /// The office's key is not there or does not fit.
        case keysUnavailable
        /// No plan has been adopted yet.
        case noPlan

        // The log's own rules.
        /// The id stands for another command.
        case idReused
        /// The stream has moved on since the sender saw it.
        case staleRevision
        /// A recording time came with the command, and the log is a real one.
        case atNotAllowed
        /// The recording time lies before the last one.
        case atBackwards
        /// An earlier line of the same body was refused.
        case notTried

        // The rules of the work.
        /// The id is taken.
        case exists
        /// The person's data was erased.
        case erased
        /// The person's data must be kept for now; the request was recorded.
        case erasureRefused
        /// The entry is in a claim already.
        case alreadyClaimed
        /// An entry to be claimed has no rate for its day.
        case rateMissing
        /// The day or the place is not the line's.
        case outOfWindow
        /// The line is not for this profession.
        case wrongProfession
        /// The worker was away that day.
        case absent
        /// The day has not come yet.
        case futureDate
        /// The day lies before that of the case, request or entry.
        case beforeOpening
        /// The case is closed.
        case caseClosed
        /// The mediator does not have the language.
        case languageMismatch
        /// More minutes than were authorised.
        case beyondAuthorised
        /// The plan has no such phase.
        case phaseUnknown
        /// This is accepted with a reason only.
        case reasonRequired
        /// The person's record is restricted (GDPR art. 18).
        case restricted
        /// The worker was elsewhere at that time.
        case overlap
        /// More minutes than the day has.
        case dayTooLong
        /// The month is signed.
        case monthSigned
        /// Nobody approves their own work.
        case selfApproval
        /// Only the supervisor approves.
        case notSupervisor
        /// Not at this stage, or twice without need.
        case wrongOrder

        // HTTP.
        /// Nothing is at that path.
        case notFound
        /// The path is there, but not for that method.
        case methodNotAllowed
        /// The body is of a media type that the path does not take.
        case unsupportedMediaType
        /// The body did not arrive in time.
        case timeout
        /// What arrived is not HTTP/1.1, or its body ended early.
        case badRequest
        /// labd itself failed; its log says more.
        case `internal`

        /// `unknown-worker`, `unknown-person`, …: what the log does not know.
        case unknown(Noun)
    }
}

extension Refusal.Code {
    /// The word as it stands on the wire.
    public var word: String {
        switch self {
        case .malformed: "malformed"
        case .unknownCommand: "unknown-command"
        case .unknownField: "unknown-field"
        case .missingField: "missing-field"
        case .wrongType: "wrong-type"
        case .invalidValue: "invalid-value"
        case .tooLarge: "too-large"
        case .notPermitted: "not-permitted"
        case .busy: "busy"
        case .noSpace: "no-space"
        case .logDamaged: "log-damaged"
        case .clockImplausible: "clock-implausible"
        case .keysUnavailable: "keys-unavailable"
        case .noPlan: "no-plan"
        case .idReused: "id-reused"
        case .staleRevision: "stale-revision"
        case .atNotAllowed: "at-not-allowed"
        case .atBackwards: "at-backwards"
        case .notTried: "not-tried"
        case .exists: "exists"
        case .erased: "erased"
        case .erasureRefused: "erasure-refused"
        case .alreadyClaimed: "already-claimed"
        case .rateMissing: "rate-missing"
        case .outOfWindow: "out-of-window"
        case .wrongProfession: "wrong-profession"
        case .absent: "absent"
        case .futureDate: "future-date"
        case .beforeOpening: "before-opening"
        case .caseClosed: "case-closed"
        case .languageMismatch: "language-mismatch"
        case .beyondAuthorised: "beyond-authorised"
        case .phaseUnknown: "phase-unknown"
        case .reasonRequired: "reason-required"
        case .restricted: "restricted"
        case .overlap: "overlap"
        case .dayTooLong: "day-too-long"
        case .monthSigned: "month-signed"
        case .selfApproval: "self-approval"
        case .notSupervisor: "not-supervisor"
        case .wrongOrder: "wrong-order"
        case .notFound: "not-found"
        case .methodNotAllowed: "method-not-allowed"
        case .unsupportedMediaType: "unsupported-media-type"
        case .timeout: "timeout"
        case .badRequest: "bad-request"
        case .internal: "internal"
        case .unknown(let noun): "unknown-" + noun.rawValue
        }
    }

    /// All codes, in the order in which they are declared.
    public static let all: [Self] =
        [
            .malformed, .unknownCommand, .unknownField, .missingField, .wrongType, .invalidValue, .tooLarge,
            .notPermitted, .busy, .noSpace, .logDamaged, .clockImplausible, .keysUnavailable, .noPlan, .idReused,
            .staleRevision, .atNotAllowed, .atBackwards, .notTried, .exists, .erased, .erasureRefused, .alreadyClaimed,
            .rateMissing, .outOfWindow, .wrongProfession, .absent, .futureDate, .beforeOpening, .caseClosed,
            .languageMismatch, .beyondAuthorised, .phaseUnknown, .reasonRequired, .restricted, .overlap, .dayTooLong,
            .monthSigned, .selfApproval, .notSupervisor, .wrongOrder, .notFound, .methodNotAllowed,
            .unsupportedMediaType, .timeout, .badRequest, .internal,
        ] + Noun.allCases.map { .unknown($0) }

    /// What kind of fault it is, which decides the HTTP status.
    public var kind: Kind {
        switch self {
        case .malformed, .unknownCommand, .unknownField, .missingField, .wrongType, .invalidValue, .badRequest: .shape
        case .noPlan, .idReused, .staleRevision, .atNotAllowed, .atBackwards, .notTried, .exists, .erased,
            .erasureRefused, .alreadyClaimed, .rateMissing, .outOfWindow, .wrongProfession, .absent, .futureDate,
            .beforeOpening, .caseClosed, .languageMismatch, .beyondAuthorised, .phaseUnknown, .reasonRequired,
            .restricted, .overlap, .dayTooLong, .monthSigned, .selfApproval, .notSupervisor, .wrongOrder:
            .rule
        case .notPermitted: .role
        case .tooLarge: .size
        case .busy, .noSpace, .logDamaged, .clockImplausible, .keysUnavailable: .state
        case .methodNotAllowed: .method
        case .unsupportedMediaType: .mediaType
        case .timeout: .time
        case .internal: .fault
        case .notFound, .unknown: .unknown
        }
    }

    /// The kinds of fault.
    public enum Kind: Sendable, Hashable {
        /// What came is not of the form that it must have.
        case shape
        /// It names something that is not there.
        case unknown
        /// The rules of the work do not allow it.
        case rule
        /// The sender may not do this.
        case role
        /// It is too long to be stored.
        case size
        /// labd cannot take commands now; the same command may be accepted later.
        case state
        /// The path is not for that method.
        case method
        /// The body is of another media type.
        case mediaType
        /// The body came too late.
        case time
        /// labd itself failed.
        case fault
    }
}
