extension HeardText {
    /// Why labd could not read a data directory or its keys.
    static let databaseErrors = [
        Sentence("the keys cannot be used: %", "le chiavi non si possono usare: %"),
        Sentence(
            "% is missing, although there are keys of the same log; put it back",
            "% manca, benché ci siano chiavi dello stesso registro; rimetterlo al suo posto"),
        Sentence(
            "% is missing; put it back, or give the log's verifier key",
            "% manca; rimetterlo al suo posto, o indicare la chiave di verifica del registro"),
        Sentence("% does not have 32 bytes; put it back", "% non ha 32 byte; rimettere quello giusto"),
        Sentence("% is not an Ed25519 seed", "% non è un seme Ed25519"),
        Sentence(
            "it cannot be the name of the key that signs checkpoints: %",
            "non può essere il nome della chiave che firma i checkpoint: %"),
        Sentence("the key of the search index is missing", "manca la chiave dell'indice di ricerca"),
        Sentence(
            "the keys were written again, but that could not yet be made durable (%); labd tries again with the next command, "
                + "and at the next start",
            "le chiavi sono state riscritte, ma non ancora rese durevoli (%); labd riprova al prossimo comando e al prossimo "
                + "avvio"),
        Sentence(
            "process % is using the data in %; stop it first, or give another data directory",
            "il processo % sta usando i dati in %; prima fermarlo, o indicare un'altra cartella"),
        Sentence(
            "another process is using the data in %; stop it first, or give another data directory",
            "un altro processo sta usando i dati in %; prima fermarlo, o indicare un'altra cartella"),
        Sentence("there is neither a log/data.mdb nor a data.mdb", "non c'è né log/data.mdb né data.mdb"),
        Sentence(
            "cannot % %: %; run this as that account (runuser -u), which owns the data directory",
            "operazione % non riuscita su %: %; ripetere con quell'account (runuser -u), a cui appartiene la cartella dei dati"
        ),
        Sentence(
            "cannot % %: %; run this as the account that owns it, or change its owner or mode",
            "operazione % non riuscita su %: %; ripetere con l'account a cui appartiene, o cambiarne proprietario o permessi"
        ),
        Sentence(
            "cannot % %: %; name an existing one", "operazione % non riuscita su %: %; indicarne uno che esiste"),
        Sentence("cannot % %: %; name a directory", "operazione % non riuscita su %: %; indicare una cartella"),
        Sentence(
            "cannot % %: %; free some space", "operazione % non riuscita su %: %; liberare spazio"),
        Sentence("cannot % %: %", "operazione % non riuscita su %: %"),
        Sentence(
            "the log's database failed (%): its data.mdb is damaged; find out with labctl log verify --data what is lost, then "
                + "restore the last backup (labctl restore)",
            "la base di dati del registro non funziona (%): data.mdb è danneggiato; vedere con labctl log verify --data che "
                + "cosa è perso, poi ripristinare l'ultima copia (labctl restore)"),
        Sentence(
            "the log's database failed (%): check the disk, and whether the files belong to this account",
            "la base di dati del registro non funziona (%): controllare il disco, e se i file sono di questo account"),
    ]

    /// What the system says (strerror(3)), and what `SystemReason` says of the network.
    static let systemErrors = [
        Sentence("No such file or directory", "file o cartella inesistente"),
        Sentence("Permission denied", "permesso negato"),
        Sentence("Operation not permitted", "operazione non permessa"),
        Sentence("Is a directory", "è una cartella"),
        Sentence("Not a directory", "non è una cartella"),
        Sentence("File exists", "il file esiste già"),
        Sentence("Directory not empty", "la cartella non è vuota"),
        Sentence("No space left on device", "spazio esaurito sul disco"),
        Sentence("Disk quota exceeded", "quota del disco superata"),
        Sentence("File too large", "file troppo grande"),
        Sentence("Read-only file system", "file system in sola lettura"),
        Sentence("Input/output error", "errore di lettura o scrittura"),
        Sentence("File name too long", "nome di file troppo lungo"),
        Sentence("Too many levels of symbolic links", "troppi collegamenti simbolici"),
        Sentence("Too many open files", "troppi file aperti"),
        Sentence("Text file busy", "file in esecuzione"),
        Sentence("Device or resource busy", "dispositivo o risorsa occupati"),
        Sentence("Resource temporarily unavailable", "risorsa per ora non disponibile"),
        Sentence("Cannot allocate memory", "memoria insufficiente"),
        Sentence("Invalid argument", "argomento non valido"),
        Sentence("Bad file descriptor", "file non aperto"),
        Sentence("No such device or address", "dispositivo o indirizzo inesistente"),
        Sentence("No such device", "dispositivo inesistente"),
        Sentence("Operation not supported", "operazione non prevista"),
        Sentence("Exec format error", "il file non è un programma di questa macchina"),
        Sentence("Illegal seek", "posizione non raggiungibile nel file"),
        Sentence("Socket operation on non-socket", "non è un socket"),
        Sentence("Broken pipe", "nessuno legge più"),
        Sentence("Connection refused", "connessione rifiutata"),
        Sentence("Connection reset by peer", "connessione interrotta dall'altra parte"),
        Sentence("Connection timed out", "tempo di attesa scaduto"),
        Sentence("Address already in use", "indirizzo già in uso"),
        Sentence("Cannot assign requested address", "indirizzo non di questa macchina"),
        Sentence("No route to host", "la macchina non si raggiunge"),
        Sentence("Network is unreachable", "la rete non si raggiunge"),
        Sentence("there is no host with that name", "non c'è una macchina con questo nome"),
        Sentence("no answer came in time", "nessuna risposta in tempo"),
        Sentence("the connection was closed", "la connessione è stata chiusa"),
        Sentence("it was cancelled", "è stato annullato"),
        Sentence("an unexpected error (%)", "un errore imprevisto (%)"),
    ]
}
