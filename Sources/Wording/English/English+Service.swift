import Office

extension English {
    static func message(_ reason: ServiceReason) -> Message {
        switch reason {
        case .tooManyWait:
            Message("more commands wait for the writer than labd holds", accepted: "the same command, a moment later")
        case .forgotten:
            Message(
                "the connection was closed before the command's turn came", accepted: "the same command, once more")
        case .stopping:
            Message(
                "labd is stopping and takes no more commands", accepted: "the same command, once labd runs again")
        case .tooManyRehearsals(let account, let most):
            Message(
                "the account \(account) rehearses \(most) bodies already",
                accepted: "the same body, once one of them has ended")
        case .tooManySearches(let account, let perMinute):
            Message(
                "the account \(account) has searched, or compared sealed values, as often as one may in a minute",
                accepted: "the same a moment later: \(perMinute) a minute (limits.searchesPerMinute)")
        case .dailyBytesUsed(let account, let used, let most):
            Message(
                "the account \(account) has recorded \(used) bytes today, which is what one may in a day",
                accepted: "the same command tomorrow, or once limits.accountDailyBytes, \(most), is higher")
        }
    }

    static func message(_ reason: SenderReason) -> Message {
        switch reason {
        case .roleMissing(let account, let roles, let needed):
            Message(
                "the account \(account) has "
                    + (roles.isEmpty ? "no role here" : "the role " + list(roles, " and ")),
                accepted: "an account with the role " + list(needed, " or "))
        case .notAFrontEnd(let account, let header):
            Message(
                "the account \(account) may not speak for others",
                accepted: "a request without \(header), or an account named in roles.fronts")
        case .noAccount:
            Message(
                "there is no account of that name on this machine",
                accepted: "the name of a user's account on this machine")
        case .notSpokenFor:
            Message(
                "no front-end speaks for this account", accepted: "the name of a user's account on this machine")
        case .severalUsers: Message("it came more than once", accepted: "one user's name")
        case .foreignPage:
            Message(
                "a page of another site sent this",
                accepted: "a request without Origin, or one whose Origin is the Host that it is sent to")
        case .copyOnly(let office):
            Message(
                "this is a copy of the log of \(shortened(office)), in which nothing is recorded and nothing sealed is opened",
                accepted: "the same at that office")
        case .reasonMissing:
            Message(
                "auditors and admins open what is sealed for a reason, which is recorded in clear",
                accepted: "a reason")
        }
    }

    static func message(_ reason: RequestReason, of field: String) -> Message {
        switch reason {
        case .notFound(let path, let known):
            Message(
                "there is nothing at \(shortened(path))",
                accepted: known.joined(separator: ", ") + " or a view under /v1/")
        case .methodNotAllowed(let method, let path, let allowed):
            Message("\(shortened(path)) does not take \(shortened(method))", accepted: allowed)
        case .unsupportedMediaType(let type, let path, let accepted):
            Message(
                "\(shortened(path)) does not take \(type.map(shortened) ?? "a body without a media type")",
                accepted: accepted.joined(separator: " or "))
        case .bodyTooLong(let most):
            Message("the body has more than \(most) bytes", accepted: "at most \(most) bytes")
        case .lineTooLong(let most):
            Message("the line has more than \(most) bytes", accepted: "at most \(most) bytes")
        case .tooSlow(let seconds):
            Message(
                "the request's body did not arrive within \(seconds) seconds",
                accepted: "the whole body within \(seconds) seconds")
        case .incomplete:
            Message(
                "what arrived is not a whole HTTP/1.1 request", accepted: "HTTP/1.1, the body as long as announced")
        case .failed: Message("labd could not answer; its log says why")
        case .notJSON(let error):
            Message("the body is not JSON: \(error)", accepted: "one JSON object (RFC 8259)")
        case .notAnObject: Message("the body is not a JSON object", accepted: "one JSON object (RFC 8259)")
        case .noSuchParameter(let name, let known):
            Message(
                "there is no parameter \(name) here",
                accepted: known.isEmpty ? "none" : known.joined(separator: ", "))
        case .notZeroOrOne: Message("\(field) cannot be that", accepted: "0 or 1")
        case .notAPosition: Message("that is not a position", accepted: "0 or more")
        case .onlyLinesRehearsed(let mediaType):
            Message("only a body of lines can be rehearsed", accepted: "the media type \(mediaType)")
        }
    }
}
