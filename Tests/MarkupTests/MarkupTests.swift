import Markup
import Testing

@Suite("Markup") struct MarkupTests {
    @Test func escapesWhatIsInterpolated() {
        let name = "<script>alert('x')</script> & \"co\""
        let markup: Markup = "<td title=\"\(name)\">\(name)</td>"
        let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;co&quot;"
        #expect(markup.text == "<td title=\"\(escaped)\">\(escaped)</td>")
    }

    @Test func insertsMarkupAsItIs() {
        let rows: [Markup] = ["<b>1</b>", "<b>2</b>"]
        let none: Markup? = nil
        #expect(("<p>\(rows)\(none)\("<i>3</i>" as Markup)</p>" as Markup).text == "<p><b>1</b><b>2</b><i>3</i></p>")
        #expect(rows.joined(separator: ", ").text == "<b>1</b>, <b>2</b>")
    }

    @Test func leavesOutWhatDoesNotHold() {
        let attribute = { (holds: Bool) -> Markup in "<input\(" checked", if: holds)>" }
        #expect(attribute(true).text == "<input checked>")
        #expect(attribute(false).text == "<input>")
    }

    @Test(arguments: [
        (1.0, "1"), (0.5, "0.5"), (2.25, "2.25"), (2.05, "2.05"), (-0.25, "-0.25"), (0.001, "0"), (-0.001, "0"),
        (1234.999, "1235"),
    ])
    func writesCoordinates(_ value: Double, _ text: String) {
        #expect(("\(value)" as Markup).text == text)
    }

    /// A character that XML forbids would make the whole page unreadable for a strict reader.
    @Test(arguments: [0x00, 0x1B, 0x85, 0xFFFE, 0xFDD0, 0x1FFFF] as [UInt32])
    func replacesForbiddenCharacters(_ value: UInt32) throws {
        let character = String(try #require(Unicode.Scalar(value)))
        #expect(Markup(escaping: "a\(character)b").text == "a\u{FFFD}b")
    }

    @Test func keepsLettersOfEveryScript() {
        let text = "Città già — ශ්‍රී 🇮🇹\tè\n"
        #expect(Markup(escaping: text).text == text)
    }
}

@Suite("Addresses within the site") struct AddressTests {
    @Test func encodesPathAndQuery() {
        let address = Address(["case", "c/1 à"], [("on", "2019-09-30"), ("q", "a&b=c")], fragment: "x y")
        #expect(address.text == "/case/c%2F1%20%C3%A0?on=2019-09-30&q=a%26b%3Dc#x%20y")
    }

    /// A browser takes `//host` for another site.
    @Test(arguments: [
        ([], "/"), ([""], "/"), (["", "evil.example"], "/evil.example"), (["javascript:x"], "/javascript%3Ax"),
    ])
    func staysWithinTheSite(_ path: [String], _ text: String) {
        #expect(Address(path).text == text)
    }

    @Test func setsAndRemovesParameters() {
        var address = Address(["compliance"], [("on", "2019-09-30"), ("place", "rovato")])
        #expect(address.setting("on", "2019-12-31").text == "/compliance?on=2019-12-31&place=rovato")
        address["on"] = nil
        address["line"] = "l-1"
        #expect(address.text == "/compliance?place=rovato&line=l-1")
        #expect(address["place"] == "rovato" && address["on"] == nil)
    }
}
