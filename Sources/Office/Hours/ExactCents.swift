/// Euro cents as an exact fraction, so that the costs of entries add up without loss and are rounded once.
///
/// The hourly rate is a 1,720th of the annual gross employment cost (Reg. 514/2014 art. 18), so at any rate every cost is a
/// whole number of 1/(1,720 × 60) cent, and sums stay exact.
public struct ExactCents: Sendable, Hashable {
    /// The hours of a year by which the annual cost is divided.
    public static let annualHours = 1720
    /// The denominator of all fractions of a cent: 1,720 hours of 60 minutes.
    public static let denominator = annualHours * 60

    // A day's minutes at the highest rate fill 44 bits, so that a sum in 64 would not hold a million of them.
    private var numerator: Int128

    /// No cost.
    public static let zero = ExactCents(minutes: 0, annualCostCents: 0)

    /// Creates the cost of minutes if a year costs `annualCostCents`.
    public init(minutes: Int, annualCostCents: Int) {
        numerator = Int128(minutes) * Int128(annualCostCents)
    }

    /// Adds another cost.
    public static func += (a: inout ExactCents, b: ExactCents) {
        a.numerator += b.numerator
    }

    /// The number of units of 1/103,200 cent, limited to the range of `Int`.
    public var fractions: Int { Int(clamping: numerator) }

    /// To the cent, half to even; kept within what an `Int` holds.
    public var rounded: Int { Int(clamping: numerator.dividedToEven(by: Int128(Self.denominator))) }
}

extension SignedInteger {
    /// Returns the quotient by a positive number, rounded half to even.
    func dividedToEven(by denominator: Self) -> Self {
        var (quotient, remainder) = quotientAndRemainder(dividingBy: denominator)
        if remainder < 0 { (quotient, remainder) = (quotient - 1, remainder + denominator) }
        let twice = 2 * remainder
        return twice > denominator || (twice == denominator && quotient % 2 != 0) ? quotient + 1 : quotient
    }
}
