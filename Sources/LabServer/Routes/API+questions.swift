import EventFormat
import CanonicalJSON
import CivilTime
import HTTPTypes
import Hummingbird
import LabAPI
import Ledger
import NIOCore
import Office
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
        // An answer that is known needs none of the threads; one whose moment must be looked up in the log is found there.
        if case .instant? = asked.asOf {
        } else {
            let now = try self.asked(view, asked)
            let tag = answers.tag(of: now.key)
            if request.hasAnswer(of: tag) { return Response(status: .notModified, headers: [.eTag: tag]) }
            if let known = answers.answer(to: now.key, at: now.position),
                let hold = threads.holdNow(known.readableBytes, of: requester.account)
            {
                return Response(known, tag: tag, holding: hold)
            }
            // The way to a thread and back would take longer than such an answer.
            if view.isShort, asked.asOf == nil, threads.mayRead(requester.account) {
                let (answer, tag) = try self.answer(view, asked, Interest(requester.presence))
                return Response(
                    answer, tag: tag, holding: threads.hold(answer.readableBytes, of: requester.account))
            }
        }
        let (answer, tag) = try await threads.run(for: requester) { try self.answer(view, asked, $0) }
        return Response(answer, tag: tag, holding: threads.hold(answer.readableBytes, of: requester.account))
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
        let tag = answers.tag(of: asked.key)
        if let known = answers.answer(to: asked.key, at: asked.position) { return (known, tag) }
        let office = try writer.history.office(at: asked.position, asked.newest, interest)
        let past = PublishedPast(history: writer.history, ledger: ledger, newest: asked.newest, interest: interest)
        try interest.check()
        let answer = try JSON.canonicalBytes(encoding: view.init(office, question.settled(in: office), past))
        return (answers.keep(answer, for: asked.key, at: asked.position), tag)
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

extension Request {
    /// The query's parameters, in order, decoded.
    ///
    /// - Throws: `invalid-value` where one is given twice: whichever value counted, somebody may have meant the other.
    var parameters: [(name: String, value: String)] {
        get throws(Refusal) {
            var parameters: [(name: String, value: String)] = []
            for (key, value) in uri.queryParameters {
                let (name, value) = (String(key), String(value))
                guard !parameters.contains(where: { $0.name == name }) else { throw .givenTwice(name, value) }
                parameters.append((name, value))
            }
            return parameters
        }
    }

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
    /// The answer of a view, which is written piece by piece without a copy for each reader. `hold` is kept until it is written.
    fileprivate init(_ answer: ByteBuffer, tag: String, holding hold: Lease) {
        self.init(
            status: .ok, headers: [.contentType: MediaTypes.json, .eTag: tag],
            body: ResponseBody(contentLength: answer.readableBytes) { writer in
                var rest = answer
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
