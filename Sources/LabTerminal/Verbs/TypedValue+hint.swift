internal import Office
internal import Wording

extension TypedValue {
    /// How the field is typed, for help, in the language in which labctl speaks: `WORKER`, `DAY`, `a|b|c`.
    static func hint(_ field: Fields.Description) -> String {
        // The hint for the id of something that exists is its kind, such as WORKER.
        let id = field.isCreated ? nil : field.reference.map { name(of: $0.subject) }
        return hint(field.kind, id: id ?? "ID", form: field.form)
    }

    private static func hint(_ kind: FieldKind, id: String, form: FieldForm) -> String {
        switch kind {
        case .id: id
        case .text: localized("TEXT", it: "TESTO")
        case .day: localized("DAY", it: "GIORNO")
        case .month: localized("YYYY-MM", it: "AAAA-MM")
        case .clock: "HH:MM"
        case .code: form.text(in: Speech.language)
        case .minutes: localized("MINUTES or H:MM", it: "MINUTI o H:MM")
        case .number: localized("NUMBER", it: "NUMERO")
        case .bool: "true|false"
        case .words(let words): words.joined(separator: "|")
        case .list(let element):
            if case .list(let one) = form {
                hint(element, id: id, form: one) + ",…"
            } else {
                hint(element, id: id, form: form) + ",…"
            }
        case .scope: localized("all or \(id),…", it: "all o \(id),…")
        case .object: "FILE.toml"
        }
    }

    /// What stands for the id of something of a kind.
    private static func name(of subject: Reference) -> String {
        let italian =
            switch subject {
            case .person, .participant, .leaver: "persona"
            case .worker, .assignee: "operatore"
            case .case: "caso"
            case .contact: "contatto"
            case .mediation: "mediazione"
            case .orientation: "orientamento"
            case .activity: "attività"
            case .serviceRecord: "prestazione"
            case .entry: "voce"
            case .referral: "segnalazione"
            case .measure: "provvedimento"
            case .suspension: "sospensione"
            case .proceeding: "procedimento"
            case .report: "relazione"
            case .finding: "rilievo"
            case .place: "sede"
            case .line: "azione"
            case .fund: "fondo"
            case .phase: "fase"
            case .planMeasure: "misura"
            case .stream: "flusso"
            case .position: "posizione"
            case .sealedField: "campo"
            case .code: "codice"
            }
        return localized(subject.rawValue, it: italian).uppercased()
    }
}
