internal import Interchange

/// The store of an export: a temporary file without a name, which is removed with it.
final class ExportFile: ExportStore {
    private let file: Descriptor

    /// - Throws: `Failure` if no file can be made.
    init() throws(Failure) {
        file = try Descriptor(temporaryFor: localized("the export", it: "l'esportazione"))
    }

    deinit { file.close() }

    func append(_ bytes: [UInt8]) throws {
        do throws(Failure) {
            try file.write(bytes)
        } catch {
            throw Failure(
                .usage,
                localized(
                    "the export's temporary file cannot be written on: \(error.message); "
                        + "set TMPDIR to a directory with more free space",
                    it: "il file temporaneo dell'esportazione non si può più scrivere: \(error.message); "
                        + "indicare in TMPDIR una cartella con più spazio"))
        }
    }

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = try file.read(at: offset, into: &bytes)
        return found == count ? bytes : Array(bytes[..<found])
    }
}
