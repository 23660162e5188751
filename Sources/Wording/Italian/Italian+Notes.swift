import Views

extension Italian {
    static func text(_ note: Note) -> String {
        switch note {
        case .roundedMinutes:
            "ogni cifra è arrotondata una volta sola al minuto, a metà verso il pari; un totale può differire dalla somma "
                + "delle sue righe"
        case .roundedCents:
            "ogni cifra è la somma esatta delle sue voci, arrotondata una volta sola al centesimo, a metà verso il pari; "
                + "la somma delle righe può differire dal totale"
        case .personsOnce:
            "ogni persona conta una volta sola in ogni cifra, perciò la somma delle righe non dà il totale"
        case .personsAndHeads:
            "persone note e presenze non identificate non si sommano; ogni persona conta una volta sola in ogni cifra, "
                + "perciò la somma delle righe di persone non dà il totale"
        case .personsOfQuarter:
            "ogni persona conta una volta sola in un trimestre, e di nuovo in un altro; le cifre di persone e casi sono "
                + "quelle di \(PublishedQuarters.days) giorni dopo il trimestre, e non cambiano più"
        }
    }
}
