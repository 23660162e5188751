/// Returns the input of libFuzzer as an array.
///
/// - Parameter bytes: may be nil if `count` is 0.
@unsafe public func input(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
}

/// Stops the fuzzer with a finding if a condition does not hold.
public func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError("finding: \(what())") }
}
