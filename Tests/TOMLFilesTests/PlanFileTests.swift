import CanonicalJSON
import CivilTime
import Foundation
import TOMLFiles
import Office
import Testing

@Suite struct PlanFileTests {
    /// The plan that ships, found from this file's place in the package.
    private static func shipped() throws -> String {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: package.appending(path: "config/lab-impact.toml"), encoding: .utf8)
    }

    private static func fault(_ text: String) throws -> PlanFileError? {
        do throws(PlanFileError) {
            try PlanFile(text: text, name: "plan.toml").check()
            return nil
        } catch {
            return error
        }
    }

    /// The shipped plan with one piece of its text replaced.
    private static func shipped(_ old: String, _ new: String) throws -> String {
        let text = try shipped()
        try #require(text.contains(old))
        return text.replacing(old, with: new, maxReplacements: 1)
    }

    @Test func `The plan that ships is the plan of the grant, to the last field`() throws {
        let file = try PlanFile(text: Self.shipped(), name: "lab-impact.toml")
        let url = try #require(
            Bundle.module.url(forResource: "lab-impact", withExtension: "json", subdirectory: "Fixtures"))
        let expected = try JSONReader.read(Array(Data(contentsOf: url)), as: .strict)
        #expect(file.plan.canonicalBytes == expected.canonicalBytes)
        try file.check()
    }

    @Test func `The adoption that is sent is a command that the office takes`() throws {
        let file = try PlanFile(text: Self.shipped(), name: "lab-impact.toml")
        let day = try #require(Day("2019-05-20"))
        let request = try CommandRequest(
            file.adoption(id: "x-1", on: day, act: "DGR 1", reason: "start", at: "2019-05-20T08:00:00.000000Z"))
        #expect(type(of: request.command).name == "project.adopt-plan")
        #expect(request.command.occurred == day)
        #expect(request.at?.description == "2019-05-20T08:00:00.000000Z")
    }

    @Test func `A header without a name is reported at its line, but not text that only looks like one`() throws {
        let error = try #require(try Self.fault("office = \"x\"\n[%lines]\n"))
        #expect(error.code == "not-toml")
        #expect(error.at?.line == 2)
        #expect(
            TOMLOutline("a = \"\"\"\n[%\n\"\"\"\nb = [\n[1],\n[\"x\"]]\n# [%\n[c]\n[[ \"d e\" ]]\n").fault
                == nil)
    }

    @Test func `Text that is not TOML is reported at its line and column`() throws {
        let error = try #require(try Self.fault("office = \"x\"\ntitle = \n"))
        #expect(error.code == "not-toml")
        #expect(error.at?.line == 2)
        #expect(error.description.hasPrefix("plan.toml:2:"))
    }

    @Test func `An unknown key is named with its line and column`() throws {
        let error = try #require(try Self.fault(Self.shipped("weeklyMinutes = 300", "weeklyHours = 5")))
        #expect(error.code == "unknown-field")
        #expect(error.field == "lines[0].weeklyHours")
        let line = try Self.shipped().split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.hasPrefix("weeklyMinutes = 300") }.map { $0 + 1 }
        #expect(error.at == line.map { TOMLOutline.Place(line: $0, column: 1) })
    }

    @Test func `All unknown keys are named, each at its place, before what is missing`() throws {
        var text = try Self.shipped("weeklyMinutes = 300", "weeklyHours = 5")
        text = text.replacing("office = \"oglio-ovest\"", with: "ofice = \"oglio-ovest\"", maxReplacements: 1)
        text += "\nnotes = 1\n"
        let error = try #require(try Self.fault(text))
        #expect(
            ([error] + error.more).map(\.code) == ["unknown-field", "unknown-field", "unknown-field", "missing-field"])
        #expect(([error] + error.more).map(\.field) == ["ofice", "lines[0].weeklyHours", "targets[0].notes", "office"])
        #expect(error.accepted?.contains("office title grant") == true)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for fault in [error] + error.more.prefix(2) {
            let at = try #require(fault.at)
            let key = try #require(fault.field?.split(separator: ".").last)
            #expect(lines[at.line - 1].dropFirst(at.column - 1).hasPrefix(key))
        }
        #expect(error.description.split(separator: "\n").count == 4)
    }

    @Test func `A line outside the period is shown at its line`() throws {
        let error = try #require(
            try Self.fault(
                Self.shipped("to = 2019-12-31", "to = 2019-05-31")
                    .replacing("from = 2019-06-01", with: "from = 2019-05-01").replacing(
                        "from = 2019-05-01", with: "from = 2019-06-01", maxReplacements: 1)))
        #expect(error.field == "lines[0].to" && error.code == "invalid-value" && error.more.isEmpty)
        #expect(error.at != nil)
    }

    @Test func `A plan whose event would be too long is refused, as adopting it is`() throws {
        let title = String(repeating: "x", count: 400)
        let measures = (0..<100).map {
            "\n[[measures]]\nid = \"m-\($0)\"\nit = \"\(title)\"\nen = \"\(title)\"\ncodes = []\n"
        }
        let error = try #require(try Self.fault(try Self.shipped() + measures.joined()))
        #expect(error.code == "too-large" && error.detail.contains("bytes"))
        #expect(error.accepted?.contains("65535") == true)
        #expect(try Self.fault(try Self.shipped() + measures.prefix(60).joined()) == nil)
    }

    @Test func `A missing key is shown at the head of its table`() throws {
        let error = try #require(try Self.fault(Self.shipped("grant = \"PROG-2463\"\n", "")))
        #expect(error.code == "missing-field")
        #expect(error.field == "grant")
        let inTable = try #require(try Self.fault(Self.shipped("name = \"Rovato\"\n", "")))
        #expect(inTable.field == "places[7].name")
        let head = try Self.shipped().split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0 == "id = \"rovato\"" }
        // The header is on the line before the table's first key; lines are counted from 1.
        #expect(inTable.at?.line == head)
    }

    @Test func `A wrong type, an unknown word and a day that does not exist are each named`() throws {
        let type = try #require(try Self.fault(Self.shipped("weeklyMinutes = 1380", "weeklyMinutes = \"23h\"")))
        #expect(type.code == "wrong-type")
        #expect(type.field == "lines[1].weeklyMinutes")
        let word = try #require(try Self.fault(Self.shipped("partWeek = \"working-days\"", "partWeek = \"whole\"")))
        #expect(word.code == "invalid-value")
        #expect(word.accepted?.contains("full-weeks") == true)
        let fraction = try #require(try Self.fault(Self.shipped("dailyMinutes = 600", "dailyMinutes = 600.5")))
        #expect(fraction.field == "limits.dailyMinutes")
        let day = try #require(try Self.fault(Self.shipped("to = 2020-03-31", "to = \"2020-02-30\"")))
        #expect(day.code == "invalid-value")
        #expect(day.field == "period.to")
    }

    @Test func `A line that names an unknown place is reported at that word`() throws {
        let error = try #require(try Self.fault(Self.shipped("\"rudiano\", \"trenzano\"", "\"rudiana\", \"trenzano\"")))
        #expect(error.code == "unknown-place")
        #expect(error.field == "lines[0].places[8]")
        let lines = try Self.shipped().split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(error.at?.line)
        let column = try #require(error.at?.column)
        #expect(lines[line - 1].dropFirst(column - 1).hasPrefix("\"rudiano\""))
    }

    @Test func `Days may be written with or without quotes`() throws {
        let quoted = try PlanFile(text: Self.shipped("from = 2019-06-01", "from = \"2019-06-01\""), name: "plan.toml")
        #expect(try quoted.plan == PlanFile(text: Self.shipped(), name: "plan.toml").plan)
    }
}

@Suite struct TOMLOutlineTests {
    private func place(_ path: String, in text: String) -> [Int]? {
        TOMLOutline(text).place(of: path).map { [$0.line, $0.column] }
    }

    @Test func `Tables, arrays of tables, inline tables and dotted keys are told apart`() {
        let text = """
            top = 1 # [not.a.table]
            [a.b]
            "c d" = "x = [ # \\" "
            [[list]]
            one = 1
            [[list]]
              one = [ 10,
                # between
                [ 20, 30 ], ]
            [list.sub]
            deep.er = { x = 1, y = 'z' }
            """
        #expect(place("top", in: text) == [1, 1])
        #expect(place("a.b", in: text) == [2, 1])
        #expect(place("a.b.c d", in: text) == [3, 1])
        #expect(place("list[0].one", in: text) == [5, 1])
        #expect(place("list[1]", in: text) == [6, 1])
        #expect(place("list[1].one[0]", in: text) == [7, 11])
        #expect(place("list[1].one[1][1]", in: text) == [9, 11])
        #expect(place("list[1].sub.deep.er.y", in: text) == [11, 20])
    }

    @Test func `Strings over several lines hide what looks like keys`() {
        let text = "a = \"\"\"\nb = 1\n\"quotes\"\"\"\"\nc = '''\nd = 2'''\ne = 3\n"
        #expect(place("b", in: text) == nil)
        #expect(place("d", in: text) == nil)
        #expect(place("c", in: text) == [4, 1])
        #expect(place("e", in: text) == [6, 1])
    }

    @Test func `Columns count characters, and a missing key is reported at its table`() {
        #expect(place("t[1]", in: "t = [\"è\", 2]") == [1, 11])
        #expect(place("t[0].nothing.here", in: "[[t]]\nx = 1\n") == [1, 1])
        #expect(place("nothing", in: "x = 1") == nil)
    }

    @Test(arguments: ["[", "a = [", "a = {b", "\"", "a = \"\"\"", "= = =", "[[", "a.", "]"])
    func `The outline of a text that is not TOML still ends`(_ text: String) {
        #expect(TOMLOutline(text).place(of: "never") == nil)
    }
}
