import CanonicalJSON
import Testing

struct JSONMemberRangeTests {
    private static func value(_ path: [StaticString], _ text: String) -> String? {
        let bytes = Array(text.utf8)
        return JSON.range(ofMember: path, in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test func `a member is found behind values of every kind`() {
        let text =
            #"{"a":[{"position":1},["]"]],"b":"\"position\":2,\\","c":{"position":3,"x":{}},"d":null,"position":-45}"#
        #expect(Self.value(["position"], text) == "-45")
        #expect(Self.value(["c", "position"], text) == "3")
        #expect(Self.value(["c", "x"], text) == "{}")
        #expect(Self.value(["a"], text) == #"[{"position":1},["]"]]"#)
        #expect(Self.value(["b"], text) == #""\"position\":2,\\""#)
        #expect(Self.value(["d"], text) == "null")
    }

    @Test func `there is no range of a member that is not there, or not in an object`() {
        #expect(Self.value(["e"], #"{"a":1,"b":{"e":2}}"#) == nil)
        #expect(Self.value(["a", "e"], #"{"a":1}"#) == nil)
        #expect(Self.value(["a"], "{}") == nil)
        #expect(Self.value(["a"], "[1]") == nil)
        #expect(Self.value(["a"], "") == nil)
    }
}
