import HashTreeCollections

/// The number of a row in its table: dense, from 0, in the order of recording. Numbers of different tables do not mix.
package struct Ref<Row>: Sendable, Hashable, BitwiseCopyable {
    package let index: Int32

    @inlinable package init(_ index: Int) {
        self.index = Int32(index)
    }
}

/// A table of rows numbered in the order in which they were added.
package struct Table<Row: Sendable & BitwiseCopyable>: Sendable {
    @usableFromInline var rows = PersistentArray<Row>()

    package init() {}

    /// How many rows it has.
    @inlinable package var count: Int { rows.count }

    @inlinable package subscript(ref: Ref<Row>) -> Row {
        get { rows[Int(ref.index)] }
        _modify { yield &rows[Int(ref.index)] }
    }

    package mutating func append(_ row: Row) -> Ref<Row> {
        rows.append(row)
        return Ref(rows.count - 1)
    }

    @inlinable package func forEach(_ body: (Ref<Row>, Row) -> Void) {
        rows.forEach { index, row in body(Ref(index), row) }
    }
}

/// A table whose rows are also found by an id, each id once.
package struct Register<Row: Sendable & BitwiseCopyable>: Sendable {
    private var numbers = TreeDictionary<String, Int32>()
    private var ids = PersistentArray<String>()
    @usableFromInline var table = Table<Row>()

    package init() {}

    @inlinable package var count: Int { table.count }

    /// The row that goes by `id`, or nil.
    package func find(_ id: String) -> Ref<Row>? {
        // The index may be that of a later office, which knows more ids.
        guard let number = numbers[id], number < table.count else { return nil }
        return Ref(Int(number))
    }

    /// Gives up the way from ids to rows, which is most of what an old version does not share with a newer one.
    mutating func dropIndex() { numbers = TreeDictionary() }

    /// Takes the index of a later version: an id never changes its row.
    mutating func shareIndex(of later: Self) { numbers = later.numbers }

    /// The id that a row goes by.
    package func id(_ ref: Ref<Row>) -> String { ids[Int(ref.index)] }

    @inlinable package subscript(ref: Ref<Row>) -> Row {
        get { table[ref] }
        _modify { yield &table[ref] }
    }

    /// Adds a row under an id that has none yet.
    @discardableResult
    package mutating func insert(_ row: Row, as id: String) -> Ref<Row> {
        let ref = table.append(row)
        numbers[id] = ref.index
        ids.append(id)
        return ref
    }

    @inlinable package func forEach(_ body: (Ref<Row>, Row) -> Void) {
        table.forEach(body)
    }
}

/// Words that many rows share (a line's id, a topic, an employer), each kept once and known by number.
package struct Words: Sendable {
    private var numbers = TreeDictionary<String, Int32>()
    private var texts = PersistentArray<String>()

    package init() {}

    /// The word's number, given to it now if it is new.
    package mutating func intern(_ text: String) -> Word {
        if let known = find(text) { return known }
        texts.append(text)
        numbers[text] = Int32(texts.count - 1)
        return Word(texts.count - 1)
    }

    /// The word's number, if it ever had one.
    package func find(_ text: String) -> Word? {
        guard let number = numbers[text], number < texts.count else { return nil }
        return Word(Int(number))
    }

    /// As `Register.dropIndex`.
    mutating func dropIndex() { numbers = TreeDictionary() }

    /// As `Register.shareIndex`.
    mutating func shareIndex(of later: Self) { numbers = later.numbers }

    package subscript(word: Word) -> String { texts[Int(word.index)] }
}

/// Marks the numbers that `Words` gives.
package enum WordRow {}
/// The number of a shared word.
package typealias Word = Ref<WordRow>

/// A run of numbers in a pool: a list held by a row without an allocation of its own.
package struct ListRef: Sendable, Hashable, BitwiseCopyable {
    @usableFromInline let start: Int32
    package let count: Int32

    /// The list without elements.
    package static let empty = ListRef(start: 0, count: 0)
}

/// Short lists of numbers (the topics of a contact, the persons present), one after another.
package struct Lists: Sendable {
    @usableFromInline var pool = PersistentArray<Int32>()

    package init() {}

    package mutating func add<Row>(_ refs: [Ref<Row>]) -> ListRef {
        guard !refs.isEmpty else { return .empty }
        let start = pool.count
        for ref in refs { pool.append(ref.index) }
        return ListRef(start: Int32(start), count: Int32(refs.count))
    }

    @inlinable package func values<Row>(_ list: ListRef, of type: Row.Type = Row.self) -> [Ref<Row>] {
        (0..<Int(list.count)).map { Ref(Int(pool[Int(list.start) + $0])) }
    }

    /// Calls `body` with each number of the list, without an allocation.
    @inlinable package func forEach<Row>(_ list: ListRef, of type: Row.Type = Row.self, _ body: (Ref<Row>) -> Void) {
        for offset in 0..<Int(list.count) { body(Ref(Int(pool[Int(list.start) + offset]))) }
    }
}
