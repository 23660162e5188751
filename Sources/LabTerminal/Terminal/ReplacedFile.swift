internal import Glibc

/// A file that takes its place at once, when it is complete: whoever reads it finds all of it, or what was there before.
struct ReplacedFile {
    private let made: String
    private let file: Descriptor

    /// Makes the file beside its place, for this account alone, so that it is known before the work begins whether it can be
    /// written.
    ///
    /// - Throws: `Failure` of usage, with what the system said.
    init(beside path: String) throws(Failure) {
        var random = SystemRandom()
        made = "\(path).\(String(random.next(), radix: 36)).part"
        file = try Descriptor(creating: made)
    }

    /// Writes the file, and puts it in its place.
    ///
    /// - Parameters:
    ///   - bytes: All of it.
    ///   - path: Its place.
    ///   - replaces: Whether what is there is replaced. If not, and something is there, nothing happens.
    /// - Returns: Whether it is in its place.
    /// - Throws: `Failure` of usage; then what was there stays.
    func write(_ bytes: [UInt8], to path: String, replacing replaces: Bool) throws(Failure) -> Bool {
        try file.write(bytes)
        try file.sync()
        // Unsafe: C strings, which the calls only read.
        if unsafe replaces ? rename(made, path) == 0 : link(made, path) == 0 { return true }
        if !replaces, errno == EEXIST { return false }
        throw Failure(
            .usage,
            localized(
                "\(path) cannot be written: \(systemError())", it: "\(path) non si può scrivere: \(systemError())"))
    }

    /// Closes the file, and removes it beside its place.
    func close() {
        file.close()
        // Unsafe: a C string, which the call only reads. It fails if the file was moved.
        unsafe unlink(made)
    }
}
