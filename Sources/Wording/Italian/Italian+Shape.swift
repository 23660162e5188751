import CanonicalJSON
import Office

extension Italian {
    static func message(_ reason: ShapeReason, of field: String) -> Message {
        switch reason {
        case .notJSON(let error):
            Message("il comando non è JSON: \(text(error))", accepted: "un oggetto JSON (RFC 8259)")
        case .notAnObject: Message("un comando è un oggetto JSON", accepted: envelope)
        case .noSuchMember: Message("un comando non ha questo membro", accepted: envelope)
        case .noSuchCommand(let name):
            Message("il comando \(name) non esiste", accepted: "un nome del catalogo, come hours.log")
        case .noSuchField(let name): Message("il campo \(name) non esiste")
        case .tooManyFields: Message("i campi sono più di quelli di qualsiasi comando")
        case .tooManyElements(let count, let most):
            Message("\(field) ha \(number(count)) elementi", accepted: "al massimo \(number(most))")
        case .missing(let form): Message("manca \(field)", accepted: text(form))
        case .wrongType(let form): Message("\(field) non è del tipo giusto", accepted: text(form))
        case .impossible(let form): Message("\(field) non può avere questo valore", accepted: text(form))
        case .withheld(let reason):
            Message("\(field) non può avere questo valore", accepted: message(reason, of: field).accepted)
        case .unreadableFields: Message("i campi del comando non si possono rileggere")
        case .unreadableEvent: Message("l'evento non si può rileggere")
        }
    }

    /// Says why a text is not JSON.
    static func text(_ error: JSONError) -> String {
        switch error.code {
        case .truncated: "il testo finisce al byte \(error.offset), a metà di un valore"
        case .unexpected: "il byte \(error.offset) non è ammesso in quel punto"
        case .trailing: "dopo il valore c'è altro, dal byte \(error.offset)"
        case .invalidUTF8: "la stringa che finisce al byte \(error.offset) non è UTF-8"
        case .loneSurrogate: "prima del byte \(error.offset) un escape è la metà di una coppia"
        case .duplicateName(let name): "il nome \"\(name)\" compare due volte nel suo oggetto, al byte \(error.offset)"
        case .tooDeep: "liste e oggetti sono annidati troppo in profondità al byte \(error.offset)"
        case .notCanonical: "il testo non è in forma canonica (RFC 8785) al byte \(error.offset)"
        }
    }

    private static let envelope = #"{"id", "command", "data", "expect"?, "at"?}"#
}
