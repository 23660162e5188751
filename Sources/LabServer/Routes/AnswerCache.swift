import CanonicalJSON
import NIOCore
import Office
import Synchronization
import Views

/// A cache of recent answers, as they were sent.
///
/// An answer about the present stays valid until an event changes a part of the office that its view needs; until then only
/// the position in it is replaced. An answer as of an earlier moment stays valid for good.
final class AnswerCache: Sendable {
    /// The key of an answer.
    struct Key: Hashable {
        let view: String
        let question: Question
        let state: State
        /// The edition of the newest office.
        let edition: Int
    }

    /// What of the log decides an answer, besides the question.
    enum State: Hashable {
        /// The last event that changed what the view needs, for a question about the present.
        case change(Int)
        /// The position of the office that is asked, and that of the newest one if the view compares it with others.
        case log(Int, newest: Int?)
    }

    fileprivate struct Entry {
        var bytes: ByteBuffer
        /// The position that the bytes state, and where they do.
        var position: Int
        let places: [Range<Int>]
    }

    /// The answers kept since the last exchange of generations.
    private struct Generation {
        var answers: [Key: Entry] = [:]
        var bytes = 0

        func hasRoom(for entry: Entry) -> Bool {
            answers.count < AnswerCache.countLimit / 2
                && bytes + entry.bytes.readableBytes <= AnswerCache.byteLimit / 2
        }

        mutating func keep(_ entry: Entry, for key: Key) {
            if let earlier = answers.updateValue(entry, forKey: key) { bytes -= earlier.bytes.readableBytes }
            bytes += entry.bytes.readableBytes
        }

        mutating func take(_ key: Key) -> Entry? {
            let entry = answers.removeValue(forKey: key)
            if let entry { bytes -= entry.bytes.readableBytes }
            return entry
        }
    }

    /// Two generations, so that neither a hit nor a new answer costs more the more answers are kept: what is asked for moves into
    /// the recent one, and once that is full the earlier one is dropped, with all that nobody has asked for since.
    private struct Entries {
        var recent = Generation()
        var earlier = Generation()

        mutating func find(_ key: Key) -> Entry? {
            if let entry = recent.answers[key] { return entry }
            guard let entry = earlier.take(key) else { return nil }
            keep(entry, for: key)
            return entry
        }

        mutating func keep(_ entry: Entry, for key: Key) {
            _ = recent.take(key)
            if !recent.hasRoom(for: entry) { (earlier, recent) = (recent, Generation()) }
            _ = earlier.take(key)
            recent.keep(entry, for: key)
        }
    }

    private static let countLimit = 4_096
    private static let byteLimit = 64 << 20
    /// In entity tags, so that none is taken for one of another run of labd.
    private let run = UInt64.random(in: 0 ... .max)
    private let entries = Mutex(Entries())

    /// Returns a known answer, which states `position`; nil if it must be computed.
    func answer(to key: Key, at position: Int) -> ByteBuffer? {
        let entry = entries.withLock { $0.find(key) }
        guard let entry else { return nil }
        if entry.position == position { return entry.bytes }
        let moved = entry.stating(position)
        entries.withLock { entries in
            guard let known = entries.find(key), known.position < position else { return }
            entries.keep(moved, for: key)
        }
        return moved.bytes
    }

    /// Keeps an answer that states `position`, and returns it as it is sent.
    func keep(_ answer: [UInt8], for key: Key, at position: Int) -> ByteBuffer {
        let bytes = ByteBuffer(bytes: answer)
        guard answer.count <= Self.byteLimit / 2 else { return bytes }
        let places: [Range<Int>] =
            switch key.state {
            case .change:
                [
                    JSON.range(ofMember: ["basis", "position"], in: answer),
                    JSON.range(ofMember: ["position"], in: answer),
                ]
                .compactMap { $0 }
            case .log: []
            }
        entries.withLock { $0.keep(Entry(bytes: bytes, position: position, places: places), for: key) }
        return bytes
    }

    /// The entity tag of an answer (RFC 9110 § 8.8.3). It is weak: two answers with the same tag may differ in the position
    /// that they state.
    func tag(of key: Key) -> String {
        var hasher = Hasher()
        hasher.combine(run)
        hasher.combine(key)
        let state =
            switch key.state {
            case .change(let position): position
            case .log(let position, _): position
            }
        return "W/\"\(state)-\(String(UInt64(bitPattern: Int64(hasher.finalize())), radix: 36))\""
    }
}

extension AnswerCache.Entry {
    /// The answer, stating a later position.
    fileprivate func stating(_ position: Int) -> Self {
        let digits = Array(String(position).utf8)
        var moved = ByteBufferAllocator().buffer(capacity: bytes.readableBytes + 2 * places.count)
        var places: [Range<Int>] = []
        var at = 0
        let all = bytes.readableBytesView
        for place in self.places {
            moved.writeBytes(all[(all.startIndex + at)..<(all.startIndex + place.lowerBound)])
            places.append(moved.writerIndex..<moved.writerIndex + digits.count)
            moved.writeBytes(digits)
            at = place.upperBound
        }
        moved.writeBytes(all[(all.startIndex + at)...])
        return Self(bytes: moved, position: position, places: places)
    }
}

extension AnswerCache.Key {
    /// The key of a question about the present, which needs nothing of the log but its newest office.
    init(_ view: any Answer.Type, _ question: Question, newest: Office, edition: Int) {
        self.view = view.name
        self.question = question
        self.edition = edition
        state =
            view.needs.map { .change(newest.lastChange(of: $0)) }
            ?? .log(newest.position, newest: newest.position)
    }

    /// The key of a question about an earlier moment.
    init(_ view: any Answer.Type, _ question: Question, position: Int, newest: Office, edition: Int) {
        self.view = view.name
        self.question = question
        self.edition = edition
        state = .log(position, newest: view.needs == nil ? newest.position : nil)
    }
}
