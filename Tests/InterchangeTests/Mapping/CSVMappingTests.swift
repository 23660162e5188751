import CanonicalJSON
import Interchange
import Testing

struct CSVMappingTests {
    private typealias Column = CSVMapping.Column

    private static func value(
        columns: [Column] = [Column(header: "Data", field: "on", kind: .day(.yearMonthDay))],
        ignored: [String] = [], idOf headers: [String] = ["Data"], prefix: String = "ore", idField: String? = nil
    ) -> String? {
        do throws(InterchangeError) {
            _ = try CSVMapping(
                command: "hours.log", columns: columns, ignored: ignored, constants: ["fund": "fami"],
                identity: .columns(prefix: prefix, headers: headers), idField: idField)
            return nil
        } catch {
            return error.code == .badMapping ? error.value : "\(error)"
        }
    }

    @Test func `a consistent mapping is accepted`() {
        #expect(Self.value() == nil)
        #expect(Self.value(ignored: ["Note"], idOf: ["Data", "Note"], prefix: "", idField: "entry") == nil)
    }

    @Test func `a mapping that contradicts itself is refused with the contradiction`() {
        let day = Column(header: "Data", field: "on", kind: .day(.yearMonthDay))
        #expect(Self.value(columns: []) == "hours.log")
        #expect(Self.value(columns: [day, day]) == "Data")
        #expect(Self.value(ignored: ["Data"]) == "Data")
        #expect(Self.value(columns: [day, Column(header: "Giorno", field: "on", kind: .text)]) == "on")
        #expect(Self.value(columns: [day, Column(header: "Fondo", field: "fund", kind: .text)]) == "fund")
        #expect(Self.value(idField: "on") == "on")
        #expect(Self.value(idOf: ["Numero"]) == "Numero")
        #expect(Self.value(idOf: []) == "id")
        #expect(Self.value(prefix: "-x") == "-x")
        #expect(Self.value(prefix: "ore giugno") == "ore giugno")
        #expect(
            Self.value(columns: [day, Column(header: "Temi", field: "topics", kind: .list(separator: ""))]) == "Temi")
        let both = CSVMapping.Kind.boolean(yes: ["x"], no: ["X"])
        #expect(Self.value(columns: [day, Column(header: "Minore", field: "minor", kind: both)]) == "Minore")
    }
}
