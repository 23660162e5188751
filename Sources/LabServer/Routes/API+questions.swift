import EventFormat
import CanonicalJSON
import CivilTime
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LabAPI
import Ledger
import NIOCore
import Office
import ServiceSupport
import Views
import Wording

extension API {
    /// Answers a view from the published office, or from an earlier one.
    func answer(_ view: any Answer.Type, _ request: Request, _ context: LabContext) async throws -> Response {
        let requester = context.requester
        var question = try Question(parameters: try request.parameters, to: view)
        // The account whom the kernel or the front-end names, whatever the request says.
        if view.dependsOnAsker { question.asker = asker(context.sender) }
        let asked = question
        if request.headers.contains(.ifNoneMatch), !asked.needsLog {
            let tag = answers.tag(of: try self.asked(view, asked).key)
            if request.hasAnswer(of: tag) { return Response(status: .notModified, headers: [.eTag: tag]) }
        }
        if let ready = try ready(view, asked, requester) { return Response(ready) }
        let (answer, tag) = try await threads.run(for: requester) { try self.answer(view, asked, $0) }
        return Response(
            ReadyAnswer(bytes: answer, tag: tag, hold: threads.hold(answer.readableBytes, of: requester.account)))
    }

    /// Returns an answer that takes no time: one that is known, or one that is computed in less than the way to a thread and back
    /// takes. Nil if there is none, or if the account has too much that it has not read.
    private func ready(
        _ view: any Answer.Type, _ question: Question, _ requester: Requester
    ) throws -> ReadyAnswer? {
        guard !question.needsLog else { return nil }
        let asked = try asked(view, question)
        if let known = answers.answer(to: asked.key, at: asked.position) {
            return threads.holdNow(known.readableBytes, of: requester.account).map {
                ReadyAnswer(bytes: known, tag: answers.tag(of: asked.key), hold: $0)
            }
        }
        guard view.isShort, question.asOf == nil, threads.mayRead(requester.account) else { return nil }
        let answer = try compute(view, question, asked, Interest(requester.presence))
        return ReadyAnswer(
            bytes: answer, tag: answers.tag(of: asked.key),
            hold: threads.hold(answer.readableBytes, of: requester.account))
    }

    /// As above, to a question that was read from a path.
    func ready(_ read: ReadQuestion, _ sender: Sender, _ presence: Presence) throws -> ReadyAnswer? {
        var question = read.question
        if read.view.dependsOnAsker { question.asker = asker(sender) }
        return try ready(read.view, question, Requester(account: sender.account, presence: presence))
    }

    /// Who asks, and on which day: that of the clock, or of the last event in a simulated log, where no clock counts.
    func asker(_ sender: Sender) -> Asker {
        let office = writer.current.office
        let now = office.isSimulated ? office.time : writer.clock.believed(in: office)
        let sends = Role.allCases.filter { Permission.sending($0).isGranted(to: sender.roles) }
        return Asker(
            account: sender.account, roles: sender.roles, sends: Set(sends), today: EuropeRome.day(of: now))
    }

    /// A question as it is asked now.
    private struct Asked {
        let key: AnswerCache.Key
        let newest: Office
        /// The position that the answer states.
        let position: Int
    }

    private func asked(_ view: any Answer.Type, _ question: Question) throws -> Asked {
        // The edition first: if the office is replaced in between, the answer is kept under one that is no longer asked for.
        let edition = writer.current.edition
        let newest = writer.current.office
        let position = try writer.history.position(asOf: question.asOf, newest: newest)
        let key =
            question.asOf == nil
            ? AnswerCache.Key(view, question.settled(in: newest), newest: newest, edition: edition)
            : AnswerCache.Key(view, question, position: position, newest: newest, edition: edition)
        return Asked(key: key, newest: newest, position: position)
    }

    /// Returns the answer of a view in canonical form, and its entity tag: a cached one if it is still valid, or a new one, which
    /// is cached.
    func answer(
        _ view: any Answer.Type, _ question: Question, _ interest: Interest
    ) throws -> (bytes: ByteBuffer, tag: String) {
        let asked = try asked(view, question)
        let answer =
            try answers.answer(to: asked.key, at: asked.position) ?? compute(view, question, asked, interest)
        return (answer, answers.tag(of: asked.key))
    }

    /// Computes an answer, and keeps it.
    private func compute(
        _ view: any Answer.Type, _ question: Question, _ asked: Asked, _ interest: Interest
    ) throws -> ByteBuffer {
        let office = try writer.history.office(at: asked.position, asked.newest, interest)
        let past = PublishedPast(history: writer.history, ledger: ledger, newest: asked.newest, interest: interest)
        try interest.check()
        let answer = try JSON.canonicalBytes(encoding: view.init(office, question.settled(in: office), past))
        return answers.keep(answer, for: asked.key, at: asked.position)
    }

    /// The plan in force: that of the last adoption, as it was sent.
    func plan(_ request: Request, _ requester: Requester) async throws -> Response {
        try request.checkThatNothingIsAsked()
        return try await threads.run(for: requester) { _ in try planInForce() }
    }

    private func planInForce() throws -> Response {
        for position in try ledger.stream("project").reversed() {
            guard let event = try ledger.event(at: position), event.type == Plan.adoption.event,
                let plan = event.data["plan"]
            else { continue }
            return Response(json: plan)
        }
        throw Refusal(.plan(.noneForQuestion))
    }

    /// Answers whether labd accepts commands, and the position of its log.
    ///
    /// Only accounts that may see events are told the exact time of the last event. With it, others could use the hashes of
    /// lines to confirm guesses about the rest.
    func health(_ request: Request, _ sender: Sender, _ language: DisplayLanguage) throws -> Response {
        try request.checkThatNothingIsAsked()
        let office = writer.current.office
        let isToldExactly = Permission.views.isGranted(to: sender.roles) || Permission.keys.isGranted(to: sender.roles)
        let time = isToldExactly ? office.time : office.time.wholeHour
        let refusal = writer.refusal
        let isStopping = stop.isGiven
        var answer: JSONObject = [
            "position": .integer(Int64(office.position)), "simulated": .bool(office.isSimulated),
            "status": .string(isStopping ? "stopping" : refusal == nil ? "ok" : "refusing-commands"),
            "time": .string(time.description), "version": .string(Version.current),
            "verified": .integer(Int64(ledger.verified)), "waiting": .integer(Int64(writer.waiting)),
        ]
        let damage = ledger.damage
        if !damage.isEmpty {
            answer.members.append(.init("damagedCount", .integer(Int64(damage.count))))
            answer.members.append(.init("damaged", .array(damage.prefix(20).map { .integer(Int64($0.position)) })))
        }
        if let reason = ledger.keys.unavailable { answer.members.append(.init("keysUnavailable", .string(reason))) }
        if let identity = office.identity { answer.members.append(.init("office", .string(identity))) }
        if let refusal {
            answer.members.append(.init("code", .string(refusal.code.word)))
            answer.members.append(.init("detail", .string(refusal.message(in: language).detail)))
        }
        return Response(
            status: isStopping || refusal != nil ? .serviceUnavailable : .ok,
            headers: HTTPFields(MediaTypes.json, in: language),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.canonicalBytes)))
    }
}

/// An answer to be sent, and what counts it as unread until it is written.
struct ReadyAnswer {
    let bytes: ByteBuffer
    let tag: String
    let hold: Lease

    var fields: HTTPFields { [.contentType: MediaTypes.json, .eTag: tag] }
}

/// A question as it is read from a request's path and query.
struct ReadQuestion {
    let view: any Answer.Type
    let question: Question

    private static let views = Dictionary(uniqueKeysWithValues: Views.Catalogue.views.map { (Paths.view($0.name), $0) })

    /// Nil for what is no view, and for what cannot be asked of it.
    init?(_ path: String) {
        let uri = URI(path)
        guard let view = Self.views[uri.path], let parameters = try? uri.parameters,
            let question = try? Question(parameters: parameters, to: view)
        else { return nil }
        (self.view, self.question) = (view, question)
    }

    func isAllowed(to sender: Sender) -> Bool { Permission.asking(view).isGranted(to: sender.roles) }
}

extension Question {
    /// Whether its moment must be looked up in the log.
    fileprivate var needsLog: Bool { if case .instant? = asOf { true } else { false } }
}

extension URI {
    /// The query's parameters, in order, decoded.
    ///
    /// - Throws: `invalid-value` where one is given twice: whichever value counted, somebody may have meant the other.
    var parameters: [(name: String, value: String)] {
        get throws(Refusal) {
            var parameters: [(name: String, value: String)] = []
            for (key, value) in queryParameters {
                let (name, value) = (String(key), String(value))
                guard !parameters.contains(where: { $0.name == name }) else { throw .givenTwice(name, value) }
                parameters.append((name, value))
            }
            return parameters
        }
    }
}

extension Request {
    /// The query's parameters, as ``URI/parameters``.
    var parameters: [(name: String, value: String)] { get throws(Refusal) { try uri.parameters } }

    /// Whether the sender has the answer of that entity tag, and wants only another one (RFC 9110 § 13.1.2).
    fileprivate func hasAnswer(of tag: String) -> Bool {
        headers[values: .ifNoneMatch].contains { $0.split(separator: ",").contains { $0.drop { $0 == " " } == tag } }
    }

    /// Refuses all parameters.
    func checkThatNothingIsAsked() throws(Refusal) {
        if let (name, _) = try parameters.first { throw .unknownParameter(name, known: []) }
    }
}

extension Response {
    /// The answer of a view, which is written piece by piece without a copy for each reader.
    fileprivate init(_ answer: ReadyAnswer) {
        let hold = answer.hold
        self.init(
            status: .ok, headers: answer.fields,
            body: ResponseBody(contentLength: answer.bytes.readableBytes) { writer in
                var rest = answer.bytes
                while let piece = rest.readSlice(length: min(rest.readableBytes, 1 << 17)), piece.readableBytes > 0 {
                    try await writer.write(piece)
                }
                withExtendedLifetime(hold) {}
                try await writer.finish(nil)
            })
    }
}

extension Instant {
    /// The beginning of its hour.
    fileprivate var wholeHour: Instant { Instant(microseconds: microseconds - microseconds % 3_600_000_000) }
}
