import Charts
import Markup
import Testing

/// The stylesheet, read as the colours of each medium.
@Suite("The stylesheet of the pictures") struct StylesheetTests {
    private let text = String(decoding: stylesheet, as: UTF8.self)

    /// The properties for light screens, dark screens and paper.
    private var media: [(name: String, colours: [String: String])] {
        let parts = text.split(separator: "@media", omittingEmptySubsequences: false)
        let light = colours(parts[0])
        return [("light", light)]
            + parts.dropFirst().map { part in
                (part.contains("dark") ? "dark" : "print", light.merging(colours(part)) { $1 })
            }
    }

    private func colours(_ part: Substring) -> [String: String] {
        var found: [String: String] = [:]
        for line in part.split(separator: "\n") {
            let pair = line.split(separator: ":").map { $0.drop { $0 == " " } }
            if pair.count == 2, pair[0].hasPrefix("--chart-"), pair[1].hasPrefix("#") {
                found[String(pair[0].dropFirst(8))] = String(pair[1].dropLast())
            }
        }
        return found
    }

    /// The ratio of WCAG 2.2, section "contrast ratio".
    private func contrast(_ one: String, _ other: String) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private func luminance(_ colour: String) -> Double {
        let value = Int(colour.dropFirst(), radix: 16) ?? 0
        let parts = [value >> 16 & 255, value >> 8 & 255, value & 255].map { part in
            // x^2.4 is x² times the fifth root of x².
            let c = Double(part) / 255
            guard c > 0.04045 else { return c / 12.92 }
            let x = (c + 0.055) / 1.055
            return x * x * root(x * x, 5)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// By Newton's method.
    private func root(_ value: Double, _ degree: Int) -> Double {
        var guess = 1.0
        for _ in 0..<60 {
            let power = (1..<degree).reduce(1.0) { product, _ in product * guess }
            guess -= (guess * power - value) / (Double(degree) * power)
        }
        return guess
    }

    @Test func marksStandOut() throws {
        #expect(media.map(\.name) == ["light", "dark", "print"])
        for (name, colours) in media {
            let surface = try #require(colours["surface"])
            for mark in ["axis", "accent", "late", "hatch"] {
                let ratio = contrast(try #require(colours[mark]), surface)
                #expect(ratio >= 3, "\(mark) on \(name): \(ratio)")
            }
            for words in ["ink", "quiet", "accent"] {
                let ratio = contrast(try #require(colours[words]), surface)
                #expect(ratio >= 4.5, "\(words) on \(name): \(ratio)")
            }
            for ground in ["tint", "shade"] {
                let ratio = contrast(try #require(colours["ink"]), try #require(colours[ground]))
                #expect(ratio >= 4.5, "ink on \(ground), \(name): \(ratio)")
            }
        }
    }

    /// The dot says without colour what the cell says.
    @Test(arguments: ["behind", "ahead"]) func dotsStandOutFromTheirCells(_ side: String) throws {
        for (name, colours) in media {
            for step in 1...4 {
                let (dot, cell) = (colours["dot-\(step)"], colours["\(side)-\(step)"])
                let ratio = contrast(try #require(dot), try #require(cell))
                #expect(ratio >= 3, "step \(step) \(side), \(name): \(ratio)")
            }
        }
    }

    /// From met outwards each step is darker on light ground and lighter on dark ground, so that it remains in grey.
    @Test(arguments: ["behind", "ahead"]) func stepsRemainInGrey(_ side: String) throws {
        for (name, colours) in media {
            let levels = try (1...4).map { luminance(try #require(colours["\(side)-\($0)"])) }
            #expect(levels == levels.sorted { name == "dark" ? $0 < $1 : $0 > $1 }, "\(name)")
        }
    }

    /// The pictures leave space for text of these sizes.
    @Test func sizesOfTextAreThoseOfThePictures() {
        #expect(text.contains("font-size: \(Int(Lettering.regular.size))px"))
        #expect(text.contains(".chart-small { fill: var(--chart-quiet); font-size: \(Int(Lettering.small.size))px; }"))
    }

    @Test func everyClassOfThePicturesIsInIt() throws {
        var used: Set<Substring> = []
        for samples in [Samples.usual, Samples.all[8]] {
            for picture in samples.pictures {
                for element in try #require(Drawn(picture.svg.text)).elements {
                    used.formUnion((element.attributes["class"] ?? "").split(separator: " "))
                }
            }
        }
        #expect(used.count > 40)
        #expect(used.filter { !text.contains(".\($0) ") } == [])
    }
}
