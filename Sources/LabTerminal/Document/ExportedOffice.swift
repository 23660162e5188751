internal import CivilTime
internal import Documents
internal import EventFormat
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

/// The office that follows from the first lines of an export: labctl computes it by the same rules as labd.
struct ExportedOffice {
    private var office = Office()

    /// Makes a document again from the lines of a file, which were verified.
    ///
    /// - Throws: `Failure` if the first lines are not those that the paper was made from, if a line is of a later version than this
    ///   labctl, or if there is no such document.
    static func made(_ reference: DocumentReference, from file: Descriptor) throws -> MadeDocument {
        var exported = ExportedOffice()
        let root = try exported.read(file, first: reference.size).base64
        guard root == reference.root else { throw DocumentVerify.isOfAnother(reference) }
        return try exported.made(reference)
    }

    /// Takes in the first lines, and returns their root.
    private mutating func read(_ file: Descriptor, first size: Int) throws(Failure) -> Hash {
        let tree = PrefixTree(size: size)
        var cutter = LineCutter()
        var offset = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try file.read(at: offset, into: &buffer)
            guard count > 0 else { return tree.root }
            offset += count
            for line in cutter.lines(in: Array(buffer[..<count])).map(Array.init) {
                try replay(line)
                if !tree.take(line) { return tree.root }
            }
        }
    }

    private mutating func replay(_ line: [UInt8]) throws(Failure) {
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

    private func made(_ reference: DocumentReference) throws(Failure) -> MadeDocument {
        do {
            let question = try Question(
                parameters: reference.parameters.map { ($0.name, $0.value) }, to: reference.kind.view)
            let names = office.names(in: Speech.language)
            return MadeDocument(maker: try reference.kind.maker(office, question, names), recorded: office.time)
        } catch {
            throw Failure(.refused, error.message(in: Speech.language).detail)
        }
    }
}
