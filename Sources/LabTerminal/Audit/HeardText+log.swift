extension HeardText {
    /// What `LogFault` says of a line.
    static let logFaults = [
        Sentence(
            "the log has % lines; the last % are missing", "il registro ha % righe; le ultime % mancano"),
        Sentence("the log has % lines; there are % more", "il registro ha % righe; ce ne sono altre %"),
        Sentence("its bytes are not those that were recorded", "i suoi byte non sono quelli registrati"),
        Sentence(
            "a line that the log does not have; the true one follows at %",
            "una riga che il registro non ha; quella vera segue alla posizione %"),
        Sentence(
            "a second copy of line %; the true one follows at %",
            "una seconda copia della riga %; quella vera segue alla posizione %"),
        Sentence("a second copy of line % is in its place", "al suo posto c'è una seconda copia della riga %"),
        Sentence(
            "line % is here, and line % is at %", "qui c'è la riga %, e la riga % è alla posizione %"),
        Sentence("line % is in its place", "al suo posto c'è la riga %"),
        Sentence(
            "the line says of itself that it is at position %", "la riga dice di sé di essere alla posizione %"),
        Sentence(
            "it says that it was recorded before the line that precedes it",
            "dice di essere stata registrata prima della riga che la precede"),
        Sentence("there is no checkpoint that can be read", "non c'è un punto di controllo leggibile"),
        Sentence("the checkpoint does not verify: %", "il punto di controllo non si verifica: %"),
        Sentence(
            "the database cannot be read from here on: %", "da qui in poi la base di dati non si può leggere: %"),
        Sentence("the next line is that of position %", "la riga successiva è quella della posizione %"),
        Sentence("the line that follows is that of position %", "la riga che segue è quella della posizione %"),
        Sentence(
            "the log that was signed has % lines; the last % are missing",
            "il registro firmato ha % righe; le ultime % mancano"),
        Sentence("the log that was signed has % lines", "il registro firmato ha % righe"),
        Sentence(
            "it has % bytes, which is not a possible length of a line",
            "è di % byte, una lunghezza che una riga non può avere"),
        Sentence(
            "it does not end with its time and its type, as labd's lines do",
            "non finisce con l'istante e il tipo, come le righe di labd"),
        Sentence("its bytes are not those that the tree has", "i suoi byte non sono quelli dell'albero"),
        Sentence(
            "the lines and the tree agree with each other, but not with what was signed",
            "le righe e l'albero concordano fra loro, ma non con quanto firmato"),
        Sentence(
            "the line is as it was signed, but its leaf in the tree beside it is not",
            "la riga è quella firmata, ma la sua foglia nell'albero accanto no"),
        Sentence(
            "The log has only grown since the record; cosign its checkpoint and store the new record.",
            "il registro è soltanto cresciuto; controfirmare il suo punto di controllo e conservarlo"),
        Sentence(
            "The log is unchanged since the record; there is nothing to do.",
            "il registro non è cambiato; non c'è nulla da fare"),
        Sentence(
            "The log had % entries and now has %, so its end was cut off or it was replaced by an older copy; keep both signed "
                + "checkpoints, accept nothing new, and ask the operator for the missing entries.",
            "il registro aveva % righe e ora ne ha %: la fine è stata tolta, o è stato sostituito da una copia più vecchia; "
                + "conservare entrambi i punti di controllo firmati, non accettare nulla di nuovo e chiedere le righe mancanti "
                + "a chi gestisce il registro"),
        Sentence(
            "The log no longer shows the % entries that were recorded; keep both signed checkpoints and the proof as evidence, "
                + "fetch the proof again, and if it fails again trust nothing that the log has added since.",
            "il registro non mostra più le % righe registrate; conservare come prova entrambi i punti di controllo firmati e "
                + "la prova, chiederla di nuovo e, se ancora non regge, non fidarsi di nulla che il registro ha aggiunto da allora"
        ),
        Sentence(
            "The log continues as “%”, as it does after a restore that gave up entries; ask the operator what was given up, and "
                + "decide yourself whether to start a record of the new generation.",
            "il registro prosegue come “%”, come dopo un ripristino che ha rinunciato a righe; chiedere a chi lo gestisce a "
                + "quali, e decidere se cominciare a seguire la nuova generazione"),
        Sentence(
            "The checkpoint is of another log, so it says nothing about the recorded one; check where it was fetched from.",
            "il punto di controllo è di un altro registro, e non dice nulla di quello seguito; verificare da dove viene"
        ),
    ]

    /// What `TransparencyLogError` says, whose details follow.
    static let logErrors =
        [
            Sentence("not a %, line %: %", "forma non valida (%), riga %: %"),
            Sentence("not a %: %", "forma non valida (%): %"),
            Sentence("%: outside this tree, or any tree", "%: fuori da questo albero, o da ogni albero"),
            Sentence(
                "the proof has more or fewer hashes than its sizes require",
                "la prova ha più o meno hash di quanti ne richiedono le dimensioni"),
            Sentence("the proof does not lead to the root", "la prova non porta alla radice"),
            Sentence(
                "the signature by “%” is not that key's signature of this text",
                "la firma di “%” non è la firma di quella chiave su questo testo"),
            Sentence(
                "there is no signature by a key that is known and required",
                "manca la firma di una chiave nota e richiesta"),
            Sentence(
                "two different keys called “%” have the same id", "due chiavi diverse di nome “%” hanno lo stesso id"),
            Sentence("the checkpoint is of another log, “%”", "il punto di controllo è di un altro registro, “%”"),
            Sentence(
                "the id in the verifier key “%” does not follow from its name and public key",
                "l'id nella chiave di verifica “%” non segue dal nome e dalla chiave pubblica"),
            Sentence(
                "keys of the signature type % cannot be used here",
                "qui non si possono usare chiavi con il tipo di firma %"),
            Sentence(
                "the key “%” did not produce an Ed25519 signature", "la chiave “%” non ha prodotto una firma Ed25519"),
        ] + formats + details

    /// The formats, by their names in sentences.
    private static let formats = [
        Sentence("key name", "nome di chiave"), Sentence("verifier key", "chiave di verifica"),
        Sentence("note", "nota firmata"), Sentence("checkpoint", "punto di controllo"),
        Sentence("cosignature", "controfirma"), Sentence("proof", "prova"),
        Sentence("tile path", "percorso di un blocco"),
        Sentence("entry bundle", "gruppo di righe"), Sentence("bytes", "byte"), Sentence("signatures", "firme"),
        Sentence("hashes", "hash"), Sentence("entries", "righe"),
        Sentence("bytes of extra data", "byte di dati aggiuntivi"), Sentence("bytes in an entry", "byte in una riga"),
    ]

    private static let details = [
        Sentence("it has no signature", "non ha firme"),
        Sentence("no empty line separates text and signatures", "nessuna riga vuota separa il testo dalle firme"),
        Sentence("it is empty or has a line break", "è vuota o contiene un ritorno a capo"),
        Sentence("it is empty", "è vuoto"),
        Sentence(
            "it has a space, a plus sign or a control character",
            "contiene uno spazio, un segno più o un carattere di controllo"),
        Sentence("it has a control character", "contiene un carattere di controllo"),
        Sentence("it is not UTF-8", "non è UTF-8"),
        Sentence("an Ed25519 public key has 32 bytes", "una chiave pubblica Ed25519 ha 32 byte"),
        Sentence(
            "expected a name, an id and a key joined by plus signs",
            "attesi un nome, un id e una chiave uniti da segni più"),
        Sentence(
            "expected a key id of eight hexadecimal digits", "atteso un id di chiave di otto cifre esadecimali"),
        Sentence("expected a signature type and a public key", "attesi un tipo di firma e una chiave pubblica"),
        Sentence("a signature is empty", "una firma è vuota"),
        Sentence("a signature is too short", "una firma è troppo corta"),
        Sentence(
            "expected a signature line: an em dash and a space", "attesa una riga di firma: una lineetta e uno spazio"),
        Sentence(
            "expected a key name, a space and a signature", "attesi un nome di chiave, uno spazio e una firma"),
        Sentence("the text does not end in a newline", "il testo non finisce con un ritorno a capo"),
        Sentence("the text ends before the line does", "il testo finisce prima della riga"),
        Sentence(
            "expected a time from 0 on and a signature of 64 bytes",
            "attesi un istante da 0 in su e una firma di 64 byte"),
        Sentence("the time is beyond 2^63 − 1", "l'istante è oltre 2^63 − 1"),
        Sentence(
            "expected tile/, a level or entries, and a number", "attesi tile/, un livello o entries, e un numero"),
        Sentence("expected a level of 0 to 63", "atteso un livello da 0 a 63"),
        Sentence(
            "expected a number like x001/x234/067, with .p/ and 1–255 if partial",
            "atteso un numero come x001/x234/067, con .p/ e 1–255 se parziale"),
        Sentence("expected an even number of digits", "atteso un numero pari di cifre"),
        Sentence("expected the digits 0–9 and a–f", "attese le cifre 0–9 e a–f"),
        Sentence("expected a multiple of four characters", "attesi caratteri in numero multiplo di quattro"),
        Sentence("expected A–Z, a–z, 0–9, + and /", "attesi A–Z, a–z, 0–9, + e /"),
        Sentence("bits that stand for nothing are set", "ci sono bit che non significano nulla"),
        Sentence("expected % characters of base64", "attesi % caratteri di base64"),
        Sentence(
            "expected the old size, decimal, without leading zeroes",
            "attesa la dimensione precedente, decimale, senza zeri iniziali"),
        Sentence(
            "expected the size, decimal, without leading zeroes", "attesa la dimensione, decimale, senza zeri iniziali"),
        Sentence(
            "expected the index, decimal, without leading zeroes", "atteso l'indice, decimale, senza zeri iniziali"),
        Sentence(
            "expected the time, decimal, without leading zeroes", "atteso l'istante, decimale, senza zeri iniziali"),
        Sentence("expected the root, 32 bytes in base64", "attesa la radice, 32 byte in base64"),
        Sentence("expected extra data in base64", "attesi dati aggiuntivi in base64"),
        Sentence("expected 32 bytes in base64", "attesi 32 byte in base64"),
        Sentence("expected an empty line", "attesa una riga vuota"),
        Sentence("expected “%” and a space", "attesi “%” e uno spazio"),
        Sentence("expected “%”", "atteso “%”"),
        Sentence("expected % bytes", "attesi % byte"),
    ]

    /// What `WitnessError` says.
    static let witnessErrors = [
        Sentence("not an add-checkpoint request, line %: %", "non è una richiesta add-checkpoint, riga %: %"),
        Sentence("not an add-checkpoint request: %", "non è una richiesta add-checkpoint: %"),
        Sentence("the add-checkpoint request has more than % %", "la richiesta add-checkpoint ha più di % %"),
        Sentence("this witness does not know the log “%”", "questo testimone non conosce il registro “%”"),
        Sentence(
            "the checkpoint has no valid signature by the log's key “%”",
            "il punto di controllo non ha una firma valida della chiave del registro “%”"),
        Sentence("the old size is negative", "la dimensione precedente è negativa"),
        Sentence(
            "the old size % is greater than the checkpoint's, %",
            "la dimensione precedente, %, supera quella del punto di controllo, %"),
        Sentence(
            "the old size is not that of the checkpoint cosigned last, %",
            "la dimensione precedente non è quella dell'ultimo punto di controllo controfirmato, %"),
        Sentence(
            "another root was cosigned for the size %: the log shows two histories",
            "per la dimensione % è stata controfirmata un'altra radice: il registro mostra due storie"),
        Sentence(
            "the proof does not lead from the size % to the size %",
            "la prova non porta dalla dimensione % alla dimensione %"),
        Sentence(
            "the witness's key “%” did not produce a valid cosignature",
            "la chiave del testimone “%” non ha prodotto una controfirma valida"),
        Sentence(
            "the file was altered or is not a witness's record, line %: %",
            "il file è stato alterato o non è di un testimone, riga %: %"),
        Sentence(
            "the file was altered or is not a witness's record: %",
            "il file è stato alterato o non è di un testimone: %"),
        Sentence(
            "the file was altered or is another witness's record: %",
            "il file è stato alterato o è di un altro testimone: %"),
        Sentence("the file was altered since it was stored: %", "il file è stato alterato dopo la scrittura: %"),
        Sentence("it has more than % bytes", "ha più di % byte"),
        Sentence(
            "it contains something other than the two signatures and their time",
            "contiene altro oltre alle due firme e al loro istante"),
        Sentence(
            "its log's key is not the known key of “%”", "la chiave del suo registro non è quella nota di “%”"),
        Sentence(
            "its witness's key is not the known key of “%”", "la chiave del suo testimone non è quella nota di “%”"),
        Sentence("the % has more than % %", "%: più di % %"),
    ]
}
