import Views

extension English {
    static func text(_ note: Note) -> String {
        switch note {
        case .roundedMinutes:
            "each figure is rounded once, half to even, to the minute; a total may differ from the sum of its rows"
        case .roundedCents:
            "each figure is the exact sum of its entries, rounded once, half to even, to the cent; rows may not add up "
                + "to their total"
        case .personsOnce: "each person counts once in every figure, so rows do not add up to the total"
        case .personsAndHeads:
            "known persons and anonymous heads are not to be added; each person counts once in every figure, so rows "
                + "of persons do not add up to the total"
        case .personsOfQuarter:
            "each person counts once in a quarter, and again in another; figures of persons and cases are those of "
                + "\(PublishedQuarters.days) days after the quarter, and stay what they were"
        }
    }
}
