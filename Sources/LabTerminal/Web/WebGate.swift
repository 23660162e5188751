internal import LabAPI
internal import NIOHTTP1
internal import Synchronization

/// Decides which requests `labctl web` passes on to labd: those of the browser in which the one address was opened that it
/// printed, made by its own pages, over a connection of the account that started it.
final class WebGate: Sendable {
    /// What happens to a request.
    enum Decision: Hashable {
        /// labd answers it, with these fields of its head.
        case passed([Field])
        /// The browser gets the cookie, and is led to the first page.
        case welcomed
        case refused(WebRefusal)
    }

    /// A field of a head.
    struct Field: Hashable {
        let name: String
        let value: String
    }

    /// The longest address of a request, in bytes.
    static let addressLimit = 8192

    private let port: Int
    private let owner: UInt32
    private let token = WebSecret()
    private let cookie = WebSecret()
    private let isTokenUsed = Atomic(false)

    /// A gate for requests to a port by an account.
    init(port: Int, owner: UInt32) {
        self.port = port
        self.owner = owner
    }

    /// The address that lets one browser in, once.
    var invitation: String { "http://127.0.0.1:\(port)/?token=\(token.text)" }

    /// The cookie for the browser that was let in. Browsers send a cookie to every port of a host, so its name has the port.
    var setCookie: String { "\(cookieName)=\(cookie.text); HttpOnly; SameSite=Strict; Path=/" }

    private var cookieName: String { "labctl-\(port)" }

    /// Decides about a request that came over a connection of an account; nil if the kernel did not say which.
    func decide(_ head: HTTPRequestHead, from account: UInt32?) -> Decision {
        guard account == owner else { return .refused(.otherAccount) }
        // A page of another site whose name was made to lead here has that site's name in Host.
        let hosts = head.headers["host"]
        guard hosts.count == 1, let host = hosts.first?.lowercased(),
            ["127.0.0.1:\(port)", "localhost:\(port)"].contains(host)
        else { return .refused(.otherHost) }
        guard head.uri.utf8.count <= Self.addressLimit else { return .refused(.tooLong) }
        let path = head.uri.prefix { $0 != "?" }
        if path == "/", let given = tokenGiven(in: head.uri) {
            return isWelcome(given, head) ? .welcomed : .refused(.usedToken)
        }
        guard hasCookie(head) else { return .refused(.noCookie) }
        if let refusal = refusal(of: head.method, at: path) { return .refused(refusal) }
        guard isOfThisSite(head, host) else { return .refused(.otherSite) }
        return .passed(fields(of: head, host))
    }

    private func tokenGiven(in address: String) -> Substring? {
        address.drop { $0 != "?" }.dropFirst().split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst(6)
    }

    /// Whether a token lets the browser in. A browser that only looks ahead, before anybody opens the address, does not use it
    /// up.
    private func isWelcome(_ given: Substring, _ head: HTTPRequestHead) -> Bool {
        guard head.method == .GET, head.headers["sec-purpose"].isEmpty, head.headers["purpose"].isEmpty,
            token.matches(given)
        else { return false }
        return isTokenUsed.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
    }

    /// Whether one of the cookies is the right one: a server on another port may have set one of the same name.
    private func hasCookie(_ head: HTTPRequestHead) -> Bool {
        head.headers["cookie"].flatMap { $0.split(separator: ";") }.contains { pair in
            let pair = pair.drop { $0 == " " }
            return pair.hasPrefix(cookieName + "=") && cookie.matches(pair.dropFirst(cookieName.count + 1))
        }
    }

    /// Why nothing is answered at a path; nil if something is.
    private func refusal(of method: HTTPMethod, at path: Substring) -> WebRefusal? {
        let lowered = path.lowercased()
        // labd might read such a path as another one.
        guard !["..", "//", "\\", "%2e", "%2f", "%5c"].contains(where: { lowered.contains($0) }) else {
            return .otherPath
        }
        let isPage = path == "/" || path == Paths.pages || path.hasPrefix(Paths.pages + "/")
        guard isPage || path.hasPrefix("/v1/") else { return .otherPath }
        return method == .GET || isPage && method == .POST ? nil : .otherMethod
    }

    /// Whether a page of this address, or a person, made the request. A page of another port of this host is another site's, but
    /// the browser sends it the cookie.
    private func isOfThisSite(_ head: HTTPRequestHead, _ host: String) -> Bool {
        let origins = head.headers["origin"].filter { $0 != "null" }
        guard origins.allSatisfy({ $0.lowercased() == "http://" + host }) else { return false }
        let sites = head.headers["sec-fetch-site"]
        guard sites.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else { return false }
        return head.method == .GET || !origins.isEmpty || sites == ["same-origin"]
    }

    /// The fields that labd is told: nothing by which a browser could speak for another account.
    private func fields(of head: HTTPRequestHead, _ host: String) -> [Field] {
        let names = ["accept", "accept-language", "content-type"]
        let origin = head.headers["origin"].first { $0 != "null" }
        return [Field(name: "host", value: host)] + (origin.map { [Field(name: "origin", value: $0)] } ?? [])
            + names.compactMap { name in
                let values = head.headers[name]
                return values.isEmpty ? nil : Field(name: name, value: values.joined(separator: ","))
            }
    }
}
