internal import Glibc

/// A file that takes another's place at once, when it is complete: whoever reads finds the old one or the new one.
struct ReplacedFile {
    private let path: String
    private let made: String
    private let file: Descriptor

    /// Makes the new file beside the old one, for this account alone, so that it is known before the work begins whether it can be
    /// written.
    ///
    /// - Throws: `Failure` of usage, with what the system said.
    init(_ path: String) throws(Failure) {
        self.path = path
        var random = SystemRandom()
        made = "\(path).\(String(random.next(), radix: 36)).part"
        file = try Descriptor(creating: made)
    }

    /// Writes the file and puts it in its place.
    ///
    /// - Throws: `Failure` of usage; then the old one stays.
    func write(_ bytes: [UInt8]) throws(Failure) {
        try file.write(bytes)
        try file.sync()
        // Unsafe: C strings, which the call only reads.
        guard unsafe rename(made, path) == 0 else {
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be replaced: \(systemError())",
                    it: "\(path) non si può sostituire: \(systemError())"))
        }
    }

    /// Closes the new file, and removes it if it did not take its place.
    func close() {
        file.close()
        // Unsafe: a C string, which the call only reads. It fails if the file is in its place.
        unsafe unlink(made)
    }
}
