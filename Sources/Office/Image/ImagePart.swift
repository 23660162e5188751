import HashTreeCollections

/// What is many and lies in memory as it does in an image: rows, ids, sums.
protocol ImageTable: Sendable {
    func write(to image: inout ImageWriter)
    init(from image: inout ImageReader) throws(ImageError)
    /// Does something with the table's index from ids to rows, if it has one.
    mutating func maintainIndex(_ work: IndexWork)
}

extension ImageTable {
    mutating func maintainIndex(_ work: IndexWork) {}
}

/// A table that an office or one of its books holds, named once, by its key path, for all that is done with every table.
struct ImagePart<Whole>: Sendable {
    let path: any PartialKeyPath<Whole> & Sendable
    let write: @Sendable (Whole, inout ImageWriter) -> Void
    let read: @Sendable (inout Whole, inout ImageReader) throws(ImageError) -> Void
    private(set) var maintainIndex: @Sendable (inout Whole, IndexWork) -> Void = { _, _ in }

    private init<Part>(
        _ path: any WritableKeyPath<Whole, Part> & Sendable,
        write: @escaping @Sendable (Part, inout ImageWriter) -> Void,
        read: @escaping @Sendable (inout ImageReader) throws(ImageError) -> Part
    ) {
        self.path = path
        self.write = { whole, image in write(whole[keyPath: path], &image) }
        self.read = { (whole, image) throws(ImageError) in whole[keyPath: path] = try read(&image) }
    }

    init<Table: ImageTable>(_ path: any WritableKeyPath<Whole, Table> & Sendable) {
        self.init(path) {
            $0.write(to: &$1)
        } read: { (image) throws(ImageError) in
            try Table(from: &image)
        }
        maintainIndex = { $0[keyPath: path].maintainIndex($1) }
    }

    init<Row: BitwiseCopyable>(_ path: any WritableKeyPath<Whole, PersistentArray<Row>> & Sendable) {
        self.init(path) {
            $1.rows($0)
        } read: { (image) throws(ImageError) in
            try image.rows()
        }
    }

    init<Key: BitwiseCopyable & Hashable & Sendable, Value: BitwiseCopyable & Equatable & Sendable>(
        _ path: any WritableKeyPath<Whole, TreeDictionary<Key, Value>> & Sendable
    ) {
        self.init(path) {
            $1.dictionary($0)
        } read: { (image) throws(ImageError) in
            try image.dictionary()
        }
    }

    init<Element: BitwiseCopyable & Hashable & Sendable>(_ path: any WritableKeyPath<Whole, Set<Element>> & Sendable) {
        self.init(path) {
            $1.set($0)
        } read: { (image) throws(ImageError) in
            try image.set()
        }
    }
}

/// What consists of tables and has nothing else that an image must keep.
protocol ImageBook: ImageTable {
    init()
    static var parts: [ImagePart<Self>] { get }
}

extension ImageBook {
    func write(to image: inout ImageWriter) {
        for part in Self.parts { part.write(self, &image) }
    }

    init(from image: inout ImageReader) throws(ImageError) {
        self.init()
        try readParts(from: &image)
    }

    mutating func readParts(from image: inout ImageReader) throws(ImageError) {
        for part in Self.parts { try part.read(&self, &image) }
    }

    mutating func maintainIndex(_ work: IndexWork) {
        for part in Self.parts { part.maintainIndex(&self, work) }
    }
}
