/// The meaning of the words before a number or code: `tel.`, `C.F.`, `prot. n.`.
enum Label: Hashable {
    /// A telephone number, in any form.
    case telephone
    /// Somebody is to be called, if it looks like a telephone's.
    case call
    /// It is a tax code.
    case fiscal
    /// It is the number of a VAT subject.
    case vat
    /// It is a business's or a public body's.
    case organisation
    /// It is that of a person's document: passport, permit, identity card, driving licence.
    case document
    /// It is that of a protocol, an act or a project: no personal data.
    case reference
    /// A code of unknown kind.
    case code
    /// It is an amount of money.
    case amount
    /// No meaning: a word that may occur between a label and its number, as in `protocollo generale n. 12`.
    case link

    /// The nearest label among the `reach` words before `start`, links not counted, in the same line and with no
    /// other number between.
    ///
    /// A label for a reference or code counts only if nothing but linking words follows it: in `nota prot. di Anna 3471234567`,
    /// the number is Anna's.
    static func nearest(before start: Int, reach: Int, in text: Span<UInt8>) -> Label? {
        var words = WordsBefore(start)
        var isLinked = true
        var left = reach
        while left > 0, let word = words.next(in: text) {
            switch label(word, words, in: text) {
            case .link: continue
            case nil where word.count == 1: continue
            case .reference where isLinked: return .reference
            case .code where isLinked: return .code
            case nil, .reference, .code:
                isLinked = false
                left -= 1
            case let label?: return label
            }
        }
        return nil
    }

    /// Whether that label is among the `reach` words before `start`.
    func stands(before start: Int, reach: Int, in text: Span<UInt8>) -> Bool {
        var words = WordsBefore(start)
        for _ in 0..<reach {
            guard let word = words.next(in: text) else { return false }
            if Self.label(word, words, in: text) == self { return true }
        }
        return false
    }

    /// The label that a word is, the words before it being those that `rest` reads.
    private static func label(_ word: Range<Int>, _ rest: WordsBefore, in text: Span<UInt8>) -> Label? {
        guard word.count == 1 else { return words[Stem(text, word)] }
        // The last letter of `C.F.`, `P.I.`, `C.I.`, written in any way.
        var rest = rest
        guard let first = rest.next(in: text), first.count == 1 else { return nil }
        switch (text.byte(first.lowerBound) | 0x20, text.byte(word.lowerBound) | 0x20) {
        case (UInt8(ascii: "c"), UInt8(ascii: "f")): return .fiscal
        case (UInt8(ascii: "p"), UInt8(ascii: "i")): return .vat
        case (UInt8(ascii: "c"), UInt8(ascii: "i")): return .document
        // S.r.l., S.p.A., S.n.c., S.a.s.
        case (UInt8(ascii: "r"), UInt8(ascii: "l")), (UInt8(ascii: "p"), UInt8(ascii: "a")),
            (UInt8(ascii: "n"), UInt8(ascii: "c")), (UInt8(ascii: "a"), UInt8(ascii: "s")):
            return .organisation
        default: return nil
        }
    }

    private static let words: [Stem: Label] = {
        let lists: [(Label, String)] = [
            (
                .telephone,
                "tel telef telefono telefonico telefonici telefonica cell cellulare cellulari mobile mobil fax phone tlf sms "
                    + "whatsapp wapp wa utenza"
            ),
            (.call, "chiama chiamo chiamare chiamata chiamato contattare contatto recapito richiamare avvisare"),
            (.fiscal, "cf codfisc fiscale fisc provvisorio codf"),
            (.vat, "iva piva pi vat"),
            (
                .organisation,
                "ditta impresa azienda societa coop cooperativa srl spa snc sas onlus aps odv ente comune fornitore "
                    + "associazione fondazione consorzio istituto scuola provincia regione scarl gruppo operatore gestore banca "
                    + "farmacia studio unione parrocchia patronato caf"
            ),
            (
                .document,
                "passaporto passaporti passport pass pds patente patenti permesso permessi soggiorno identita identity ci cie "
                    + "carta carte doc documento documenti licence"
            ),
            (
                .reference,
                "prot protocollo protocolli protocollata pg cup cig rea fattura fatture mandato mandati reversale det "
                    + "determina determinazione delibera deliberazione dgr dgc ordinanza decreto impegno capitolo rep "
                    + "repertorio istat bando fascicolo pratica pratiche inventario ordine bolletta reg registro ddt "
                    + "ricevuta raccomandata sha hash uuid id ticket posizione matricola"
            ),
            (.code, "codice cod codici"),
            (
                .link,
                "nr num numero no del dello della dei di da il la al con rif ns vs in arrivo partenza uscita entrata generale "
                    + "gen interno unico comunale provinciale regionale informatico elettronico elettronica pagamento "
                    + "incasso dirigenziale giunta consiglio acquisto progetto fornitura ufficio univoco"
            ),
            (.amount, "euro eur importo budget totale spesa"),
        ]
        var words: [Stem: Label] = [:]
        for (label, list) in lists {
            for word in list.split(separator: " ") { words[Stem(word)] = label }
        }
        return words
    }()
}

/// A word's first seven letters, small, so that `telefono`, `telefoni` and `telefonare` are one.
private struct Stem: Hashable {
    private let letters: UInt64

    /// Returns the label of a word in a text. The word ends at the first character that is not an ASCII letter.
    init(_ text: Span<UInt8>, _ range: Range<Int>) {
        var letters: UInt64 = 0
        for index in range.prefix(7) {
            guard text.isLetter(index) else { break }
            letters = letters << 8 | UInt64(text.byte(index) | 0x20)
        }
        self.letters = letters
    }

    init(_ word: Substring) { letters = word.utf8.prefix(7).reduce(0) { $0 << 8 | UInt64($1) } }
}

/// The words before a position in a text, the nearest first.
private struct WordsBefore {
    private var end: Int
    private let limit: Int

    /// Finds the words within 56 bytes before `start`.
    init(_ start: Int) {
        end = start
        limit = max(0, start - 56)
    }

    /// The next one; nil at the line's beginning, and at a number or code, to which the words before it belong.
    mutating func next(in text: Span<UInt8>) -> Range<Int>? {
        while end > limit, !text.isWord(end - 1) {
            if text.byte(end - 1) == UInt8(ascii: "\n") { return nil }
            end -= 1
        }
        let last = end
        while end > limit, text.isWord(end - 1) {
            if text.isDigit(end - 1) { return nil }
            end -= 1
        }
        return end < last ? end..<last : nil
    }
}
