import Foundation
import FoundationXML

/// A XES document, read by an independent XML parser.
final class ReadXES: NSObject, XMLParserDelegate {
    typealias Attributes = [String: (type: String, value: String)]

    private(set) var log: Attributes = [:]
    private(set) var traces: [(attributes: Attributes, events: [Attributes])] = []
    private(set) var extensions: [String: String] = [:]
    /// The keys of each classifier, by its name.
    private(set) var classifiers: [String: String] = [:]
    /// The keys that every event has.
    private(set) var globals: Set<String> = []
    /// Keys that are repeated in an element, which the standard forbids.
    private(set) var repeatedKeys: [String] = []
    private var path: [String] = []

    /// Nil if the text is not well-formed.
    init?(_ text: String) {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        path.append(name)
        switch (name, path.dropLast().last) {
        case ("trace", _): traces.append(([:], []))
        case ("event", _): traces[traces.count - 1].events.append([:])
        case ("classifier", _): classifiers[attributes["name"] ?? ""] = attributes["keys"]
        case (_, "global"): globals.insert(attributes["key"] ?? "")
        case ("extension", _): extensions[attributes["prefix"] ?? ""] = attributes["uri"]
        case (_, "log"): note(name, attributes, in: &log)
        case (_, "trace"): note(name, attributes, in: &traces[traces.count - 1].attributes)
        case (_, "event"):
            let last = traces[traces.count - 1].events.count - 1
            note(name, attributes, in: &traces[traces.count - 1].events[last])
        default: break
        }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        path.removeLast()
    }

    private func note(_ type: String, _ attributes: [String: String], in found: inout Attributes) {
        guard let key = attributes["key"], let value = attributes["value"] else { return }
        if found.updateValue((type, value), forKey: key) != nil { repeatedKeys.append(key) }
    }
}
