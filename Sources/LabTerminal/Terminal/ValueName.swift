/// What the values of options and arguments are called in help.
enum ValueName {
    /// Returns the name in the language in which labctl speaks. One that is the same in both stays as it is: `id`, `file`.
    static func spoken(_ english: String) -> String {
        Speech.isItalian ? italian[english] ?? english : english
    }

    /// Returns the English name of one that ``spoken(_:)`` returned. Of several English names with the same Italian, it returns
    /// the first: their values are of one kind.
    static func english(_ spoken: String) -> String {
        guard Speech.isItalian else { return spoken }
        return italian.filter { $0.value == spoken }.keys.min() ?? spoken
    }

    private static let italian = [
        "act": "atto", "activity": "attività", "at": "istante", "backup": "copia", "column": "colonna", "day": "giorno",
        "dir": "cartella", "directory": "cartella", "field,field": "campo,campo", "folder": "cartella",
        "format": "formato", "from": "posizione", "keep": "numero", "view": "vista", "kind": "tipo", "lines": "righe",
        "map": "mappatura",
        "month": "mese", "name": "nome", "number": "numero", "on": "giorno", "output": "file", "part": "parte",
        "path": "percorso", "person": "persona", "position": "posizione", "position,…": "posizione,…",
        "reason": "motivazione",
        "refused": "file", "report": "relazione",
        "reference": "riferimento", "saved": "file", "seconds": "secondi", "speed": "numero", "stream": "flusso",
        "subject": "flusso", "subcommands": "comandi", "to": "posizione", "type": "tipo", "witness": "testimone",
        "words": "parole", "worker": "operatore",
    ]
}
