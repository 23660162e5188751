/// A growing array that is cheap to keep old versions of.
///
/// Copies share their elements; changing or appending copies one leaf of 128 elements and the short paths to it, and
/// nothing when no copy is held. An `Office` of an earlier position is such a copy. Elements are `BitwiseCopyable`
/// wherever there are many, so that copying a leaf is one `memcpy`.
///
/// Public, as all of the tables are, because other modules inline only what is: where a reading is not specialized it
/// looks up types at run time, which takes ten times as long.
public struct PersistentArray<Element: Sendable & Equatable>: Sendable, Equatable {
    @usableFromInline static var leafSize: Int { 128 }
    @usableFromInline static var branchSize: Int { 128 * 128 }

    @usableFromInline var branches: [[[Element]]] = []
    /// The number of elements.
    public private(set) var count = 0

    /// An array without elements.
    public init() {}

    /// The element at `index`, which must be below `count`.
    @inlinable public subscript(index: Int) -> Element {
        get {
            branches[index / Self.branchSize][index % Self.branchSize / Self.leafSize][index % Self.leafSize]
        }
        _modify {
            yield &branches[index / Self.branchSize][index % Self.branchSize / Self.leafSize][index % Self.leafSize]
        }
    }

    /// Adds an element at the end.
    public mutating func append(_ element: Element) {
        if count % Self.branchSize == 0 { branches.append([]) }
        let branch = branches.count - 1
        if count % Self.leafSize == 0 {
            var leaf: [Element] = []
            leaf.reserveCapacity(Self.leafSize)
            branches[branch].append(leaf)
        }
        branches[branch][branches[branch].count - 1].append(element)
        count += 1
    }

    /// Adds the elements of a whole leaf, or of the last one, at the end, where a leaf begins.
    mutating func append(leaf: [Element]) {
        precondition(count % Self.leafSize == 0 && (1...Self.leafSize).contains(leaf.count), "not a leaf")
        if count % Self.branchSize == 0 { branches.append([]) }
        branches[branches.count - 1].append(leaf)
        count += leaf.count
    }

    /// Calls `body` with the elements, leaf by leaf, in order.
    func forEachLeaf(_ body: ([Element]) -> Void) {
        for branch in branches { branch.forEach(body) }
    }

    /// Calls `body` with every index and element, in order.
    @inlinable public func forEach(_ body: (Int, Element) -> Void) {
        var index = 0
        for branch in branches {
            for leaf in branch {
                for element in leaf {
                    body(index, element)
                    index += 1
                }
            }
        }
    }
}
