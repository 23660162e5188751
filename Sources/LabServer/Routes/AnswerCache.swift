import CanonicalJSON
import NIOCore
import Office
import OrderedCollections
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

    private struct Entries {
        /// The least recently used first.
        var answers: OrderedDictionary<Key, Entry> = [:]
        var bytes = 0
    }

    private static let countLimit = 4_096
    private static let byteLimit = 64 << 20
    /// In entity tags, so that none is taken for one of another run of labd.
    private let run = UInt64.random(in: 0 ... .max)
    private let entries = Mutex(Entries())

    /// Returns a known answer, which states `position`; nil if it must be computed.
    func answer(to key: Key, at position: Int) -> ByteBuffer? {
        let entry = entries.withLock { entries in
            let entry = entries.answers.removeValue(forKey: key)
            entries.answers[key] = entry
            return entry
        }
        guard let entry else { return nil }
        if entry.position == position { return entry.bytes }
        let moved = entry.stating(position)
        entries.withLock { entries in
            guard let known = entries.answers[key], known.position < position else { return }
            entries.bytes += moved.bytes.readableBytes - known.bytes.readableBytes
            entries.answers[key] = moved
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
        entries.withLock { entries in
            let entry = Entry(bytes: bytes, position: position, places: places)
            if let earlier = entries.answers.updateValue(entry, forKey: key) {
                entries.bytes -= earlier.bytes.readableBytes
            }
            entries.bytes += answer.count
            while entries.answers.count > Self.countLimit || entries.bytes > Self.byteLimit {
                entries.bytes -= entries.answers.removeFirst().value.bytes.readableBytes
            }
        }
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
