/// The system's random numbers, from a generator that has a size.
///
/// `SystemRandomNumberGenerator` has none, and ThreadSanitizer ends a program in which a value without size is passed on as
/// `inout`: it is told of an address that is not there.
struct SystemRandom: RandomNumberGenerator {
    private var source = SystemRandomNumberGenerator()
    private var last: UInt64 = 0

    mutating func next() -> UInt64 {
        last = source.next()
        return last
    }
}
