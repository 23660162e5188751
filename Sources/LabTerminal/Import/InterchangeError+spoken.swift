internal import Interchange

extension InterchangeError {
    /// What is wrong, where, and what would be accepted, in the language in which labctl speaks.
    var spoken: String {
        (place.map { localized("\($0): ", it: "\($0.italian): ") } ?? "") + spokenWithoutPlace
    }

    /// What is wrong, and what would be accepted, in the language in which labctl speaks.
    var spokenWithoutPlace: String {
        let (detail, accepted) = Speech.isItalian ? italianWords : (detail, accepted)
        return detail + (accepted.map { localized("; accepted: ", it: "; accettato: ") + $0 } ?? "")
    }

    /// Names that the sheet or the mapping has are the same in all languages, and stand in `accepted`.
    private var italianWords: (detail: String, accepted: String?) {
        let value = value ?? ""
        return switch code {
        case .notAnEvent: ("la riga non è un evento del registro di labd", nil)
        case .outOfOrder: ("l'evento in posizione \(value) è fuori ordine", "eventi nell'ordine del registro")
        case .unknownField: ("un evento ha il campo \(value), per cui non c'è una colonna", nil)
        case .storeFailed: ("il file temporaneo dell'esportazione non è più completo", nil)
        case .notUTF8 where value.isEmpty: ("il testo è UTF-16", "UTF-8")
        case .notUTF8:
            (
                "il byte \(value) non è UTF-8",
                "UTF-8: salvare la tabella come \"CSV UTF-8\", o indicare encoding = \"windows-1252\" nella mappatura"
            )
        case .notWindows1252:
            ("il byte \(value) non è un carattere di Windows-1252", "UTF-8: salvare la tabella come \"CSV UTF-8\"")
        case .unclosedQuote:
            (
                "le virgolette che aprono la cella non sono mai chiuse",
                "virgolette di chiusura; raddoppiate quelle dentro la cella"
            )
        case .strayQuote:
            ("virgolette fuori posto nella cella", "celle tutte tra virgolette; raddoppiate quelle dentro la cella")
        case .strayReturn: ("un ritorno a capo incompleto", "righe che finiscono con LF o CR LF")
        case .rowTooLong:
            ("la riga è troppo lunga: non ha fine, o delle virgolette non sono mai chiuse", "righe di un vero foglio")
        case .wrongColumns:
            (
                "la riga ha \(value == "1" ? "1 cella" : "\(value) celle"), un numero diverso dalla prima riga",
                "tante celle quante nella prima riga"
            )
        case .badMapping: ("la mappatura si contraddice: \(value)", nil)
        case .wrongDelimiter:
            (
                "le celle del foglio sono separate da \(value), la mappatura dice altro",
                "delimiter = \(value) nella mappatura, o un foglio salvato come essa dice"
            )
        case .missingHeaderRow: ("il foglio è vuoto", "una riga di intestazioni")
        case .unknownHeader: ("la mappatura non ha una colonna \"\(value)\"", accepted)
        case .missingHeader: ("manca la colonna \"\(value)\"", "una colonna \"\(value)\"")
        case .repeatedHeader: ("l'intestazione \"\(value)\" è ripetuta", "ogni intestazione una volta sola")
        case .emptyCell: ("manca un valore", "un valore nella cella, o in una delle colonne da cui si forma l'id")
        case .wrongDay:
            (
                "\"\(value)\" non è un giorno nell'ordine che dice la mappatura",
                "AAAA-MM-GG, o giorno/mese/anno se la mappatura lo dice"
            )
        case .impossibleDay: ("\"\(value)\" non è nel calendario", "un giorno che esiste, dal 1900 al 9999")
        case .wrongClock: ("\"\(value)\" non è un'ora del giorno", "HH:MM da 00:00 a 23:59, senza secondi")
        case .wrongNumber:
            ("\"\(value)\" non è un numero come qui serve", "minuti interi, o ore come 7:30 se la colonna è di ore")
        case .decimalComma:
            ("\"\(value)\" ha una virgola decimale", "un numero senza virgola, o decimal = \",\" nella mappatura")
        case .unknownWord: ("la mappatura non conosce \"\(value)\"", accepted)
        case .emptyItem:
            ("\"\(value)\" ha un elemento vuoto", "elementi separati come dice la mappatura, nessuno vuoto")
        case .controlCharacter: ("la cella contiene un carattere di controllo", "testo su una riga")
        case .longID: ("l'id della riga avrebbe più di 64 caratteri", "un id da colonne meno numerose o più brevi")
        case .repeatedID:
            ("la riga ha lo stesso id, \(value), di una riga precedente", "colonne per l'id che distinguano le righe")
        }
    }
}

extension CSVPlace {
    /// `riga 3, colonna 2 (minuti), carattere 14`.
    fileprivate var italian: String {
        "riga \(line), colonna \(column)\(header.map { " (\($0))" } ?? ""), carattere \(character)"
    }
}
