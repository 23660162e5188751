/// A growing array that is cheap to keep old versions of.
///
/// Copies share their elements; changing or appending copies one leaf of 16 elements and the short paths to it, and
/// nothing when no copy is held. An `Office` of an earlier position is such a copy: what it holds alone are the leaves that
/// changed since, mostly for one element each, so that they are small. Elements are `BitwiseCopyable` wherever there are
/// many, so that copying a leaf is one `memcpy`.
///
/// Public, as all of the tables are, because other modules inline only what is: where a reading is not specialized it
/// looks up types at run time, which takes ten times as long.
public struct PersistentArray<Element: Sendable & Equatable>: Sendable, Equatable {
    // A path is copied by counting one more reference to each of its nodes, so that nodes have few children.
    @usableFromInline static var leafSize: Int { 16 }
    @usableFromInline static var twigSize: Int { leafSize * 32 }
    @usableFromInline static var branchSize: Int { twigSize * 32 }

    @usableFromInline var branches: [[[[Element]]]] = []
    /// The number of elements.
    public private(set) var count = 0

    /// An array without elements.
    public init() {}

    /// The element at `index`, which must be below `count`.
    @inlinable public subscript(index: Int) -> Element {
        get {
            let branch = index / Self.branchSize
            let twig = index % Self.branchSize / Self.twigSize
            return branches[branch][twig][index % Self.twigSize / Self.leafSize][index % Self.leafSize]
        }
        _modify {
            let branch = index / Self.branchSize
            let twig = index % Self.branchSize / Self.twigSize
            yield &branches[branch][twig][index % Self.twigSize / Self.leafSize][index % Self.leafSize]
        }
    }

    /// Adds an element at the end.
    public mutating func append(_ element: Element) {
        if count % Self.leafSize == 0 {
            var leaf: [Element] = []
            leaf.reserveCapacity(Self.leafSize)
            leaf.append(element)
            append(leaf: leaf)
        } else {
            let last = count - 1
            let branch = last / Self.branchSize
            let twig = last % Self.branchSize / Self.twigSize
            branches[branch][twig][last % Self.twigSize / Self.leafSize].append(element)
            count += 1
        }
    }

    /// Adds the elements of a whole leaf, or of the last one, at the end, where a leaf begins.
    mutating func append(leaf: [Element]) {
        precondition(count % Self.leafSize == 0 && (1...Self.leafSize).contains(leaf.count), "not a leaf")
        if count % Self.branchSize == 0 { branches.append([]) }
        let branch = branches.count - 1
        if count % Self.twigSize == 0 { branches[branch].append([]) }
        branches[branch][branches[branch].count - 1].append(leaf)
        count += leaf.count
    }

    /// Calls `body` with the elements, leaf by leaf, in order.
    func forEachLeaf(_ body: ([Element]) -> Void) {
        for branch in branches {
            for twig in branch { twig.forEach(body) }
        }
    }

    /// Calls `body` with every index and element, in order.
    @inlinable public func forEach(_ body: (Int, Element) -> Void) {
        var index = 0
        for branch in branches {
            for twig in branch {
                for leaf in twig {
                    for element in leaf {
                        body(index, element)
                        index += 1
                    }
                }
            }
        }
    }
}
