internal import FoundationEssentials
internal import Spreadsheets

/// A workbook in a file, which LibreOffice converts to and from the form that labctl reads.
struct WorkbookFile {
    let path: String
    let form: WorkbookPackage.Form
    private let bytes: [UInt8]

    /// Whether a file's name says that it is a workbook, of whatever kind.
    static func isNamed(_ path: String) -> Bool {
        [".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods"].contains { path.lowercased().hasSuffix($0) }
    }

    /// Looks at a file before anything opens it.
    ///
    /// - Throws: `Failure` of usage, saying why it is not opened and what is.
    init(_ path: String) throws(Failure) {
        self.path = path
        let file = try Descriptor(reading: path)
        defer { file.close() }
        if let size = file.size, size > WorkbookPackage.mostBytes {
            throw Failure(path, .tooLarge(bytes: size, most: WorkbookPackage.mostBytes))
        }
        bytes = try file.readAll()
        do throws(WorkbookPackage.Failure) {
            form = try WorkbookPackage(bytes).form
        } catch {
            throw Failure(path, error)
        }
    }

    /// Reads it.
    ///
    /// - Throws: `Failure` of usage if LibreOffice is not installed or cannot open it, or if there is more in it than is read.
    func read() async throws -> FlatWorkbook {
        let flat = try await Self.convert(bytes, from: form.rawValue, to: "fods", named: path)
        do throws(FlatWorkbook.Failure) {
            return try FlatWorkbook(flat)
        } catch {
            throw Failure(path, error)
        }
    }

    /// Returns a flat workbook in the form of this file.
    func converted(_ flat: [UInt8]) async throws -> [UInt8] {
        try await Self.convert(flat, from: "fods", to: form.rawValue, named: path)
    }

    private static func convert(_ bytes: [UInt8], from: String, to: String, named path: String) async throws -> [UInt8]
    {
        let purpose = localized("reading and writing workbooks", it: "leggere e scrivere cartelle di lavoro")
        return try await TemporaryFolder.with { folder in
            try Descriptor.create("\(folder)/workbook.\(from)", bytes)
            _ = try await HelperProgram.soffice.run(
                [
                    "-env:UserInstallation=file://\(folder)/profile", "--headless", "--convert-to", to, "--outdir",
                    "\(folder)/made", "\(folder)/workbook.\(from)",
                ], [], for: purpose, within: .foreignInput)
            let made = "\(folder)/made/workbook.\(to)"
            // It says so, and ends as if nothing had happened.
            guard FileManager.default.fileExists(atPath: made) else {
                throw Failure(
                    .usage,
                    localized(
                        "\(path) cannot be opened by LibreOffice: it is broken, needs a password, or is larger than it seems; save it anew as .xlsx or .ods without a password",
                        it:
                            "LibreOffice non riesce ad aprire \(path): è danneggiato, richiede una password o è più grande di quel che sembra; salvarlo di nuovo come .xlsx o .ods senza password"
                    ))
            }
            return try Descriptor.contents(of: made)
        }
    }
}

extension Failure {
    /// Why a file is not opened as a workbook.
    init(_ path: String, _ failure: WorkbookPackage.Failure) {
        let text =
            switch failure {
            case .tooLarge(let bytes, let most):
                localized(
                    "\(grouped(bytes)) bytes are too many; at most \(grouped(most)) are read",
                    it: "\(grouped(bytes)) byte sono troppi; se ne leggono al massimo \(grouped(most))")
            case .tooLargeInside(let bytes, let most):
                localized(
                    "unpacked it has \(grouped(bytes)) bytes; at most \(grouped(most)) are read",
                    it: "decompresso occupa \(grouped(bytes)) byte; se ne leggono al massimo \(grouped(most))")
            case .tooManyParts(let count, let most):
                localized(
                    "it has \(grouped(count)) parts; at most \(grouped(most)) are read",
                    it: "ha \(grouped(count)) parti; se ne leggono al massimo \(grouped(most))")
            case .encrypted:
                localized("it needs a password; save it without one", it: "richiede una password; salvarlo senza")
            case .oldOrEncrypted:
                localized(
                    "it needs a password, or is a workbook of Excel before 2007; save it as .xlsx without a password",
                    it:
                        "richiede una password, o è una cartella di Excel prima del 2007; salvarla come .xlsx senza password"
                )
            case .hasMacros(let part):
                localized(
                    "it holds macros (\(part)), which labctl does not open; save it as .xlsx or .ods without them",
                    it: "contiene macro (\(part)), che labctl non apre; salvarlo come .xlsx o .ods senza macro")
            case .noWorkbook:
                localized(
                    "it is no workbook, or a broken one; .xlsx and .ods are read",
                    it: "non è una cartella di lavoro, o è danneggiata; si leggono .xlsx e .ods")
            }
        self.init(.usage, "\(path): \(text)")
    }

    /// Why a converted workbook is not read.
    fileprivate init(_ path: String, _ failure: FlatWorkbook.Failure) {
        let text =
            switch failure {
            case .unreadable(let text):
                localized("it cannot be read: \(text)", it: "non si può leggere: \(text)")
            case .tooManyRows(let sheet, let most):
                localized(
                    "\(sheet), row \(grouped(most + 1)): more rows than are read; at most \(grouped(most)) of a sheet may have something in them",
                    it:
                        "\(sheet), riga \(grouped(most + 1)): più righe di quante se ne leggono; al massimo \(grouped(most)) di un foglio possono contenere qualcosa"
                )
            case .tooManyColumns(let sheet, let row, let most):
                localized(
                    "\(sheet), row \(grouped(row)): something stands beyond column \(grouped(most)); empty it",
                    it: "\(sheet), riga \(grouped(row)): c'è qualcosa oltre la colonna \(grouped(most)); svuotarla")
            }
        self.init(.usage, "\(path): \(text)")
    }
}
