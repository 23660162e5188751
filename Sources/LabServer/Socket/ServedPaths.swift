import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// What a server answers: labd's paths, or those of a region.
struct ServedPaths: Sendable {
    /// Finds the answer to a request whose path and method are known.
    let routes: RouterResponder<LabContext>
    /// The method that a path takes; nil if there is no such path.
    let method: @Sendable (_ path: String) -> HTTPRequest.Method?
    /// Who may ask.
    let policy: LivePolicy
    let limits: Settings.Limits
    /// What connections are counted in.
    let metrics: Metrics
    /// The office of whose log this is a copy, in which nothing is recorded; nil where commands are taken.
    let copiedOffice: String?
    /// Makes the handler that answers on a connection's event loop what it can; nil if there is none.
    let direct: (@Sendable (Peer, Presence) -> any ChannelDuplexHandler)?
}

extension ServedPaths {
    /// labd's.
    init(_ api: API) {
        self.init(
            routes: api.router().buildResponder(),
            method: { path in API.route(of: path).map { HTTPRequest.Method($0.method) } },
            policy: api.policy, limits: api.limits, metrics: api.writer.metrics,
            copiedOffice: api.ledger.isCopy ? api.ledger.identity.office : nil,
            direct: { peer, presence in DirectHandler(api, peer, presence) })
    }
}
