import CanonicalJSON
import Testing

struct JSONReaderTests {
    static func strict(_ text: String) throws(JSONError) -> JSON { try JSONReader.read(Array(text.utf8), as: .strict) }
    static func canonical(_ text: String) throws(JSONError) -> JSON {
        try JSONReader.read(Array(text.utf8), as: .canonical)
    }

    @Test func `every kind of value is read`() throws {
        let text = #" { "b" : [ 1 , -2 , true , false , null ] , "a" : "x\u00e8\ud83d\ude00\/" , "c" : { } } "#
        #expect(
            try Self.strict(text)
                == ["b": [1, -2, true, false, .null], "a": "xè😀/", "c": [:]])
    }

    @Test(arguments: [
        ("9007199254740991", JSON.integer(9_007_199_254_740_991)),
        ("-9007199254740991", .integer(-9_007_199_254_740_991)),
        ("9007199254740992", .number("9007199254740992")),
        ("123456789012345678901234567890", .number("123456789012345678901234567890")),
        ("1.5", .number("1.5")), ("1e3", .number("1e3")), ("-0", .integer(0)), ("0", .integer(0)),
    ])
    func `numbers are whole and exact or kept as text`(text: String, value: JSON) throws {
        #expect(try Self.strict(text) == value)
    }

    @Test(arguments: [
        ("", JSONError.Code.truncated), ("{", .truncated), (#"{"a""#, .truncated), (#"{"a":1"#, .truncated),
        (#""abc"#, .truncated),
        ("[1,", .truncated), ("tru", .truncated), ("-", .truncated), ("1.", .truncated), (#""\u12"#, .truncated),
        ("01", .unexpected), ("[1,]", .unexpected), ("{,}", .unexpected), (#"{"a":1,}"#, .unexpected),
        ("+1", .unexpected),
        ("'a'", .unexpected), ("NaN", .unexpected), ("\"a\nb\"", .unexpected), (#""\x""#, .unexpected),
        ("nul1", .unexpected),
        ("1 2", .trailing), ("{}{}", .trailing),
        (#""\ud800""#, .loneSurrogate), (#""\udc00x""#, .loneSurrogate), (#""\ud800\u0041""#, .loneSurrogate),
        (#"{"a":1,"a":2}"#, .duplicateName("a")), (#"{"a":1,"b":{"c":1,"\u0063":2}}"#, .duplicateName("c")),
    ])
    func `what is not JSON is refused with its reason`(text: String, code: JSONError.Code) {
        let error = #expect(throws: JSONError.self) { try Self.strict(text) }
        #expect(error?.code == code)
    }

    @Test func `a name that is repeated among many is refused`() {
        let members = (0..<500).map { #""n\#($0)":0"# } + [#""n250":1"#]
        let error = #expect(throws: JSONError.self) { try Self.strict("{" + members.joined(separator: ",") + "}") }
        #expect(error?.code == .duplicateName("n250"))
    }

    @Test func `names that only look alike are different names`() throws {
        // Precomposed and decomposed: canonically equivalent, yet different member names.
        let value = try Self.strict("{\"\u{E8}\":1,\"e\u{300}\":2}")
        guard case .object(let object) = value else { return #expect(Bool(false)) }
        #expect(object.members.count == 2)
    }

    @Test func `nesting of ten thousand is refused, not followed`() {
        for open in ["[", #"{"a":"#] {
            let error = #expect(throws: JSONError.self) { try Self.strict(String(repeating: open, count: 10_000)) }
            #expect(error?.code == .tooDeep)
        }
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
    ])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(bytes, as: .strict) }
        #expect(error?.code == .invalidUTF8)
    }

    @Test(arguments: [
        " 1", "1 ", #"{"b":1,"a":2}"#, #"{"a": 1}"#, "[1, 2]", #""\/""#, #""\u0041""#, #""\u001F""#, #""\u0008""#, "-0",
        "1.0", "1e3",
        "9007199254740992", #""\ud83d\ude00""#, #"{"a":1,"a":1}"#,
    ])
    func `the canonical form accepts only itself`(text: String) {
        #expect(throws: JSONError.self) { try Self.canonical(text) }
    }

    @Test func `any one changed byte of a canonical text is refused or reads as another value`() throws {
        let text = Array(
            #"{"actor":"root","data":{"minutes":60,"on":"2019-06-03"},"flags":["late-entry"],"n":-5}"#.utf8)
        let value = try JSONReader.read(text, as: .canonical)
        for index in text.indices {
            for bit in 0..<8 {
                var changed = text
                changed[index] ^= UInt8(1) << UInt8(bit)
                let reread = try? JSONReader.read(changed, as: .canonical)
                #expect(reread != value)
            }
        }
    }
}
