import Testing

@testable import LabTerminal

/// How tables give way on terminals that are too narrow for them.
@Suite struct NarrowTableTests {
    private static var table: Table {
        var table = Table([
            .left("Place"), .right("Owed in total"), .left("Reasons why", rank: 1), .whole("Id"),
            .whole("Digest", rank: 2),
            .whole("Account", rank: 2),
        ])
        table.add([
            "Comezzano-Cizzago", .hours(79_560), "no final payment yet; the case is open", "c-000148",
            "q83vEjRWeJA0mv8SNFZ4kA==", "cooperativa-a",
        ])
        table.add(["東京都千代田区", .hours(-45), "長い理由がここにあります", "c-2", "AA==", "anna"])
        return table
    }

    private func text(_ columns: Int?) -> String {
        Self.table.text(.plain, on: columns.map { Screen(columns: $0) })
    }

    @Test func `at 132 columns and without a screen nothing gives way`() {
        let all = """
            Place              Owed in total  Reasons why                             Id        Digest                    Account
            Comezzano-Cizzago        1326:00  no final payment yet; the case is open  c-000148  q83vEjRWeJA0mv8SNFZ4kA==  cooperativa-a
            東京都千代田区             -0:45  長い理由がここにあります                c-2       AA==                      anna

            """
        #expect(text(132) == all)
        #expect(text(nil) == all)
    }

    @Test func `at 80 columns headings and words continue below, and what proves is left out and named`() {
        #expect(
            text(80) == """
                Place              Owed in  Reasons why       Id        Digest
                                     total
                Comezzano-Cizzago  1326:00  no final payment  c-000148  q83vEjRWeJA0mv8SNFZ4kA==
                                            yet; the case is
                                            open
                東京都千代田区       -0:45  長い理由がここに  c-2       AA==
                                            あります
                left out at 80 columns: Account; --csv or --json has them

                """)
    }

    @Test func `at 60 columns a figure and an id are whole, and wide characters are cut where their columns are full`()
    {
        #expect(
            text(60) == """
                Place              Owed in  Reasons why             Id
                                     total
                Comezzano-Cizzago  1326:00  no final payment yet;   c-000148
                                            the case is open
                東京都千代田区       -0:45  長い理由がここにありま  c-2
                                            す
                left out at 60 columns: Digest, Account; --csv or --json has
                them

                """)
    }

    @Test func `what is asked for stays, and a narrow column that fits beside it comes back`() {
        var table = Table([
            .whole("Case"), .whole("Day"), .whole("A wide column of details", rank: 1), .whole("Worker", rank: -1),
        ])
        table.add(["c-000148", "2019-06-03", "nothing that anybody asked for", "sw-01"])
        #expect(
            table.text(.plain, on: Screen(columns: 33)).hasPrefix(
                """
                Case      Day         Worker
                c-000148  2019-06-03  sw-01
                left out at 33 columns: A wide
                """))
        #expect(table.text(.plain, on: Screen(columns: 20)).hasPrefix("Case      Worker\nc-000148  sw-01\n"))
    }

    @Test(arguments: [20, 40, 60, 72, 80, 100, 132])
    func `no line is wider than the screen if the first column fits, and no figure or id is broken`(_ columns: Int) {
        let lines = text(columns).split(separator: "\n").filter { !$0.hasPrefix("left out") && $0 != "them" }
        for line in lines { #expect(String(line).displayWidth <= columns, "\(line)") }
        #expect(lines.contains { $0.contains("1326:00") || columns < 28 })
        for line in lines where line.contains("c-0") { #expect(line.contains("c-000148")) }
    }
}
