internal import LabAPI

extension ClientError {
    /// The message in the language in which labctl speaks: what happened and what to do.
    var spoken: String { localized(description, it: italian) }

    private var italian: String {
        let said = reason.map { " (\(HeardText.quoted($0)))" } ?? ""
        return switch code {
        case .noSocket:
            "non c'è alcun socket in \(socket): avviare labd, o indicare il suo socket con --socket o LABD_SOCKET"
        case .refused:
            "nessun processo è in ascolto su \(socket): labd è fermo; riavviarlo"
        case .notPermitted where reason != nil:
            "questo account non può entrare in \(reason ?? ""), che è sul percorso di \(socket): usare un altro account, o "
                + "dare a questo l'accesso alla cartella (chgrp, chmod g+x)"
        case .notPermitted:
            "questo account non può aprire \(socket): deve far parte del gruppo del socket (su un server: adduser NOME "
                + "labd-users), e poi accedere di nuovo"
        case .pathTooLong:
            "il percorso \(socket) è di \(socket.utf8.count) byte, ma quello di un socket ne ha al più "
                + "\(Self.longestPath): sceglierne uno più breve"
        case .unreachable:
            "\(socket) non si raggiunge\(said): verificare che labd sia in funzione"
        case .notHTTP:
            "il server in \(socket) non parla HTTP/1.1\(said): è il socket di labd?"
        case .closedEarly:
            "labd ha chiuso la connessione in \(socket) prima di completare la risposta\(said): i comandi che hanno avuto "
                + "risposta sono registrati; inviare di nuovo gli stessi non fa danni"
        }
    }
}
