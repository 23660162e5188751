import CanonicalJSON
import LabAPI
import Office
import Testing
import Wording

struct ProblemTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `a problem is written in canonical form, with its code at the top`() throws {
        let refusal = Refusal(
            .log(.stale(stream: "case/c-1", expected: 1, current: 2)), field: "expect", value: "1")
        let problem = Problem(refusal, id: "c-1", in: .english)
        #expect(
            text(problem.bytes) == #"{"accepted":"2, after a look at what has changed","code":"stale-revision","#
                + #""detail":"case/c-1 stands at revision 2, not 1","field":"expect","#
                + #""id":"c-1","status":409,"title":"Stale revision","type":"urn:labd:problem:stale-revision","#
                + #""value":"1"}"#)
        guard case .object(let object) = try JSONReader.read(problem.bytes, as: .canonical) else {
            Issue.record("not an object")
            return
        }
        #expect(Problem(object) == problem)
    }

    @Test func `missing members of a problem are left out`() {
        #expect(
            text(Problem(Refusal(.request(.failed)), in: .english).bytes)
                == #"{"code":"internal","detail":"labd could not answer; its log says why","status":500,"#
                + #""title":"Internal","type":"urn:labd:problem:internal"}"#)
    }

    @Test(arguments: [
        (Refusal.Code.malformed, 400), (.notPermitted, 403), (.unknown(.worker), 404), (.overlap, 409),
        (.tooLarge, 413), (.busy, 503),
    ])
    func `the status follows from the kind of fault`(code: Refusal.Code, status: Int) {
        #expect(code.kind.status == status)
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
