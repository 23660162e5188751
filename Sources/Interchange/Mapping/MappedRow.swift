/// The result of a row of a sheet.
public enum MappedRow: Sendable, Hashable {
    /// A command: the line of the file on which the row begins, and the command as one line of canonical JSON,
    /// `{"command","data","id"}`, without a newline.
    case command(line: Int, [UInt8])
    /// Problems instead of a command: the line on which the row begins, or 1 for the sheet as a whole, and everything that is
    /// wrong with it, from left to right.
    case problems(line: Int, [InterchangeError])
}
