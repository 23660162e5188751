/// What must be known of an answer's figures to read them rightly. Answers carry its word; `Wording` has the sentence.
public enum Note: String, Sendable, Hashable, CaseIterable {
    /// Figures of minutes are rounded once each, so that a total may differ from the sum of its rows.
    case roundedMinutes = "rounded-minutes"
    /// Costs are exact sums, rounded once each, so that rows may not add up to their total.
    case roundedCents = "rounded-cents"
    /// Each person counts once in every figure, so that rows do not add up to the total.
    case personsOnce = "persons-once"
    /// Persons and anonymous heads are not to be added, and each person counts once in every figure.
    case personsAndHeads = "persons-and-heads"
    /// Each person counts once in a quarter, and what was published of a quarter stays.
    case personsOfQuarter = "persons-of-quarter"
}
