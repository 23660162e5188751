package import CivilTime

extension Nationality {
    /// Whether it is that of a member state of the European Union on a day, whose citizens the fund is not for
    /// (Reg. 516/2014 art. 2).
    func isOfTheUnion(on day: Day) -> Bool {
        switch code {
        case "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HU", "IE", "IT", "LT", "LU", "LV",
            "MT",
            "NL", "PL", "PT", "RO", "SE", "SI", "SK":
            true
        case "HR": day >= Self.croatianAccession
        // The withdrawal agreement took effect when 31 January had ended in Brussels (art. 185).
        case "GB": day < Self.britishWithdrawal
        default: false
        }
    }

    private static let croatianAccession = Day(year: 2013, month: 7, day: 1) ?? .earliest
    private static let britishWithdrawal = Day(year: 2020, month: 2, day: 1) ?? .earliest
}

extension Office {
    /// Whether all nationalities of a person, under all of their ids, are the Union's on a day. Those of `person` itself are
    /// `nationality` and `others` where these are given.
    package func isUnionCitizenOnly(
        _ person: Ref<Person>, on day: Day, nationality: Nationality? = nil, others: [Nationality]? = nil
    ) -> Bool {
        links.everyone(linkedWith: person).allSatisfy { id in
            let row = people[id]
            let first = (id == person ? nationality : nil) ?? row.nationality
            let more = (id == person ? others : nil) ?? otherNationalities(of: row)
            return ([first] + more).allSatisfy { $0.isOfTheUnion(on: day) }
        }
    }

    private func otherNationalities(of row: Person) -> [Nationality] {
        lists.values(row.otherNationalities, of: SymbolRow.self).compactMap { Nationality(symbols[$0]) }
    }
}
