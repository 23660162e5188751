import Testing

/// A page as a strict reader sees it: its elements, whether they are closed in order, what they say.
struct ReadPage {
    /// An element's beginning.
    struct Element {
        let name: String
        let attributes: [String: String]
        /// The text and the elements within it, without markup.
        var text = ""
    }

    /// The reason why a page is not well formed.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var elements: [Element] = []

    private static let void: Set<String> = ["meta", "link", "input", "br", "hr", "img"]

    /// Reads a page. Every element must be closed by its own end tag, every value quoted, every reference known.
    init(_ html: String) throws(Fault) {
        var open: [Int] = []
        var rest = html[...]
        func fault(_ text: String) -> Fault { Fault(description: "\(text) before: \(rest.prefix(80))") }
        while let next = rest.first {
            guard next == "<" else {
                let text = rest.prefix { $0 != "<" }
                let plain = try Self.unescape(text)
                for index in open { elements[index].text += plain }
                rest = rest[text.endIndex...]
                continue
            }
            guard let end = rest.firstIndex(of: ">") else { throw fault("a tag that does not end") }
            var tag = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("!DOCTYPE") { continue }
            if tag.hasPrefix("/") {
                guard let last = open.popLast(), elements[last].name == tag.dropFirst() else {
                    throw fault("the end of \(tag.dropFirst()), which is not the innermost element")
                }
                continue
            }
            let closesItself = tag.hasSuffix("/")
            if closesItself { tag = tag.dropLast() }
            let name = String(tag.prefix { !$0.isWhitespace })
            elements.append(Element(name: name, attributes: try Self.attributes(tag.dropFirst(name.count))))
            if !closesItself && !Self.void.contains(name) { open.append(elements.count - 1) }
        }
        guard open.isEmpty else { throw Fault(description: "not closed: \(open.map { elements[$0].name })") }
    }

    private static func attributes(_ tag: Substring) throws(Fault) -> [String: String] {
        var all: [String: String] = [:]
        var rest = tag.drop { $0.isWhitespace }
        while !rest.isEmpty {
            let name = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest[name.endIndex...]
            var value = ""
            if rest.first == "=" {
                rest = rest.dropFirst()
                guard rest.first == "\"" else { throw Fault(description: "a value that is not quoted: \(tag)") }
                let text = rest.dropFirst().prefix { $0 != "\"" }
                guard text.endIndex < rest.endIndex else {
                    throw Fault(description: "a quote that does not end: \(tag)")
                }
                value = try unescape(text)
                rest = rest[text.endIndex...].dropFirst()
            }
            guard all.updateValue(value, forKey: String(name)) == nil else {
                throw Fault(description: "an attribute given twice: \(tag)")
            }
            rest = rest.drop { $0.isWhitespace }
        }
        return all
    }

    private static func unescape(_ text: Substring) throws(Fault) -> String {
        guard text.contains("&") else { return String(text) }
        var out = ""
        var rest = text
        while let next = rest.first {
            guard next == "&" else {
                out.append(next)
                rest = rest.dropFirst()
                continue
            }
            let known = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
            guard let (entity, character) = known.first(where: { rest.hasPrefix($0.key) }) else {
                throw Fault(description: "a reference that is not known: \(rest.prefix(20))")
            }
            out += character
            rest = rest.dropFirst(entity.count)
        }
        return out
    }

    /// The elements of a name.
    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    /// The first element with an id; nil if there is none.
    subscript(id id: String) -> Element? { elements.first { $0.attributes["id"] == id } }

    /// Everything that the page says.
    var text: String { elements.first?.text ?? "" }

    /// The addresses that it leads to.
    var links: [String] { all("a").compactMap { $0.attributes["href"] } }
}
