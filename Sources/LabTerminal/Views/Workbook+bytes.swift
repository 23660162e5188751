internal import Spreadsheets

extension Workbook {
    /// Returns the workbook's file.
    ///
    /// - Throws: `Failure` of usage if there is more than a spreadsheet takes, or it cannot be written.
    func bytes() throws(LabTerminal.Failure) -> [UInt8] {
        // The library writes to a path only, and the descriptor's has no name that somebody else could take.
        let made = try Descriptor(temporaryFor: localized("a workbook", it: "una cartella di lavoro"))
        defer { made.close() }
        do throws(Workbook.Failure) {
            try write(to: made.path)
        } catch {
            throw LabTerminal.Failure(.usage, error.spoken)
        }
        return try made.readAll()
    }
}
