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
    /// The account that asks.
    let peer: Peer

    init(source: RequestSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.peer
    }
}
