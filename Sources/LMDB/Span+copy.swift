extension [UInt8] {
    /// Returns a copy of bytes that a transaction lends, which may be kept after the transaction.
    package init(copying span: Span<UInt8>) {
        // Unsafe: read within the span's lifetime.
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// Appends a copy of bytes that a transaction lends.
    package mutating func append(copying span: Span<UInt8>) {
        // Unsafe: read within the span's lifetime.
        unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
