internal import NIOHTTP1

/// The reasons why `labctl web` does not pass a request on to labd.
enum WebRefusal: Hashable, CaseIterable {
    case otherAccount
    case otherHost
    case usedToken
    case noCookie
    case otherSite
    case otherPath
    case otherMethod
    case tooLong
    case bodyTooLong

    /// The HTTP status.
    var status: HTTPResponseStatus {
        switch self {
        case .otherAccount, .usedToken, .noCookie, .otherSite: .forbidden
        case .otherHost: .misdirectedRequest
        case .otherPath: .notFound
        case .otherMethod: .methodNotAllowed
        case .tooLong: .uriTooLong
        case .bodyTooLong: .payloadTooLarge
        }
    }

    /// What the person reads in the browser: what happened, and what to do.
    var spoken: String {
        switch self {
        case .otherAccount:
            localized(
                "This address answers only the account of this machine that started labctl web. Start labctl web of your own.",
                it:
                    "Questo indirizzo risponde solo all'account che ha avviato labctl web. Ogni account avvia il proprio."
            )
        case .otherHost:
            localized(
                "The pages are not at this name: open the address that labctl web printed, which begins with http://127.0.0.1.",
                it:
                    "Le pagine non sono a questo nome: aprire l'indirizzo mostrato da labctl web, che comincia con http://127.0.0.1."
            )
        case .usedToken:
            localized(
                "This address was already used, or is not the one that was printed. Each lets one browser in: start labctl web again.",
                it:
                    "L'indirizzo è già stato usato, o non è quello mostrato. Ognuno vale per un solo browser: avviare di nuovo labctl web."
            )
        case .noCookie:
            localized(
                "This browser was not let in: open the address that labctl web printed, or start labctl web again.",
                it:
                    "Questo browser non ha accesso: aprire l'indirizzo mostrato da labctl web, o avviare di nuovo labctl web."
            )
        case .otherSite:
            localized(
                "A page of another site asked for this, so nothing was done. If it is wanted, open it from the office's own pages.",
                it:
                    "La richiesta viene da una pagina di un altro sito, perciò nulla è stato fatto. Se serve, aprirla dalle pagine dell'ufficio."
            )
        case .otherPath:
            localized(
                "labctl web has nothing here: it shows /pages, and answers of labd under /v1.",
                it: "Qui labctl web non ha nulla: mostra /pages, e le risposte di labd sotto /v1.")
        case .otherMethod:
            localized(
                "Only pages take what is sent; everything else can only be read here.",
                it: "Solo le pagine accettano invii; tutto il resto qui si può solo leggere.")
        case .tooLong:
            localized(
                "The address is longer than \(WebGate.addressLimit) bytes.",
                it: "L'indirizzo supera \(WebGate.addressLimit) byte.")
        case .bodyTooLong:
            localized(
                "A form has at most \(WebConnection.bodyLimit) bytes: shorten a text, and send it again.",
                it: "Un modulo ha al massimo \(WebConnection.bodyLimit) byte: accorciare un testo e inviarlo di nuovo.")
        }
    }
}
