extension HeardText {
    /// What is wrong with the file of a mapping, and with values that TOML has and JSON does not.
    static let fileErrors = [
        Sentence("cannot be \"%\"", "non può essere \"%\""),
        Sentence("is missing", "manca"),
        Sentence("is not a text", "non è un testo"),
        Sentence("is not a whole number", "non è un numero intero"),
        Sentence("is neither true nor false", "non è né true né false"),
        Sentence("is not a list", "non è un elenco"),
        Sentence("is not a list of texts", "non è un elenco di testi"),
        Sentence("is not a table", "non è una tabella"),
        Sentence("is not a key of a mapping", "non è una chiave di una mappatura"),
        Sentence("the mapping names no command", "la mappatura non indica un comando"),
        Sentence("the mapping names no column", "la mappatura non indica colonne"),
        Sentence("the mapping has % twice", "la mappatura ha % due volte"),
        Sentence("the mapping sets the field % twice", "la mappatura dà il campo % due volte"),
        Sentence(
            "the prefix of ids has a character that an id must not contain",
            "il prefisso degli id ha un carattere che un id non può avere"),
        Sentence("the mapping makes the id from no column", "la mappatura non forma l'id da alcuna colonna"),
        Sentence(
            "the id is made from a column %, which the mapping does not name",
            "l'id si forma da una colonna %, che la mappatura non indica"),
        Sentence("the first year of % is not within 1900–9900", "il primo anno di % non è tra 1900 e 9900"),
        Sentence("the list in % has no separator", "l'elenco in % non ha un separatore"),
        Sentence("\"%\" is both yes and no", "\"%\" è sia sì sia no"),
        Sentence("the file is not a table", "il file non è una tabella"),
        Sentence("the file is not TOML that labctl can read", "il file non è TOML che labctl sappia leggere"),
        Sentence(
            "the file contains a value that a plan cannot contain: %",
            "il file contiene un valore che un piano non può avere: %"),
        Sentence(
            "the text ends at byte %, in the middle of a value", "il testo finisce al byte %, a metà di un valore"),
        Sentence("byte % is not allowed there in JSON", "il byte % lì non è ammesso in JSON"),
        Sentence(
            "something follows the JSON value, from byte % on", "dopo il valore JSON c'è altro, dal byte % in poi"),
        Sentence("the string that ends at byte % is not UTF-8", "il testo che finisce al byte % non è UTF-8"),
        Sentence(
            "an escape before byte % is half a surrogate pair",
            "una sequenza prima del byte % è metà di una coppia surrogata"),
        Sentence(
            "the name \"%\" is repeated in its object at byte %", "il nome \"%\" è ripetuto nel suo oggetto al byte %"),
        Sentence(
            "arrays and objects are nested too deeply at byte %",
            "troppi elenchi e oggetti l'uno dentro l'altro al byte %"),
        Sentence(
            "the text departs from canonical JSON (RFC 8785) at byte %",
            "il testo si scosta dal JSON canonico (RFC 8785) al byte %"),
    ]
}
