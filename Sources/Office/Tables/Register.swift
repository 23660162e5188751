/// The number of a row in its table: dense, from 0, in the order of recording. Numbers of different tables do not mix.
public struct Ref<Row>: Sendable, Hashable, BitwiseCopyable {
    /// The row's place in its table.
    public let index: Int32

    /// The number of the row at a place.
    @inlinable public init(_ index: Int) {
        self.index = Int32(index)
    }
}

/// A table of rows numbered in the order in which they were added.
public struct Table<Row: Sendable & Equatable & BitwiseCopyable>: Sendable, Equatable {
    @usableFromInline var rows = PersistentArray<Row>()

    /// Creates an empty table.
    public init() {}

    /// The number of rows.
    @inlinable public var count: Int { rows.count }

    /// The row of that number, which must be one of this table.
    @inlinable public subscript(ref: Ref<Row>) -> Row {
        get { rows[Int(ref.index)] }
        _modify { yield &rows[Int(ref.index)] }
    }

    /// Adds a row; its number.
    public mutating func append(_ row: Row) -> Ref<Row> {
        rows.append(row)
        return Ref(rows.count - 1)
    }

    /// Calls `body` with every row, in the order in which they were added.
    @inlinable public func forEach(_ body: (Ref<Row>, Row) -> Void) {
        rows.forEach { index, row in body(Ref(index), row) }
    }
}

/// A table whose rows are also found by an id, each id once.
public struct Register<Row: Sendable & Equatable & BitwiseCopyable>: Sendable, Equatable {
    private var index = IDIndex()
    @usableFromInline var ids = PersistentArray<String>()
    @usableFromInline var table = Table<Row>()

    /// Creates an empty table.
    public init() {}

    /// The number of rows.
    @inlinable public var count: Int { table.count }

    /// The row that goes by `id`, or nil.
    public func find(_ id: String) -> Ref<Row>? { index.find(id, in: ids).map { Ref($0) } }

    mutating func maintainIndex(_ work: IndexWork) { index.maintain(work, ids) }

    /// The id that a row goes by.
    @inlinable public func id(_ ref: Ref<Row>) -> String { ids[Int(ref.index)] }

    /// The row of that number, which must be one of this table.
    @inlinable public subscript(ref: Ref<Row>) -> Row {
        get { table[ref] }
        _modify { yield &table[ref] }
    }

    /// Adds a row under an id that has none yet.
    @discardableResult
    public mutating func insert(_ row: Row, as id: String) -> Ref<Row> {
        let ref = table.append(row)
        index.insert(id, Int(ref.index))
        ids.append(id)
        return ref
    }

    /// Calls `body` with every row, in the order in which they were added.
    @inlinable public func forEach(_ body: (Ref<Row>, Row) -> Void) {
        table.forEach(body)
    }

    /// Whether both have the same rows under the same ids. The way to them is made of these.
    public static func == (a: Self, b: Self) -> Bool { a.ids == b.ids && a.table == b.table }
}

/// Words that many rows share (a line's id, a topic, an employer), each kept once and known by number.
public struct Symbols: Sendable, Equatable {
    private var index = IDIndex()
    private var texts = PersistentArray<String>()

    /// Creates an empty table.
    public init() {}

    /// The word's number, given to it now if it is new.
    public mutating func intern(_ text: String) -> Symbol {
        if let known = find(text) { return known }
        texts.append(text)
        index.insert(text, texts.count - 1)
        return Symbol(texts.count - 1)
    }

    /// The word's number, if it ever had one.
    public func find(_ text: String) -> Symbol? { index.find(text, in: texts).map { Symbol($0) } }

    mutating func maintainIndex(_ work: IndexWork) { index.maintain(work, texts) }

    /// The word of that number.
    public subscript(word: Symbol) -> String { texts[Int(word.index)] }

    /// Like `Register.==`.
    public static func == (a: Self, b: Self) -> Bool { a.texts == b.texts }
}

extension Table: ImageTable {
    func write(to image: inout ImageWriter) { image.rows(rows) }
    init(from image: inout ImageReader) throws(ImageError) { rows = try image.rows() }
}

extension Lists: ImageTable {
    func write(to image: inout ImageWriter) { image.rows(pool) }
    init(from image: inout ImageReader) throws(ImageError) { pool = try image.rows() }
}

extension Register: ImageTable {
    func write(to image: inout ImageWriter) {
        image.strings(ids)
        table.write(to: &image)
    }

    init(from image: inout ImageReader) throws(ImageError) {
        ids = try image.strings()
        table = try Table(from: &image)
        guard ids.count == table.count else { throw ImageError() }
        index = IDIndex(ids)
    }
}

extension Symbols: ImageTable {
    func write(to image: inout ImageWriter) { image.strings(texts) }

    init(from image: inout ImageReader) throws(ImageError) {
        texts = try image.strings()
        index = IDIndex(texts)
    }
}

/// Marks the numbers that `Symbols` gives.
public enum SymbolRow {}
/// The number of a shared word.
public typealias Symbol = Ref<SymbolRow>

/// A run of numbers in a pool: a list held by a row without an allocation of its own.
public struct ListRef: Sendable, Hashable, BitwiseCopyable {
    @usableFromInline let start: Int32
    /// The count of numbers.
    public let count: Int32

    /// The list without elements.
    public static let empty = ListRef(start: 0, count: 0)
}

/// Short lists of numbers (the topics of a contact, the persons present), one after another.
public struct Lists: Sendable, Equatable {
    @usableFromInline var pool = PersistentArray<Int32>()

    /// Creates an empty table.
    public init() {}

    /// Stores a list and returns its place.
    public mutating func add<Row>(_ refs: [Ref<Row>]) -> ListRef {
        guard !refs.isEmpty else { return .empty }
        let start = pool.count
        for ref in refs { pool.append(ref.index) }
        return ListRef(start: Int32(start), count: Int32(refs.count))
    }

    /// The numbers of a list, in order.
    @inlinable public func values<Row>(_ list: ListRef, of type: Row.Type = Row.self) -> [Ref<Row>] {
        (0..<Int(list.count)).map { Ref(Int(pool[Int(list.start) + $0])) }
    }

    /// Calls `body` with each number of the list, without an allocation.
    @inlinable public func forEach<Row>(_ list: ListRef, of type: Row.Type = Row.self, _ body: (Ref<Row>) -> Void) {
        for offset in 0..<Int(list.count) { body(Ref(Int(pool[Int(list.start) + offset]))) }
    }
}
