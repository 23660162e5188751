import CanonicalJSON
import FuzzSupport
import Interchange
import TOMLFiles

/// Fuzzes sheets: rows are read and must be written unchanged; with a map they become commands in canonical form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe input(bytes, count)
    for dialect in CSVDialect.allCases {
        let delimiter = dialect.delimiter
        var reader = CSVReader(text, delimiter: delimiter)
        let writer = CSVWriter(dialect: dialect)
        var rows = 0
        while let row = reader.next() {
            rows += 1
            expect(rows <= text.count + 1, "more rows than bytes")
            guard let cells = (try? row.get())?.cells.map(\.text) else { continue }
            var again = CSVReader(Array(writer.row(cells).utf8), delimiter: delimiter)
            guard let read = (try? again.next()?.get())?.cells.map(\.text) else {
                expect(false, "the row \(cells.map(\.debugDescription)) was written and cannot be read")
                return 0
            }
            expect(
                read.count == cells.count && zip(read, cells).allSatisfy { $0 == $1 || $0 == "'" + $1 },
                "a row was written otherwise")
        }
    }
    guard let mapping else { fatalError("the fuzzer's own map cannot be read") }
    var commands = CSVCommands(text, file: "fuzz.csv", mapping: mapping)
    while let row = commands.next() {
        guard case .command(_, let line) = row else { continue }
        expect((try? JSONReader.read(line, as: .canonical)) != nil, "a command that is not canonical")
    }
    return 0
}

private let mapping = try? MappingFile.read(text: map, name: "hours-sheet.toml")

/// The mapping of `config/hours-sheet.toml`.
private let map = #"""
    command = "hours.log"
    delimiter = ";"
    ignored = ["Note"]
    id = { prefix = "ore", columns = ["Operatore", "Data", "Dalle"] }
    idField = "entry"

    [constants]
    fund = "fami"
    line = "secretariat-towns"
    activity = "desk"

    [columns."Operatore"]
    field = "worker"
    kind = "text"

    [columns."Data"]
    field = "on"
    kind = "day"
    order = "day/month/year"

    [columns."Dalle"]
    field = "start"
    kind = "clock"
    required = false

    [columns."Ore"]
    field = "minutes"
    kind = "hours"
    decimal = ","

    [columns."Comune"]
    field = "place"
    kind = "words"
    words = { Chiari = "chiari", Rovato = "rovato", "Urago d'Oglio" = "urago-d-oglio" }
    """#
