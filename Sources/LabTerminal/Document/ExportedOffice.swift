internal import CanonicalJSON
internal import CivilTime
internal import Documents
internal import EventFormat
internal import FoundationEssentials
internal import LabAPI
internal import Office
internal import Presentation
internal import Synchronization
internal import TransparencyCrypto
internal import TransparencyLog
internal import Views
internal import Wording

/// The tree over the first lines of a log, as they come.
final class PrefixTree: Sendable {
    private let size: Int
    private let frontier = Mutex(Frontier())

    /// - Parameter size: How many lines it has.
    init(size: Int) { self.size = size }

    /// Takes the next line; false once there are enough.
    func take(_ line: [UInt8]) -> Bool {
        frontier.withLock { frontier in
            frontier.append(SHA256Function.crypto.leaf(line.span), using: .crypto)
            return frontier.size < size
        }
    }

    /// The root of the lines taken so far.
    var root: Hash { frontier.withLock { $0.root(using: .crypto) } }
}

/// The office that follows from the first lines of an export, which were verified: labctl computes it by the same rules as labd, and
/// answers as labd would.
final class ExportedOffice {
    private let file: Descriptor
    /// The offset at which each line begins, and the one at which the last ends.
    private var offsets = [0]
    /// Offices that were needed, by their positions; the last is that of all lines.
    private var known: [Office] = []

    /// Computes the office.
    ///
    /// - Throws: `Failure` if the first lines are not those that a document was made from, or one is of a later version than this labctl.
    init(_ file: Descriptor, madeFor reference: DocumentReference) throws(Failure) {
        self.file = file
        let tree = PrefixTree(size: reference.size)
        var office = Office()
        var cutter = LineCutter()
        var read = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        reading: while true {
            let count = try file.read(at: read, into: &buffer)
            guard count > 0 else { break }
            read += count
            for line in cutter.lines(in: Array(buffer[..<count])) {
                try Self.replay(Array(line), in: &office)
                offsets.append(offsets[offsets.count - 1] + line.count + 1)
                if !tree.take(Array(line)) { break reading }
            }
        }
        guard tree.root.base64 == reference.root else { throw DocumentVerify.isOfAnother(reference) }
        known = [office]
    }

    private static func replay(_ line: [UInt8], in office: inout Office) throws(Failure) {
        guard let event = try? EventLine.read(line.span), let day = Day(event.occurred) else {
            throw Failure(
                .usage,
                localized(
                    "position \(office.position + 1) is no event of a log",
                    it: "la posizione \(office.position + 1) non è un evento di un registro"))
        }
        do {
            try office.replay(
                type: event.type, schema: event.schema, data: event.data, position: event.position, time: event.time,
                occurred: day)
        } catch {
            throw Failure(
                .usage,
                localized(
                    "the event at position \(error.position), \(error.type), cannot be read: ",
                    it: "l'evento alla posizione \(error.position), \(error.type), non si può leggere: ")
                    + error.fault.text(in: Speech.language))
        }
    }

    /// When the last event was recorded.
    var recorded: Instant { known[known.count - 1].time }

    /// A line; nil for one that is not among them, or cannot be read any more.
    private func line(at position: Int) -> [UInt8]? {
        guard position >= 0, position + 1 < offsets.count else { return nil }
        var line = [UInt8](repeating: 0, count: offsets[position + 1] - offsets[position] - 1)
        let count = try? file.read(at: offsets[position], into: &line)
        return count == line.count ? line : nil
    }

    /// The answer of a view.
    private func value<View: Answer>(
        _ view: View.Type, _ parameters: [(Views.Parameter, String)]
    ) throws(Refusal) -> View {
        let question = try Question(parameters: parameters.map { ($0.rawValue, $1) }, to: view)
        return try View(known[known.count - 1], question, self)
    }
}

extension ExportedOffice: Past {
    func office(at position: Int) throws(Refusal) -> Office {
        // The nearest one before, and the lines since.
        let near = known.lastIndex { $0.position <= position }
        if let near, known[near].position == position { return known[near] }
        var office = near.map { known[$0] } ?? Office()
        while office.position < position {
            guard let line = line(at: office.position + 1), (try? Self.replay(line, in: &office)) != nil else {
                throw Refusal(.log(.noEvent(position: office.position + 1)))
            }
        }
        known.insert(office, at: near.map { $0 + 1 } ?? 0)
        return office
    }

    func position(asOf moment: AsOf) throws(Refusal) -> Int {
        let last = offsets.count - 2
        switch moment {
        case .position(let position):
            guard position <= last else { throw Refusal.notYet(position, last: last, field: "since") }
            return position
        case .instant(let instant):
            // Times never go back.
            var (low, high) = (-1, last + 1)
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if try stored(at: middle).time < instant { low = middle } else { high = middle }
            }
            return low
        }
    }

    func event(at position: Int) throws(Refusal) -> EventNote { EventNote(try stored(at: position)) }

    func content(at position: Int) throws(Refusal) -> RecordedEvent {
        let event = try stored(at: position)
        return RecordedEvent(EventNote(event), schema: event.schema, data: event.data)
    }

    func digest(of bytes: [UInt8]) -> String { SHA256Function.crypto.digest(bytes.span).base64 }

    private func stored(at position: Int) throws(Refusal) -> StoredEvent {
        guard let line = line(at: position), let event = try? EventLine.read(line.span) else {
            throw Refusal(.log(.noEvent(position: position)))
        }
        return event
    }
}

extension ExportedOffice: DocumentSource {
    var names: AnswerNames { known[known.count - 1].names(in: Speech.language) }

    func answer<View: Answer>(
        _ view: View.Type, _ parameters: [(Views.Parameter, String)]
    ) throws -> DocumentAnswer<View> {
        let found: View
        do {
            found = try value(view, parameters)
        } catch {
            throw Failure(.refused, error.message(in: Speech.language).detail)
        }
        let bytes = Array(try JSONEncoder().encode(found))
        guard case .object(let object) = try JSONReader.read(bytes.span, as: .strict) else {
            preconditionFailure("answers are objects")
        }
        return DocumentAnswer(value: found, object: object)
    }
}

extension EventNote {
    fileprivate init(_ event: StoredEvent) {
        self.init(
            position: event.position, type: event.type, subject: event.subject, actor: event.actor,
            occurred: event.occurred, time: event.time.description, flags: event.flags)
    }
}
