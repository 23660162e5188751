package import CivilTime

/// What a person is counted under: a line, a quarter, an age.
package struct ServedKey: Sendable, Hashable, BitwiseCopyable {
    /// The meaning of a key's number.
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// All whom a service counts for.
        case everyone
        /// All others who were served.
        case notCounted
        /// A line, or a place, by its symbol.
        case line, place
        /// A measure of the plan, by its place in it; `lineAndMeasure` with the symbol of a line.
        case measure, lineAndMeasure
        /// Quarters since year 0.
        case quarter
        /// An ``AgeBand``, by its place among all.
        case age
        /// A registered sex, by its place among all; -1 without one.
        case sex
        /// A nationality.
        case nationality
    }

    /// The services that count.
    package enum Scope: Sendable, Hashable, BitwiseCopyable {
        /// All.
        case all
        /// Those at a place.
        case place(Symbol)
        /// Those of a quarter, in quarters since year 0.
        case quarter(Int32)

        /// Those of a quarter.
        package static func quarter(_ quarter: Quarter) -> Scope {
            .quarter(Int32(quarter.year * 4 + quarter.quarter - 1))
        }
    }

    package let kind: Kind
    package let scope: Scope
    package let number: Int32
    /// The symbol of the line of a `lineAndMeasure`; otherwise 0.
    package let line: Int32

    init(_ kind: Kind, in scope: Scope, _ number: Int32 = 0, line: Int32 = 0) {
        self.kind = kind
        self.scope = scope
        self.number = number
        self.line = line
    }

    /// Whether one says that a person is counted, and the other that they are not.
    func contradicts(_ other: ServedKey) -> Bool {
        scope == other.scope
            && (kind == .everyone && other.kind == .notCounted || kind == .notCounted && other.kind == .everyone)
    }
}
