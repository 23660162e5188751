internal import Spreadsheets

extension Workbook {
    /// Returns the workbook's file.
    ///
    /// - Throws: `Failure` of usage if there is more than a spreadsheet takes, or it cannot be written.
    func bytes() throws(LabTerminal.Failure) -> [UInt8] {
        try fileBytes { (path) throws(Workbook.Failure) in try write(to: path) }
    }
}

extension FormSheet {
    /// Returns the workbook's file.
    ///
    /// - Throws: `Failure` of usage if it cannot be written.
    func bytes() throws(Failure) -> [UInt8] {
        try fileBytes { (path) throws(Workbook.Failure) in try write(to: path) }
    }
}

/// Returns the file of a workbook, which `write` writes to a path.
private func fileBytes(_ write: (_ path: String) throws(Workbook.Failure) -> Void) throws(Failure) -> [UInt8] {
    // The library writes to a path only, and the descriptor's has no name that somebody else could take.
    let made = try Descriptor(temporaryFor: localized("a workbook", it: "una cartella di lavoro"))
    defer { made.close() }
    do throws(Workbook.Failure) {
        try write(made.path)
    } catch {
        throw Failure(.usage, error.spoken)
    }
    return try made.readAll()
}
