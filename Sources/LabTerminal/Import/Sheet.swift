internal import Interchange
internal import LabAPI
internal import TOMLFiles

/// A spreadsheet converted to commands, with the rows that cannot be read.
struct Sheet {
    /// One command a line.
    private(set) var commands: [UInt8] = []
    /// The line of the sheet that each command came from.
    private(set) var lines: [Int] = []
    /// The detected encoding, if the mapping gives none and the sheet is not UTF-8.
    private(set) var foundEncoding: CSVEncoding?
    /// What is wrong, `LINE:COLUMN …`, in the order of the sheet.
    private(set) var problems: [String] = []
    /// The number of rows that did not become commands.
    private(set) var rowsLeftOut = 0

    init(_ bytes: [UInt8], file: String, map: String) throws(Failure) {
        let mapping = try Self.mapping(map)
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let rows = CSVCommands(bytes, file: name, mapping: mapping)
        if mapping.encoding == nil, rows.encoding != .utf8 { foundEncoding = rows.encoding }
        for row in rows {
            switch row {
            case .command(let line, let command):
                commands += command + [UInt8(ascii: "\n")]
                lines.append(line)
            case .problems(_, let found):
                problems += found.map(\.spoken)
                rowsLeftOut += 1
            }
        }
    }

    /// Reads the file that maps columns to fields.
    ///
    /// - Throws: `Failure` of usage if it cannot be read, or is no mapping.
    static func mapping(_ path: String) throws(Failure) -> CSVMapping {
        let text = String(decoding: try Descriptor.contents(of: path), as: UTF8.self)
        do throws(PlanFileError) {
            return try MappingFile.read(text: text, name: path)
        } catch {
            throw Failure(.usage, error.spoken)
        }
    }
}
