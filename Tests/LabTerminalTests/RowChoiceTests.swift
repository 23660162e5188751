import LabAPI
import Testing

/// `--sort`, `--limit` and `--watch` of views.
@Suite struct RowChoiceTests {
    private static let answer = """
        {"basis":{"position":9,"simulated":false,"narrowed":{"place":"urago"}},"position":9,"names":{},"rows":[
        {"line":"l-1","place":"rovato","owed":600,"delivered":450,"balance":-150},
        {"line":"l-1","place":"urago","owed":6000,"delivered":6060,"balance":60},
        {"line":"l-1","place":"chiari","delivered":5}],"total":{"owed":6600,"delivered":6515,"balance":-90}}
        """
    private static let plan = """
        {"lines":[{"id":"l-1","title":{"it":"Segretariato","en":"Secretariat"}}],
        "places":[{"id":"urago","name":"Urago d'Oglio"},{"id":"rovato","name":"Rovato"}]}
        """

    private func labctl(_ arguments: [String], _ language: String = "en") async throws -> LabctlRun {
        try await LabctlRun(
            ["compliance", "--whole"] + arguments,
            answers: [
                Paths.view("compliance"): LabctlRun.Answer(body: Self.answer),
                Paths.plan: LabctlRun.Answer(body: Self.plan),
            ], environment: ["LABCTL_LANG": language])
    }

    @Test func `rows are sorted by a column, those without a value last, and the rest is counted`() async throws {
        let run = try await labctl(["--sort", "balance", "--limit", "1"])
        #expect(
            run.output == """
                Compliance  place Urago d'Oglio, log at position 9

                Line         Place    Owed  Delivered  Balance
                Secretariat  Rovato  10:00       7:30    -2:30
                and 2 more: --limit 0 shows all

                Total
                Owed       110:00
                Delivered  108:35
                Balance     -1:30

                """)
        let descending = try await labctl(["--sort", "-balance"]).output.split(separator: "\n")
        #expect(
            descending[2...4].map { $0.contains("Urago") ? "u" : $0.contains("Rovato") ? "r" : "c" } == ["u", "r", "c"])
    }

    @Test func `in Italian titles, names and numbers are Italian, and CSV is the same`() async throws {
        let run = try await labctl(["--sort", "saldo", "--limit", "2"], "it")
        #expect(
            run.output == """
                Ore dovute ed erogate  sede Urago d'Oglio, registro alla posizione 9

                Azione        Sede           Dovute  Erogate  Saldo
                Segretariato  Rovato          10:00     7:30  -2:30
                Segretariato  Urago d'Oglio  100:00   101:00   1:00
                e un'altra riga: con --limit 0 si vedono tutte

                Totale
                Dovute   110:00
                Erogate  108:35
                Saldo     -1:30

                """)
        let english = try await labctl(["--csv", "--table", "rows", "--sort", "Delivered"])
        let italian = try await labctl(["--csv", "--table", "rows", "--sort", "Erogate"], "it")
        #expect(english.output == italian.output)
        #expect(english.output.split(separator: "\r\n").dropFirst().first?.hasPrefix("l-1,chiari,") == true)
    }

    @Test func `CSV has the rows of the limit, and the others are counted on standard error`() async throws {
        let run = try await labctl(["--csv", "--table", "rows", "--limit", "2"])
        #expect(run.output.split(separator: "\r\n").count == 3)
        #expect(run.errors == "and 1 more: --limit 0 shows all\n")
        #expect(
            try await labctl(["--csv", "--table", "rows", "--limit", "0"]).output.split(separator: "\r\n").count == 4)
    }

    @Test func `a column that no table has is refused with the one that was probably meant`() async throws {
        let run = try await labctl(["--sort", "balanse"])
        #expect(run.status == 2 && run.output == "")
        #expect(run.errors == "labctl: there is no column balanse; did you mean balance?\n")
        let far = try await labctl(["--sort", "xyzzy"], "it")
        #expect(
            far.errors == "labctl: non c'è una colonna xyzzy; le colonne sono line, place, owed, delivered, balance\n")
    }

    @Test(arguments: [
        (["--json", "--sort", "line"], "labd's answer unchanged"), (["--limit=-1"], "--limit takes 0 or more"),
        (["--watch", "--csv"], "--watch shows tables"), (["--watch=often"], "it takes seconds"),
        (["--watch"], "a terminal to show on"),
    ])
    func `options that do not go together are refused`(_ arguments: [String], _ message: String) async throws {
        let run = try await labctl(arguments)
        #expect(run.status == 2 && run.errors.contains(message), "\(run.errors)")
    }
}
