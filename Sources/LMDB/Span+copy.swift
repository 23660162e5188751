extension [UInt8] {
    /// A copy of what a transaction lends, to keep after it.
    public init(copying span: Span<UInt8>) {
        // Unsafe: read within the span's lifetime.
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// Appends a copy of what a transaction lends.
    public mutating func append(copying span: Span<UInt8>) {
        // Unsafe: read within the span's lifetime.
        unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
