internal import Glibc
internal import Spreadsheets

/// A workbook in a file, which LibreOffice converts to and from the form that labctl reads.
struct WorkbookFile {
    let path: String
    let form: WorkbookPackage.Form
    private let bytes: [UInt8]
    /// The file as it was when it was read.
    private let state: State?

    /// By what one sees whether a file is the same, unchanged, and this account's alone.
    private struct State: Hashable {
        let device: UInt64
        let number: UInt64
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        /// Nil of a link, of what is no plain file, and of another account's or one with a second name.
        init?(_ path: String) {
            var status = stat()
            // Unsafe: a C string, which the call only reads, and a value of this function, which it writes.
            guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
                status.st_nlink == 1
            else { return nil }
            (device, number, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int(status.st_size))
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    /// Whether it is still the file that was read, and this account's alone, so that it may be replaced.
    var isUnchanged: Bool { state != nil && State(path) == state }

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
        state = State(path)
        guard let size = file.size else {
            throw Failure(
                .usage,
                localized(
                    "\(path) is no file; save the workbook as one",
                    it: "\(path) non è un file; salvare la cartella di lavoro"))
        }
        guard size <= WorkbookPackage.mostBytes else {
            throw Failure(path, .tooLarge(bytes: size, most: WorkbookPackage.mostBytes))
        }
        bytes = try file.readAll()
        do throws(WorkbookPackage.Failure) {
            form = try WorkbookPackage(bytes).form
        } catch {
            throw Failure(path, error)
        }
        guard path.lowercased().hasSuffix("." + form.rawValue) else {
            throw Failure(
                .usage,
                localized(
                    "\(path) is a workbook of the form .\(form.rawValue); give it a name that ends so",
                    it: "\(path) è una cartella di lavoro nel formato .\(form.rawValue); darle un nome che finisce così"
                ))
        }
    }

    /// Reads it.
    ///
    /// - Throws: `Failure` of usage if LibreOffice is not installed or cannot open it, or if there is more in it than is read.
    func read() async throws -> FlatWorkbook {
        guard let flat = try await Self.convert(bytes, from: form.rawValue, to: "fods") else {
            throw Failure(
                .usage,
                localized(
                    "\(path) cannot be opened by LibreOffice: it is broken, needs a password, or is larger than it seems; save it anew as .xlsx or .ods without a password",
                    it:
                        "LibreOffice non riesce ad aprire \(path): è danneggiato, richiede una password o è più grande di quel che sembra; salvarlo di nuovo come .xlsx o .ods senza password"
                ))
        }
        do throws(FlatWorkbook.Failure) {
            return try FlatWorkbook(flat)
        } catch {
            throw Failure(path, error)
        }
    }

    /// Returns a flat workbook in the form of this file.
    ///
    /// - Throws: `Failure` of usage if LibreOffice cannot make it.
    func converted(_ flat: [UInt8]) async throws -> [UInt8] {
        guard let made = try await Self.convert(flat, from: "fods", to: form.rawValue) else {
            throw Failure(
                .usage,
                localized(
                    "LibreOffice could not write it; is there room in \(TemporaryFolder.parent)?",
                    it: "LibreOffice non è riuscito a scriverla; c'è spazio in \(TemporaryFolder.parent)?"))
        }
        return made
    }

    private static func convert(_ bytes: [UInt8], from: String, to: String) async throws -> [UInt8]? {
        try await HelperProgram.convertSpreadsheet(
            bytes, from: from, to: to,
            for: localized("reading and writing workbooks", it: "leggere e scrivere cartelle di lavoro"),
            within: .foreignInput)
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
                        "richiede una password, o è una cartella di lavoro di Excel precedente al 2007; salvarla come .xlsx senza password"
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
