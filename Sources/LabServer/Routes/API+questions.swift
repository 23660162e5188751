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
        let settled = question
        let answer = try await threads.run(for: requester) { try self.answer(view, settled, $0) }
        return Response(json: answer, holding: threads.hold(answer.count, of: requester.account))
    }

    /// Who asks, and on which day: that of the clock, or of the last event in a simulated log, where no clock counts.
    func asker(_ sender: Sender) -> Asker {
        let office = writer.current.office
        let now = office.isSimulated ? office.time : writer.clock.believed(in: office)
        let sends = Role.allCases.filter { Permission.sending($0).isGranted(to: sender.roles) }
        return Asker(
            account: sender.account, roles: sender.roles, sends: Set(sends), today: EuropeRome.day(of: now))
    }

    /// Returns the answer of a view in canonical form: a cached one if it is still valid, or a new one, which is cached.
    func answer(_ view: any Answer.Type, _ question: Question, _ interest: Interest) throws -> [UInt8] {
        let edition = writer.current.edition
        let newest = writer.current.office
        let position = try writer.history.position(asOf: question.asOf, newest: newest)
        let key = AnswerCache.Key(
            view: view.name, question: question, position: position, newest: newest.position, edition: edition)
        if let known = answers[key] { return known }
        let office = try writer.history.office(at: position, newest, interest)
        let past = PublishedPast(history: writer.history, ledger: ledger, newest: newest, interest: interest)
        try interest.check()
        let answer = try JSON.canonicalBytes(encoding: view.init(office, question.settled(in: office), past))
        answers.keep(answer, for: key)
        return answer
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

    /// Refuses all parameters.
    func checkThatNothingIsAsked() throws(Refusal) {
        if let (name, _) = try parameters.first { throw .unknownParameter(name, known: []) }
    }
}

extension Instant {
    /// The beginning of its hour.
    fileprivate var wholeHour: Instant { Instant(microseconds: microseconds - microseconds % 3_600_000_000) }
}
