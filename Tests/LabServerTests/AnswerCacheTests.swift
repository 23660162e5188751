import NIOCore
import Office
import Testing
import Views

@testable import LabServer

struct AnswerCacheTests {
    private static func key(_ state: AnswerCache.State, _ view: String = "compliance", edition: Int = 0)
        -> AnswerCache.Key
    {
        AnswerCache.Key(view: view, question: Question(), state: state, edition: edition)
    }

    private static func text(_ answer: ByteBuffer?) -> String? { answer.map { String(buffer: $0) } }

    @Test func `an answer about the present is given with the position at which it is asked`() {
        let cache = AnswerCache()
        let answer = #"{"a":[9,{"position":9}],"basis":{"on":"x","position":9},"position":9,"rows":["position"]}"#
        #expect(Self.text(cache.keep(Array(answer.utf8), for: Self.key(.change(7)), at: 9)) == answer)
        for position in [9, 12, 123_456, 123_457, 10] {
            let expected =
                #"{"a":[9,{"position":9}],"basis":{"on":"x","position":\#(position)},"position":\#(position),"#
                + #""rows":["position"]}"#
            #expect(Self.text(cache.answer(to: Self.key(.change(7)), at: position)) == expected)
        }
        #expect(cache.answer(to: Self.key(.change(8)), at: 12) == nil)
        #expect(cache.answer(to: Self.key(.change(7), edition: 1), at: 12) == nil)
        #expect(cache.answer(to: Self.key(.log(7, newest: nil)), at: 12) == nil)
        #expect(cache.answer(to: Self.key(.change(7), "caseload"), at: 12) == nil)
    }

    @Test func `an answer that is not about an object or states no position is given as it is`() {
        let cache = AnswerCache()
        _ = cache.keep(Array("[1]".utf8), for: Self.key(.change(0)), at: 1)
        #expect(Self.text(cache.answer(to: Self.key(.change(0)), at: 2)) == "[1]")
    }

    @Test func `answers that nobody asks for make room, and those that are asked for stay`() {
        let cache = AnswerCache()
        let answer = Array(repeating: UInt8(ascii: " "), count: 8 << 20)
        for number in 0..<100 {
            _ = cache.keep(answer, for: Self.key(.change(number)), at: 0)
            #expect(cache.answer(to: Self.key(.change(0)), at: 0) != nil)
            // At least half of the room is for the last ones.
            for last in max(0, number - 2)...number {
                #expect(cache.answer(to: Self.key(.change(last)), at: 0) != nil)
            }
        }
        let kept = (0..<100).filter { cache.answer(to: Self.key(.change($0)), at: 0) != nil }
        #expect(kept.count <= 8)
    }

    @Test func `no more than some thousands of answers are kept, however short`() {
        let cache = AnswerCache()
        for number in 0..<20_000 { _ = cache.keep([123, 125], for: Self.key(.change(number)), at: 0) }
        let kept = (0..<20_000).filter { cache.answer(to: Self.key(.change($0)), at: 0) != nil }
        #expect(kept.count >= 2_000)
        #expect(kept.count <= 4_096)
        #expect(kept.last == 19_999)
    }

    @Test func `an answer that is kept again replaces the one before`() {
        let cache = AnswerCache()
        _ = cache.keep(Array("[1]".utf8), for: Self.key(.log(1, newest: nil)), at: 1)
        _ = cache.keep(Array("[2]".utf8), for: Self.key(.log(1, newest: nil)), at: 1)
        #expect(Self.text(cache.answer(to: Self.key(.log(1, newest: nil)), at: 1)) == "[2]")
    }

    @Test func `a tag tells answers apart, also those of two runs`() {
        let cache = AnswerCache()
        let keys = [
            Self.key(.change(1)), Self.key(.change(2)), Self.key(.log(1, newest: nil)), Self.key(.log(1, newest: 2)),
            Self.key(.change(1), "caseload"), Self.key(.change(1), edition: 1),
        ]
        #expect(Set(keys.map(cache.tag)).count == keys.count)
        #expect(cache.tag(of: keys[0]) == cache.tag(of: keys[0]))
        #expect(cache.tag(of: keys[0]) != AnswerCache().tag(of: keys[0]))
        #expect(cache.tag(of: keys[0]).hasPrefix("W/\"1-"))
    }
}
