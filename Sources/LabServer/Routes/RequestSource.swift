import Hummingbird
import Logging
import Wording

/// What a request's context is made of: who asks, beside Hummingbird's own.
struct RequestSource: RequestContextSource {
    let peer: Peer
    let presence: Presence
    /// The language that problems are told in.
    let language: DisplayLanguage
    let logger: Logger
}

/// What a route knows of a request beside the request.
struct LabContext: RequestContext {
    typealias Source = RequestSource

    var coreContext: CoreRequestContextStorage
    /// The account at the other end.
    let peer: Peer
    /// Whether it is still there.
    let presence: Presence
    /// The language that problems are told in.
    let language: DisplayLanguage
    /// Who asks: the account, or the user for whom it speaks. Known once the request was let in.
    var sender: Sender
    /// Whose turn it is that the request is answered.
    var requester: Requester { Requester(account: sender.account, presence: presence) }

    init(source: RequestSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.peer
        presence = source.presence
        language = source.language
        sender = Sender(account: source.peer.account, roles: [])
    }
}
