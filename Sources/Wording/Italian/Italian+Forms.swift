import Office

extension Italian {
    static func text(_ form: FieldForm) -> String {
        switch form {
        case .id: "id: da 1 a 64 tra A-Z a-z 0-9 . _ : -, senza - all'inizio"
        case .text: "testo da 1 a 500 caratteri, senza caratteri di controllo"
        case .minutes: "minuti interi, più di 0"
        case .count: "numero intero, 0 o più"
        case .cents: "centesimi di euro interi, più di 0"
        case .wholeNumber: "un numero intero"
        case .bool: "true·false"
        case .words(let words): words.joined(separator: "·")
        case .list(let element): "elenco di: " + text(element)
        case .ids: "un elenco di id"
        case .day: "giorno del calendario AAAA-MM-GG"
        case .month: "mese AAAA-MM"
        case .clock: "ora locale HH:MM"
        case .dayOfYear: "giorno dell'anno MM-GG"
        case .moment:
            "un momento (RFC 3339) con il fuso e al massimo sei decimali, come 2019-06-03T08:00:00Z o "
                + "2019-06-03T10:00:00+02:00"
        case .storedMoment: "AAAA-MM-GGTHH:MM:SS.ffffffZ"
        case .positionOrMoment:
            "una posizione (0, 1, 2…), o un istante con il fuso (2019-08-01T00:00:00Z, o +02:00)"
        case .revision: "una revisione, 0 o più"
        case .commandID: "un id che non sia labd e non inizi con labd:"
        case .language: "lingua (ISO 639-1), come ar"
        case .country: "paese (ISO 3166-1 alpha-2), XK Kosovo, XA apolide o XX cittadinanza non determinata"
        case .birthYear: "anno di nascita, dal 1900"
        case .stream: "flusso, come worker/sw-01 o project"
        case .scope: "\"all\", o un elenco di id"
        case .plan: "un piano (catalogo del piano: periodo, fondi, sedi, azioni, fasi, …)"
        case .span: "{from, to}: giorni, to non prima di from"
        case .object(let members): "{" + members.joined(separator: ", ") + "}"
        case .anyObject: "un oggetto JSON"
        case .numbers: "un oggetto di numeri interi"
        }
    }
}
