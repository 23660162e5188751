internal import Glibc
internal import SystemPackage

/// The labd that is installed with this labctl: what works on a database without a running labd is a part of that
/// program.
struct LabdProgram {
    /// Where it is.
    let path: String

    /// The program at `path`, or the labd in the directory of this program.
    init(_ path: String?) throws(Failure) {
        if let path {
            guard unsafe access(path, X_OK) == 0 else {
                throw Failure(
                    .usage,
                    localized(
                        "\(path) cannot be run: \(systemError()); name a labd with --labd",
                        it: "\(path) non si può eseguire: \(systemError()); indicare un labd con --labd"))
            }
            self.path = path
            return
        }
        var own = [CChar](repeating: 0, count: 4_096)
        // Unsafe: `readlink` writes no more than it is told to, and says how many.
        let count = unsafe readlink("/proc/self/exe", &own, own.count - 1)
        let text = String(decoding: own.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let beside = FilePath(text).removingLastComponent().appending("labd").string
        guard unsafe access(beside, X_OK) == 0 else {
            throw Failure(
                .usage,
                localized(
                    "there is no labd beside this program; name it with --labd",
                    it: "accanto a questo programma non c'è labd; indicarlo con --labd"))
        }
        self.path = beside
    }

    /// Goes on as that program, with these arguments, in place of this one.
    func become(_ arguments: [String]) throws(Failure) {
        // Unsafe: C strings that live until the program is another, or the call has failed.
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        _ = unsafe execv(path, &words)
        throw Failure(.usage, "\(path): \(systemError())")
    }
}
