/// Why a command is not accepted: what is wrong, where, and what would be accepted. Nothing has changed.
///
/// Senders see it as an RFC 9457 problem. The codes are stable: programs may rely on them.
public struct Refusal: Error, Sendable, Hashable {
    /// What is wrong, in one of the catalogue's words (`overlap`, `unknown-worker`, …).
    public let code: Code
    /// The field at fault, with its path below `data` (`plan.lines[2].places[0]`), where one is.
    public let field: String?
    /// The value at fault as JSON text, shortened. Never a personal one.
    public let value: String?
    /// One sentence for a person.
    public let detail: String
    /// What would be accepted, where that can be said.
    public let accepted: String?

    /// A refusal with all that can be said of it.
    public init(_ code: Code, field: String? = nil, value: String? = nil, _ detail: String, accepted: String? = nil) {
        self.code = code
        self.field = field
        self.value = value
        self.detail = detail
        self.accepted = accepted
    }
}

extension Refusal {
    /// A stable word for what is wrong.
    public struct Code: Sendable, Hashable {
        /// The word as it stands on the wire.
        public let word: String
        /// What kind of fault it is, which decides the HTTP status.
        public let kind: Kind

        /// The kinds of fault.
        public enum Kind: Sendable, Hashable {
            /// The command is not of the form that the catalogue gives it.
            case shape
            /// It names something that the log does not know.
            case unknown
            /// The rules of the work do not allow it.
            case rule
            /// The sender may not do this.
            case role
            /// It is too long to be stored.
            case size
            /// labd cannot take commands now; the same command may be accepted later.
            case state
        }

        init(_ word: String, _ kind: Kind) {
            self.word = word
            self.kind = kind
        }

        // Shape.
        /// Not one JSON object of the form of a command.
        public static let malformed = Code("malformed", .shape)
        /// No command of that name.
        public static let unknownCommand = Code("unknown-command", .shape)
        /// A field that the command does not have.
        public static let unknownField = Code("unknown-field", .shape)
        /// A field that the command must have.
        public static let missingField = Code("missing-field", .shape)
        /// A field of another JSON type.
        public static let wrongType = Code("wrong-type", .shape)
        /// A value that the field cannot have.
        public static let invalidValue = Code("invalid-value", .shape)
        /// A command, or the line it would become, beyond the limit.
        public static let tooLarge = Code("too-large", .size)

        // State of labd.
        /// The sender's role, or account, may not do this.
        public static let notPermitted = Code("not-permitted", .role)
        /// Too many commands wait already.
        public static let busy = Code("busy", .state)
        /// No room on the disk.
        public static let noSpace = Code("no-space", .state)
        /// The log is damaged, and takes no commands until someone has looked.
        public static let logDamaged = Code("log-damaged", .state)
        /// The machine's clock is not believed, and no admin has confirmed it.
        public static let clockImplausible = Code("clock-implausible", .state)
        /// The office's key is not there or does not fit.
        public static let keysUnavailable = Code("keys-unavailable", .state)
        /// No plan has been adopted yet.
        public static let noPlan = Code("no-plan", .rule)

        // The log's own rules.
        /// The id stands for another command.
        public static let idReused = Code("id-reused", .rule)
        /// The stream has moved on since the sender saw it.
        public static let staleRevision = Code("stale-revision", .rule)
        /// A recording time came with the command, and the log is a real one.
        public static let atNotAllowed = Code("at-not-allowed", .rule)
        /// The recording time lies before the last one.
        public static let atBackwards = Code("at-backwards", .rule)
        /// An earlier line of the same body was refused.
        public static let notTried = Code("not-tried", .rule)

        // The rules of the work.
        /// The id is taken.
        public static let exists = Code("exists", .rule)
        /// The person's data was erased.
        public static let erased = Code("erased", .rule)
        /// The person's data must be kept for now; the request was recorded.
        public static let erasureRefused = Code("erasure-refused", .rule)
        /// The entry is in a claim already.
        public static let alreadyClaimed = Code("already-claimed", .rule)
        /// An entry to be claimed has no rate for its day.
        public static let rateMissing = Code("rate-missing", .rule)
        /// The day or the place is not the line's.
        public static let outOfWindow = Code("out-of-window", .rule)
        /// The line is not for this profession.
        public static let wrongProfession = Code("wrong-profession", .rule)
        /// The worker was away that day.
        public static let absent = Code("absent", .rule)
        /// The day has not come yet.
        public static let futureDate = Code("future-date", .rule)
        /// The day lies before that of the case, request or entry.
        public static let beforeOpening = Code("before-opening", .rule)
        /// The case is closed.
        public static let caseClosed = Code("case-closed", .rule)
        /// The mediator does not have the language.
        public static let languageMismatch = Code("language-mismatch", .rule)
        /// More minutes than were authorised.
        public static let beyondAuthorised = Code("beyond-authorised", .rule)
        /// The plan has no such phase.
        public static let phaseUnknown = Code("phase-unknown", .rule)
        /// This is accepted with a reason only.
        public static let reasonRequired = Code("reason-required", .rule)
        /// The person's record is restricted (GDPR art. 18).
        public static let restricted = Code("restricted", .rule)
        /// The worker was elsewhere at that time.
        public static let overlap = Code("overlap", .rule)
        /// More minutes than the day has.
        public static let dayTooLong = Code("day-too-long", .rule)
        /// The month is signed.
        public static let monthSigned = Code("month-signed", .rule)
        /// Nobody approves their own work.
        public static let selfApproval = Code("self-approval", .rule)
        /// Only the supervisor approves.
        public static let notSupervisor = Code("not-supervisor", .rule)
        /// Not at this stage, or twice without need.
        public static let wrongOrder = Code("wrong-order", .rule)

        /// `unknown-worker`, `unknown-person`, …: what the log does not know.
        public static func unknown(_ what: String) -> Code { Code("unknown-" + what, .unknown) }
    }
}
