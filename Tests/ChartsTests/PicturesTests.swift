import Charts
import Markup
import Testing

@Suite("Pictures of any figures") struct PicturesTests {
    /// Half a unit is the width of a line's half.
    private static let tolerance = 0.6

    @Test(arguments: Samples.all) func areWellFormed(_ samples: Samples) throws {
        for picture in samples.pictures {
            let drawn = try #require(Drawn(picture.svg.text), "\(type(of: picture)) is not well-formed")
            #expect(drawn.unreadable.isEmpty)
            #expect(drawn.elements.filter { $0.name == "svg" }.count == 1)
            #expect(Drawn(picture.boxed.text) != nil)
        }
    }

    /// The policy of the pages forbids inline style.
    @Test(arguments: Samples.all) func containNoStyle(_ samples: Samples) throws {
        for picture in samples.pictures {
            let drawn = try #require(Drawn(picture.svg.text))
            let styled = drawn.elements.filter { element in
                element.name == "style" || element.name == "script" || element.attributes["style"] != nil
                    || element.attributes.keys.contains { $0.hasPrefix("on") }
            }
            #expect(styled.isEmpty)
        }
    }

    @Test(arguments: Samples.all) func haveNameDescriptionAndIdsOfTheirOwn(_ samples: Samples) throws {
        var seen: Set<String> = []
        for picture in samples.pictures {
            let drawn = try #require(Drawn(picture.svg.text))
            let name = try #require(drawn.root["aria-labelledby"])
            let description = try #require(drawn.root["aria-describedby"])
            #expect(drawn.ids.contains(name) && drawn.ids.contains(description))
            #expect(Set(drawn.ids).count == drawn.ids.count)
            #expect(drawn.ids.allSatisfy { !$0.contains(" ") && seen.insert($0).inserted })
        }
    }

    /// An image has no parts for a screen reader.
    @Test func areImagesOnlyWithoutLinks() throws {
        for picture in Samples.usual.pictures {
            let drawn = try #require(Drawn(picture.svg.text))
            let hasLinks = drawn.elements.contains { $0.name == "a" }
            #expect(drawn.root["role"] == (hasLinks ? "group" : "img"))
        }
        #expect(Drawn(Samples.usual.sparkline.svg.text)?.root["role"] == "img")
        #expect(Drawn(Samples.usual.bars.svg.text)?.root["role"] == "group")
    }

    @Test(arguments: Samples.all) func stayWithinTheirEdges(_ samples: Samples) throws {
        for picture in samples.pictures {
            let drawn = try #require(Drawn(picture.svg.text))
            let size = drawn.size
            #expect(size.width > 0 && size.height > 0)
            let outside = drawn.marks.first { mark in
                mark.left < -Self.tolerance || mark.top < -Self.tolerance || mark.right > size.width + Self.tolerance
                    || mark.bottom > size.height + Self.tolerance
            }
            #expect(outside == nil, "\(type(of: picture)) of \(size)")
        }
    }

    @Test(arguments: Samples.all) func haveNoTextOnAnother(_ samples: Samples) throws {
        for picture in samples.pictures {
            let texts = try #require(Drawn(picture.svg.text)).texts
            for (number, one) in texts.enumerated() {
                let other = texts[(number + 1)...].first { one.overlaps($0, by: 0.1) }
                if let other { Issue.record("\(type(of: picture)): \(one) and \(other)") }
            }
        }
    }

    /// No bar or dot of a chart runs into the words of another row.
    @Test(arguments: Samples.all) func haveNoFigureOnText(_ samples: Samples) throws {
        for picture in samples.pictures where !(picture is BurnUp) {
            let drawn = try #require(Drawn(picture.svg.text))
            let figures = drawn.marks.filter { $0.element == "rect" || $0.element == "circle" }
            for text in drawn.texts where figures.contains(where: { text.overlaps($0, by: 0.5) }) {
                Issue.record("\(type(of: picture)): \(text)")
            }
        }
    }
}
