import CivilTime

/// Parts of what an office holds, such as its hours. Answers say which of them they need (`Answer.needs` in the target `Views`),
/// so that an event leaves the answers valid that need nothing of what it changes.
///
/// Words, ids and the records of events belong to no part: once there, they stay as they are.
public struct OfficeParts: OptionSet, Sendable, Hashable {
    /// A bit for each part.
    public let rawValue: UInt16

    /// The parts of these bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The plan, suspensions, extensions, payments and proceedings.
    public static let project = OfficeParts(rawValue: 1 << 0)
    /// Workers with their terms, rates and absences.
    public static let workers = OfficeParts(rawValue: 1 << 1)
    /// Entries of hours, adjustments and declarations on months.
    public static let hours = OfficeParts(rawValue: 1 << 2)
    /// Persons, what links them, and what was destroyed of them.
    public static let people = OfficeParts(rawValue: 1 << 3)
    /// Contacts.
    public static let contacts = OfficeParts(rawValue: 1 << 4)
    /// Cases with their steps and households.
    public static let cases = OfficeParts(rawValue: 1 << 5)
    /// Mediations with their steps.
    public static let mediations = OfficeParts(rawValue: 1 << 6)
    /// Orientation sessions.
    public static let orientations = OfficeParts(rawValue: 1 << 7)
    /// Activities of the youth service.
    public static let activities = OfficeParts(rawValue: 1 << 8)
    /// Reports, claims and findings.
    public static let reports = OfficeParts(rawValue: 1 << 9)
    /// The local day of the last recording, up to which an answer counts that is not asked for a day.
    public static let today = OfficeParts(rawValue: 1 << 10)
    /// All parts.
    public static let everything = OfficeParts(rawValue: 1 << 11 - 1)
    /// All that is recorded for persons: what services are counted from.
    public static let services: OfficeParts = [.contacts, .cases, .mediations, .orientations, .activities]
}

/// The position of the last event that changed each part of an office.
///
/// What holds a part notes every change of it, so that a new command cannot forget to.
struct PartChanges: Sendable, Equatable {
    /// By the number of the part's bit; -1 if nothing has changed it.
    private var last = SIMD16<Int32>(repeating: -1)
    /// The position of the event that is being applied.
    private var position: Int32 = -1

    /// Begins an event. `time` is when the one before it was recorded.
    mutating func begin(_ mark: EventMark, after time: Instant) {
        position = Int32(mark.position)
        // A day begins with an hour, so most events need no look at the calendar.
        guard mark.time.microseconds / 3_600_000_000 != time.microseconds / 3_600_000_000 || position == 0 else {
            return
        }
        if position == 0 || EuropeRome.day(of: mark.time) != EuropeRome.day(of: time) { note(.today) }
    }

    /// Notes that the event changes a part.
    mutating func note(_ part: OfficeParts) { last[part.rawValue.trailingZeroBitCount] = position }

    /// Returns the position of the last event that changed one of these parts; -1 if none did.
    func last(of parts: OfficeParts) -> Int {
        var found = Int32(-1)
        for bit in 0..<16 where parts.rawValue & 1 << bit != 0 { found = max(found, last[bit]) }
        return Int(found)
    }
}

extension PartChanges: Codable {
    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        position = try container.decode(Int32.self)
        last = try container.decode(SIMD16<Int32>.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(position)
        try container.encode(last)
    }
}

extension Office {
    /// Returns the position of the last event that changed one of these parts; -1 if none did. Two offices of one log for which
    /// it is the same hold the same in these parts.
    public func lastChange(of parts: OfficeParts) -> Int { changes.last(of: parts) }
}
