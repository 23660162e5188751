import CanonicalJSON
import LabAPI
import Office
import Testing

struct ProblemTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `a problem is written in canonical form, with its code at the top`() throws {
        let refusal = Refusal(.staleRevision, field: "expect", value: "\"a\"", "moved on", accepted: "2")
        let problem = Problem(refusal, id: "c-1")
        #expect(
            text(problem.bytes) == #"{"accepted":"2","code":"stale-revision","detail":"moved on","field":"expect","#
                + #""id":"c-1","status":409,"title":"Stale revision","type":"urn:labd:problem:stale-revision","#
                + #""value":"\"a\""}"#)
        guard case .object(let object) = try JSONReader.read(problem.bytes, as: .canonical) else {
            Issue.record("not an object")
            return
        }
        #expect(Problem(object) == problem)
    }

    @Test func `missing members of a problem are left out`() {
        #expect(
            text(Problem.internal.bytes)
                == #"{"code":"internal","detail":"labd could not answer; its log says why","status":500,"#
                + #""title":"Internal","type":"urn:labd:problem:internal"}"#)
    }

    @Test(arguments: [
        (Refusal.Code.malformed, 400), (.notPermitted, 403), (.unknown("worker"), 404), (.overlap, 409),
        (.tooLarge, 413), (.busy, 503),
    ])
    func `the status follows from the kind of fault`(code: Refusal.Code, status: Int) {
        #expect(Problem(Refusal(code, "x")).status == status)
    }

    @Test func `an answer is written in canonical form and read back`() throws {
        let answer = CommandAnswer(
            id: "c-1",
            events: [
                .init(
                    position: 3, revision: 1, subject: "person/p", type: "person.registered",
                    time: "2019-06-03T08:00:00.000000Z", flags: ["holiday-work", "late-entry"])
            ], isRepeated: true)
        #expect(
            text(answer.bytes) == #"{"events":[{"flags":["holiday-work","late-entry"],"position":3,"revision":1,"#
                + #""subject":"person/p","time":"2019-06-03T08:00:00.000000Z","type":"person.registered"}],"#
                + #""id":"c-1","repeated":true}"#)
        guard case .object(let object) = try JSONReader.read(answer.bytes, as: .canonical) else {
            Issue.record("not an object")
            return
        }
        #expect(CommandAnswer(object) == answer)
    }
}
