import Hummingbird
import Logging

/// What a request's context is made of: who asks, beside Hummingbird's own.
struct RequestSource: RequestContextSource {
    let peer: Peer
    let logger: Logger
}

/// What a route knows of a request beside the request.
struct LabContext: RequestContext {
    typealias Source = RequestSource

    var coreContext: CoreRequestContextStorage
    /// The account at the other end.
    let peer: Peer
    /// Who asks: the account, or the user for whom it speaks. Known once the request was let in.
    var sender: Sender

    init(source: RequestSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.peer
        sender = Sender(account: source.peer.account, roles: [])
    }
}
