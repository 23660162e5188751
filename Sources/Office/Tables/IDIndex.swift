import HashTreeCollections
import Synchronization

/// An index from ids to their numbers, which a table shares with its earlier and later versions.
///
/// Numbers are only added. Whoever looks up an id compares it with the id of each number that is found, and passes over those that
/// its version does not have. So each version finds exactly its own ids, whatever other versions have added, including versions
/// that were given up; and adding an id copies nothing, however many versions there are. To its users it is a value like any other.
struct IDIndex: Sendable {
    private var shared = SharedSlots()
    /// The ids that were added since ``detach()``.
    private var own: TreeDictionary<String, Int32>?

    /// Creates an index of no ids.
    init() {}

    /// Creates the index of ids that have the numbers from 0 on.
    init(_ ids: PersistentArray<String>) {
        shared = SharedSlots(capacity: ids.count)
        ids.forEach { number, id in shared.insert(Self.hash(id), number) }
    }

    /// Returns the number of an id, which is its place in `ids`.
    func find(_ id: String, in ids: PersistentArray<String>) -> Int? {
        if let own, let number = own[id] { return Int(number) }
        return shared.find(Self.hash(id)) { $0 < ids.count && ids[$0] == id }
    }

    /// Adds an id that this version does not have yet.
    mutating func insert(_ id: String, _ number: Int) {
        if own != nil { own?[id] = Int32(number) } else { shared.insert(Self.hash(id), number) }
    }

    /// Keeps ids added from now on out of the shared index. For a version that will be given up: nothing else would remove them.
    mutating func detach() {
        if own == nil { own = TreeDictionary() }
    }

    /// Begins a new index of these ids, if most of what is in this one was added by versions that were given up.
    mutating func tidy(_ ids: PersistentArray<String>) {
        guard own == nil, shared.count > 2 * ids.count + Self.tolerance else { return }
        self = IDIndex(ids)
    }

    /// How many such numbers are not worth a new index.
    private static let tolerance = 10_000

    private static func hash(_ id: String) -> UInt32 { UInt32(truncatingIfNeeded: id.hashValue) }
}

/// What can be done with the index of every table of an office at once.
enum IndexWork {
    case detach, tidy
}

extension IDIndex {
    mutating func maintain(_ work: IndexWork, _ ids: PersistentArray<String>) {
        switch work {
        case .detach: detach()
        case .tidy: tidy(ids)
        }
    }
}

/// Hash tables of numbers, by 32 bits of a hash, with open addressing. Several numbers may have one hash.
///
/// There are many small tables, so that none takes long to grow.
private final class SharedSlots: Sendable {
    private static let tableCount = 64
    private let tables: Mutex<[Slots]>

    /// Creates tables with room for a number of ids.
    init(capacity: Int = 0) {
        tables = Mutex(
            capacity == 0 ? [] : (0..<Self.tableCount).map { _ in Slots(capacity: capacity / Self.tableCount) })
    }

    /// The number of slots in use.
    var count: Int { tables.withLock { $0.reduce(0) { $0 + $1.count } } }

    func insert(_ hash: UInt32, _ number: Int) {
        tables.withLock { tables in
            if tables.isEmpty { tables = [Slots](repeating: Slots(), count: Self.tableCount) }
            tables[Self.table(of: hash)].insert(hash, UInt32(truncatingIfNeeded: number))
        }
    }

    /// Returns the number with this hash for which `isRight` returns true.
    func find(_ hash: UInt32, where isRight: (Int) -> Bool) -> Int? {
        tables.withLock { tables in
            tables.isEmpty ? nil : tables[Self.table(of: hash)].find(hash, where: isRight)
        }
    }

    private static func table(of hash: UInt32) -> Int { Int(hash >> 26) }
}

/// One of the hash tables. A slot has the hash in its upper half and the number in its lower.
private struct Slots {
    private static let free = UInt64.max
    private var slots: [UInt64] = []
    private(set) var count = 0

    init() {}

    init(capacity: Int) {
        guard capacity > 0 else { return }
        var size = 16
        while size * 3 / 4 < capacity { size *= 2 }
        slots = [UInt64](repeating: Self.free, count: size)
    }

    func find(_ hash: UInt32, where isRight: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        var place = Int(hash) & (slots.count - 1)
        while slots[place] != Self.free {
            let number = Int(UInt32(truncatingIfNeeded: slots[place]))
            if slots[place] >> 32 == hash, isRight(number) { return number }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a number, unless it is there: a version that is replayed adds again what a later one has.
    mutating func insert(_ hash: UInt32, _ number: UInt32) {
        if count >= slots.count * 3 / 4 { grow() }
        if put(UInt64(hash) << 32 | UInt64(number)) { count += 1 }
    }

    /// Returns false if the slot is there already.
    private mutating func put(_ slot: UInt64) -> Bool {
        var place = Int(slot >> 32) & (slots.count - 1)
        while slots[place] != Self.free {
            if slots[place] == slot { return false }
            place = (place + 1) & (slots.count - 1)
        }
        slots[place] = slot
        return true
    }

    private mutating func grow() {
        let before = slots
        slots = [UInt64](repeating: Self.free, count: max(16, 2 * before.count))
        for slot in before where slot != Self.free { _ = put(slot) }
    }
}
