/// A row that names the one before it in its chain, such as the previous step of the same case.
public protocol ChainedRow: Sendable, Equatable, BitwiseCopyable {
    /// The row before it; nil for the first.
    var previous: Ref<Self>? { get }
}

/// The rows of a chain, the last one first.
public struct Chain<Row: ChainedRow>: Sequence, IteratorProtocol {
    @usableFromInline let table: Table<Row>
    @usableFromInline var ref: Ref<Row>?

    @inlinable init(_ table: Table<Row>, from last: Ref<Row>?) {
        self.table = table
        ref = last
    }

    /// The next row; nil after the first of the chain.
    @inlinable public mutating func next() -> Row? {
        guard let ref else { return nil }
        let row = table[ref]
        self.ref = row.previous
        return row
    }
}

extension Table where Row: ChainedRow {
    /// Returns the rows from `last` back to the first of its chain.
    @inlinable public func chain(from last: Ref<Row>?) -> Chain<Row> { Chain(self, from: last) }
}

/// The last row of each chain, by the row of another table to which the chain belongs.
struct ChainEnds<Owner, Row>: Sendable, Equatable {
    /// By the owner's number; -1 for none.
    private var last = PersistentArray<Int32>()

    subscript(owner: Ref<Owner>) -> Ref<Row>? {
        get {
            guard Int(owner.index) < last.count, last[Int(owner.index)] >= 0 else { return nil }
            return Ref(Int(last[Int(owner.index)]))
        }
        set {
            while last.count <= Int(owner.index) { last.append(-1) }
            last[Int(owner.index)] = newValue?.index ?? -1
        }
    }
}

extension ChainEnds: ImageTable {
    func write(to image: inout ImageWriter) { image.rows(last) }
    init(from image: inout ImageReader) throws(ImageError) { last = try image.rows() }
}
