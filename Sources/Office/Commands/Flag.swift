/// A flag on an event that is accepted nevertheless. It is decided when the event is recorded, and stored with it.
public enum Flag: String, Sendable, Hashable, CaseIterable, Comparable {
    // The cases are in the alphabetical order of their words, which is the order in which they are stored.
    /// Recorded in a month that was already signed.
    case afterSigning = "after-signing"
    /// A person was decided to be eligible although all their nationalities are of the Union on the first day of the decision.
    case eligibleUnionCitizen = "eligible-union-citizen"
    /// Work on a Sunday, a national holiday or the place's patron day.
    case holidayWork = "holiday-work"
    /// A tax code whose last character does not follow from the others, or that does not fit the birth year or the sex.
    case implausibleTaxCode = "implausible-tax-code"
    /// Recorded more than the plan's `lateEntryDays` after the day it speaks of.
    case lateEntry = "late-entry"
    /// A case opened for a minor continues in or after the year in which they come of age.
    case minorCameOfAge = "minor-came-of-age"
    /// A step dated before the previous one.
    case outOfOrder = "out-of-order"
    /// More than 1,720 hours of a worker in a calendar year.
    case overAnnual = "over-annual"
    /// More than the line's budget.
    case overBudget = "over-budget"
    /// More than the plan's `dailyMinutes` of a worker in a day.
    case overDay = "over-day"
    /// More at a line's place in a week than the whole week owes.
    case overWeek = "over-week"
    /// A report about days that have not all passed.
    case periodNotOver = "period-not-over"
    /// A clear field holds what looks like a tax code, phone, mail address, IBAN or document number.
    case personalDataSuspected = "personal-data-suspected"
    /// A case went back to an earlier phase.
    case phaseBack = "phase-back"
    /// A case went past a phase.
    case phaseSkip = "phase-skip"
    /// Very much like something that is recorded already: the same hours, an open case of the household, a person of the
    /// same name, birth or tax code.
    case possibleDuplicate = "possible-duplicate"
    /// Mediation at a distance on a day and at a place that no suspension covers.
    case remoteMode = "remote-mode"
    /// A service for a person whose record is restricted.
    case restrictedPerson = "restricted-person"
    /// A service for a person whose evidence of residence had run out that day.
    case statusExpired = "status-expired"
    /// A topic, need, purpose or difficulty that none of the plan's measures has.
    case unknownCode = "unknown-code"

    /// Compares by words.
    public static func < (a: Flag, b: Flag) -> Bool { a.rawValue < b.rawValue }
}

/// A set of flags.
public struct Flags: Sendable, Hashable, BitwiseCopyable {
    private var bits: UInt32 = 0

    /// No flags.
    public init() {}

    /// The flags whose words are given, or nil if one is not a flag.
    init?(words: [String]) {
        for word in words {
            guard let flag = Flag(rawValue: word) else { return nil }
            insert(flag)
        }
    }

    /// The flags by their bits, which never leave memory: flags may be added anywhere.
    private static let order = Flag.allCases

    private static func bit(_ flag: Flag) -> UInt32 { 1 << UInt32(order.firstIndex(of: flag) ?? order.count) }

    /// Whether there are none.
    public var isEmpty: Bool { bits == 0 }

    /// The flag if `condition` holds, or none.
    init(_ flag: Flag, if condition: Bool) { insert(flag, if: condition) }

    /// Adds a flag.
    public mutating func insert(_ flag: Flag) { bits |= Self.bit(flag) }

    /// Adds a flag if `condition` holds.
    mutating func insert(_ flag: Flag, if condition: Bool) {
        if condition { insert(flag) }
    }

    /// Whether the flag is set.
    public func contains(_ flag: Flag) -> Bool { bits & Self.bit(flag) != 0 }

    /// The flags' words, sorted: the order in which they are stored.
    public var words: [String] {
        isEmpty ? [] : Flag.allCases.filter(contains).map(\.rawValue)
    }
}
