internal import FoundationEssentials
internal import Glibc

/// A folder for a program that works on files.
enum TemporaryFolder {
    /// Where folders are made.
    static var parent: String { Environment["TMPDIR"] ?? "/tmp" }

    /// Runs the body with a new folder, for its owner alone, which is removed afterwards with all that is in it.
    ///
    /// - Throws: `Failure` of usage if none can be made; what the body throws.
    static func with<Result>(_ body: (_ path: String) async throws -> Result) async throws -> Result {
        var path = Array("\(parent)/labctl-XXXXXX".utf8CString)
        // Unsafe: `mkdtemp` writes the name into the array, which ends with a zero.
        guard unsafe mkdtemp(&path) != nil else {
            throw Failure(
                .usage,
                localized(
                    "no temporary folder can be made in \(parent): \(systemError()); set TMPDIR",
                    it: "in \(parent) non si può creare una cartella temporanea: \(systemError()); indicare TMPDIR"))
        }
        let made = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: made) }
        return try await body(made)
    }
}
