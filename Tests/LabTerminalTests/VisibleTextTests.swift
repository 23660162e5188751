import CanonicalJSON
import Testing

@testable import LabTerminal

@Suite struct VisibleTextTests {
    @Test func `Every character that a terminal obeys is shown by its number`() {
        let controls: [ClosedRange<UInt32>] = [
            0...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
        ]
        for value in controls.joined() {
            let text = "a\(Unicode.Scalar(value).map(String.init) ?? "")b"
            #expect(text.visible() == "a\\u{\(String(value, radix: 16))}b")
        }
        #expect("\u{1B}]0;title\u{7}\u{9B}2J\u{202E}txt".visible() == "\\u{1b}]0;title\\u{7}\\u{9b}2J\\u{202e}txt")
    }

    @Test(arguments: ["", "Chiari", "Città, 5 €", "فاطمة", "e\u{301}", "👩‍👧", "─ → «»", "a\\b", "\u{A0}"])
    func `What people write is not changed`(_ text: String) {
        #expect(text.visible() == text)
        #expect(text.visible(keepingLines: true, style: .coloured) == text)
    }

    @Test func `Only the layout's newlines stay, and only the style's own sequences`() {
        #expect("a\nb".visible() == "a\\u{a}b")
        #expect("a\r\nb\n".visible(keepingLines: true) == "a\\u{d}\nb\n")
        let heading = Style.coloured.heading("Plan \u{1B}[31m\u{202E}x")
        #expect(heading == "\u{1B}[1mPlan \\u{1b}[31m\\u{202e}x\u{1B}[0m")
        #expect(heading.visible(style: .coloured) == heading)
        #expect(heading.visible(style: .plain) == "\\u{1b}[1mPlan \\u{1b}[31m\\u{202e}x\\u{1b}[0m")
        #expect("\u{1B}[41mx\u{1B}[2J".visible(style: .coloured) == "\\u{1b}[41mx\\u{1b}[2J")
        #expect(Style.plain.warning("\u{1B}[0m") == "\\u{1b}[0m")
    }

    @Test func `Table cells contain no control characters, and columns stay aligned`() {
        var table = Table([.left("Place"), .right("n")])
        table.add([.text("a\u{202E}\nb"), .count(1)])
        table.add([.text("c"), .count(22)])
        #expect(
            table.text(.plain) == """
                Place             n
                a\\u{202e}\\u{a}b   1
                c                22

                """)
    }

    @Test func `A stored event's texts are shown without their controls`() {
        let event = JSONObject([
            .init("position", .integer(7)), .init("type", "finding.noted"),
            .init("data", ["text": "x\u{1B}[2J\u{2066}y", "topics": ["a\u{9B}1m"]]),
        ])
        let text = EventText.fields(event)
        #expect(text.contains("x\\u{1b}[2J\\u{2066}y"))
        #expect(text.contains("a\\u{9b}1m"))
        #expect(text.visible(keepingLines: true) == text)
    }

    @Test func `The page for the person shows the controls of a sealed text`() {
        let event: JSON = ["on": "2019-06-05", "type": "case.noted", "sealed": ["text": "nota\u{1B}c\u{202E}\u{85}"]]
        let page = DossierPage(JSONObject([.init("person", "p-1"), .init("events", [event])])).text
        #expect(page.contains("    *text: nota\\u{1b}c\\u{202e}\\u{85}\n"))
        #expect(page.visible(keepingLines: true) == page)
    }

    @Test func `A plan's texts and a problem's value are shown without their controls`() {
        let plan = JSONObject([
            .init("title", "Piano \u{1B}[0m\u{202E}9"), .init("grant", "G\u{1B}[31m"),
            .init("places", [["id": "chiari", "name": "Chi\u{85}ari"]]),
        ])
        let text = PlanText(plan).text(.coloured)
        let bare = Style.coloured.sequences.reduce(text) { $0.replacing($1, with: "") }
        #expect(text.visible(keepingLines: true, style: .coloured) == text)
        #expect(bare.hasPrefix("Piano \\u{1b}[0m\\u{202e}9\n"))
        #expect(bare.contains("grant G\\u{1b}[31m"))
        #expect(bare.contains("Chi\\u{85}ari"))
    }
}
