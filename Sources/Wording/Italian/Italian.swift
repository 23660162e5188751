import Office

/// The Italian texts, in the words of a social-services office.
enum Italian: Texts {
    /// What a refusal calls a kind of thing.
    static func name(_ noun: Noun) -> String {
        switch noun {
        case .about: "riferimento"
        case .case: "caso"
        case .contact: "contatto"
        case .enrolment: "presa di servizio"
        case .entry: "voce"
        case .finding: "rilievo"
        case .fund: "fondo"
        case .line: "azione"
        case .measure: "misura"
        case .mediation: "mediazione"
        case .person: "persona"
        case .phase: "fase"
        case .place: "sede"
        case .position: "posizione"
        case .proceeding: "procedimento"
        case .referral: "invio"
        case .report: "relazione"
        case .request: "richiesta"
        case .serviceRecord: "intervento"
        case .stream: "flusso"
        case .suspension: "sospensione"
        case .worker: "operatore"
        }
    }

    /// The kind of thing with its article: `il caso`.
    static func the(_ noun: Noun) -> String { article(noun) + name(noun) }

    /// The kind of thing in the genitive: `del caso`.
    static func of(_ noun: Noun) -> String {
        switch article(noun) {
        case "il ": "del " + name(noun)
        case "la ": "della " + name(noun)
        default: "dell'" + name(noun)
        }
    }

    private static func article(_ noun: Noun) -> String {
        switch noun {
        case .about, .case, .contact, .finding, .fund, .proceeding, .stream: "il "
        case .enrolment, .entry, .measure, .mediation, .person, .phase, .place, .position, .report, .request,
            .suspension:
            "la "
        case .line, .referral, .serviceRecord, .worker: "l'"
        }
    }

    /// A number as Italians write it within a text: `10.080`.
    static func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let grouped = digits.enumerated().map { offset, digit in
            let isFirstOfThree = offset > 0 && (digits.count - offset).isMultiple(of: 3)
            return isFirstOfThree ? ".\(digit)" : String(digit)
        }
        return (number < 0 ? "-" : "") + grouped.joined()
    }

    /// An amount of time: `1 minuto`, `10.080 minuti`.
    static func minutes(_ minutes: Int) -> String { minutes == 1 ? "1 minuto" : number(minutes) + " minuti" }

    /// A code within a text: `educator` as `educatore professionale`.
    static func word(_ code: String) -> String { codes[code] ?? code }
}
