import Office

extension Italian {
    static func message(_ reason: ClockReason) -> Message {
        switch reason {
        case .doubted(let doubt, let day, let daysAhead):
            Message(
                "l'orologio della macchina segna il \(day), \(text(doubt, daysAhead)); ciò che segna resterebbe nel registro",
                accepted:
                    "lo stesso comando, dopo aver regolato l'orologio o, se è giusto, dopo la conferma di un "
                    + "amministratore (labctl clock confirm)")
        case .believed:
            Message(
                "labd si fida dell'orologio della macchina: non c'è nulla da confermare",
                accepted: "questo comando, quando altri sono respinti con clock-implausible")
        }
    }

    private static func text(_ doubt: DoubtedClock.Doubt, _ daysAhead: Int) -> String {
        switch doubt {
        case .before2019: "ma nessun registro di labd è così vecchio"
        case .yearsAhead: "\(number(daysAhead)) giorni dopo l'ultimo evento"
        case .ranAhead: "spostato avanti di più di un giorno mentre labd lavorava"
        case .unsynchronised:
            "\(number(daysAhead)) giorni dopo l'ultimo evento, e per il kernel nulla lo sincronizza"
        }
    }
}
