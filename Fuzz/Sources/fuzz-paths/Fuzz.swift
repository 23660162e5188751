import CanonicalJSON
import CivilTime
import FuzzOffice
import FuzzSupport
import HummingbirdCore
import Office
import TransparencyLog
import Views

/// Fuzzes request targets, path and query: an accepted path of a tile is the tile's only path, and a query to any view is
/// refused or answered in canonical form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    expect(unanswered.isEmpty, "views that are asked nothing and do not answer: \(unanswered)")
    let uri = URI(String(decoding: unsafe input(bytes, count), as: UTF8.self))
    let path = String(uri.path.dropFirst())
    if let tile = try? TilePath(parsing: path) { expect(tile.path == path, "a tile has two paths") }
    let parameters = uri.queryParameters.map { (name: String($0.key), value: String($0.value)) }
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let named = Catalogue.views.filter { $0.name == name }
    for view in named.isEmpty ? Catalogue.views : named {
        guard let question = try? Question(parameters: parameters, to: view),
            let answer = try? view.init(course.begun, question, LogOfCourse())
        else { continue }
        guard let bytes = try? JSON.canonicalBytes(encoding: answer),
            (try? JSONReader.read(bytes, as: .canonical)) != nil
        else {
            expect(false, "\(view.name) is answered, and not in canonical form")
            return 0
        }
    }
    return 0
}

/// Returns the views that do not answer a question about a single day although they should. There must be none, or the fuzzer
/// would not reach the views.
private let unanswered: [String] = Catalogue.views.map { $0.name }.filter { name in
    ["caseload", "compliance", "mediations", "timesheets"].contains(name)
        && !Catalogue.views.contains { view in
            guard view.name == name, let question = try? Question(parameters: [("on", "2019-06-30")], to: view)
            else {
                return false
            }
            return (try? view.init(course.begun, question, LogOfCourse())) != nil
        }
}

/// Returns the log of the course of work.
private struct LogOfCourse: Past {
    func office(at position: Int) throws(Refusal) -> Office {
        guard course.offices.indices.contains(position) else {
            throw .notYet(position, last: course.offices.count - 1)
        }
        return course.offices[position]
    }

    func digest(of bytes: [UInt8]) -> String { NoFigures().digest(of: bytes) }

    func position(asOf moment: AsOf) throws(Refusal) -> Int {
        switch moment {
        case .position(let position):
            _ = try office(at: position)
            return position
        case .instant(let instant):
            return (course.offices.firstIndex { $0.time >= instant } ?? course.offices.count) - 1
        }
    }

    func event(at position: Int) throws(Refusal) -> EventNote {
        let office = try office(at: position)
        let decision = position > 0 ? course.decisions[position - 1] : nil
        return EventNote(
            position: position, type: decision?.type ?? "log.created",
            subject: decision.map { "\($0.stream)" } ?? "log",
            actor: "ufficio", occurred: (decision?.occurred ?? Day(number: 0)).description,
            time: office.time.description,
            flags: [])
    }

    func content(at position: Int) throws(Refusal) -> RecordedEvent {
        let note = try event(at: position)
        // The first event is labd's own, with data that no view reads.
        guard position > 0 else { return RecordedEvent(note, schema: 1, data: JSONObject()) }
        let decision = course.decisions[position - 1]
        guard case .object(let data)? = try? JSONReader.read(decision.data, as: .canonical) else {
            preconditionFailure("the data of the event at \(position) is not canonical")
        }
        return RecordedEvent(note, schema: decision.schema, data: data)
    }
}
