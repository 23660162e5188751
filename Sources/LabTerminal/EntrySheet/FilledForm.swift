internal import CanonicalJSON
internal import CivilTime
internal import Office
internal import Spreadsheets

/// Reads a workbook that labctl made and a person filled in.
struct FilledForm {
    let form: EntryForm
    let told: EntryIdentity.Read
    private let workbook: FlatWorkbook
    private let sheet: Int
    private let titleRow: FlatWorkbook.Row
    /// The column of each title, from 0.
    private let columns: [String: Int]

    /// - Throws: What makes the whole workbook unreadable: the sheet or a title is missing, or there twice.
    init(_ workbook: FlatWorkbook, _ told: EntryIdentity.Read, _ form: EntryForm) throws(WorkbookProblem.List) {
        (self.workbook, self.told, self.form) = (workbook, told, form)
        func titles(_ row: FlatWorkbook.Row) -> [(column: Int, title: String)] {
            row.cells.compactMap { column, cell in cell.text.map { (column, $0.trimmingBlanks) } }
        }
        let needed = [told.number] + told.titles.values
        // People add rows above, and sheets before.
        let places = workbook.sheets.indices.flatMap { sheet in
            workbook.sheets[sheet].rows.prefix(100).map { (sheet, $0) }
        }
        let best = places.first { place in
            let found = Set(titles(place.1).map(\.title))
            return found.contains(told.number) && found.intersection(needed).count * 2 > needed.count
        }
        guard let best else {
            throw WorkbookProblem.List(
                .init(
                    place: .init(),
                    detail: localized("no sheet has the row of titles", it: "nessun foglio ha la riga dei titoli"),
                    accepted: needed.sorted().joined(separator: ", ")))
        }
        (sheet, titleRow) = best
        var columns: [String: Int] = [:]
        var problems: [WorkbookProblem] = []
        let name = workbook.sheets[sheet].name
        for (column, title) in titles(titleRow).sorted(by: { $0.column < $1.column })
        where needed.contains(title) || title == told.result {
            let place = WorkbookProblem.Place(sheet: name, row: titleRow.number, column: column, title: title)
            if columns.updateValue(column, forKey: title) != nil {
                problems.append(
                    .init(
                        place: place, detail: localized("the title is there twice", it: "il titolo è ripetuto"),
                        accepted: localized("each title once", it: "ogni titolo una volta")))
            }
        }
        for title in needed.sorted() where columns[title] == nil {
            problems.append(
                .init(
                    place: .init(sheet: name, row: titleRow.number),
                    detail: localized("the column \"\(title)\" is missing", it: "manca la colonna \"\(title)\""),
                    accepted: localized(
                        "the columns that the workbook was made with, in any order",
                        it: "le colonne con cui la cartella è stata fatta, in qualsiasi ordine")))
        }
        guard problems.isEmpty else { throw WorkbookProblem.List(problems) }
        self.columns = columns
    }

    /// Reads all rows below the titles that have something in them, besides their number and what became of them.
    func read() -> ReadWorkbook {
        let sheet = workbook.sheets[self.sheet]
        var rowsOfNumbers: [Int: Int] = [:]
        // Rows that are named get another number each.
        var next = (sheet.rows.lazy.compactMap { number(in: $0) }.max() ?? 0) + 1
        let rows = sheet.rows.filter { isFilled($0) }.map { row -> ReadWorkbook.Row in
            var problems: [WorkbookProblem] = []
            let number = self.number(of: row, next: &next, &rowsOfNumbers, &problems)
            let data = data(of: row, &problems)
            guard problems.isEmpty, let number else {
                return ReadWorkbook.Row(number: row.number, outcome: .problems(problems))
            }
            return ReadWorkbook.Row(number: row.number, outcome: .command(command(number, data)))
        }
        return ReadWorkbook(
            workbook: workbook, sheet: self.sheet, titleRow: titleRow.number, resultColumn: columns[told.result],
            resultTitle: told.result, rows: rows)
    }

    /// The command of a row. Its id is the workbook's tag and the row's number, so that the row is known again.
    private func command(_ number: Int, _ data: JSONObject) -> [UInt8] {
        let id = "\(told.identity.tag)-\(number)"
        var data = data
        if let field = form.idField { data.members.append(.init(field, .string(id))) }
        let command: JSON = [
            "command": .string(form.kind.command.name), "data": .object(data), "id": .string("sheet-" + id),
        ]
        return command.canonicalBytes
    }

    private func isFilled(_ row: FlatWorkbook.Row) -> Bool {
        row.number > titleRow.number
            && told.titles.values.contains { title in columns[title].map { row.cells[$0]?.value != nil } ?? false }
    }

    private func place(_ row: FlatWorkbook.Row, _ title: String) -> WorkbookProblem.Place {
        .init(sheet: workbook.sheets[sheet].name, row: row.number, column: columns[title], title: title)
    }

    // MARK: - Numbers

    private static let mostRows = 1_000_000

    private func number(in row: FlatWorkbook.Row) -> Int? {
        guard row.number > titleRow.number, let column = columns[told.number] else { return nil }
        let number: Int? =
            switch row.cells[column]?.value {
            case .number(let number) where number == number.rounded() && abs(number) < 1e9: Int(number)
            case .text(let text): Int(text.trimmingBlanks)
            default: nil
            }
        return number.flatMap { (1...Self.mostRows).contains($0) ? $0 : nil }
    }

    /// The number by which a row is known; rows that were copied have that of another.
    private func number(
        of row: FlatWorkbook.Row, next: inout Int, _ rows: inout [Int: Int], _ problems: inout [WorkbookProblem]
    ) -> Int? {
        let place = place(row, told.number)
        let accepted = localized(
            "a number that no other row has or had: type \(next)",
            it: "un numero che nessun'altra riga ha o ha avuto: scrivere \(next)")
        guard let number = number(in: row) else {
            next += 1
            problems.append(
                .init(
                    place: place,
                    detail: localized("the row has no number", it: "la riga non ha un numero"), accepted: accepted))
            return nil
        }
        if let other = rows.updateValue(row.number, forKey: number) {
            rows[number] = other
            next += 1
            problems.append(
                .init(
                    place: place,
                    detail: localized(
                        "the number \(number) is that of row \(other) too",
                        it: "il numero \(number) è anche della riga \(other)"),
                    accepted: accepted))
            return nil
        }
        return number
    }

    // MARK: - Fields

    private func data(of row: FlatWorkbook.Row, _ problems: inout [WorkbookProblem]) -> JSONObject {
        var data = JSONObject()
        var lists: [String: [JSON]] = [:]
        for column in form.columns {
            guard let title = told.titles[column.key] else { continue }
            let cell = columns[title].flatMap { row.cells[$0] }
            let place = place(row, title)
            if cell?.isMerged ?? false {
                problems.append(
                    .init(
                        place: place,
                        detail: localized("the cell is merged with others", it: "la cella è unita ad altre"),
                        accepted: localized("cells that are not merged", it: "celle separate")))
                continue
            }
            guard let value = cell?.value, value != .text("") else {
                if column.isRequired {
                    problems.append(
                        .init(
                            place: place, detail: localized("the cell is empty", it: "la cella è vuota"),
                            accepted: localized("a value: each row needs one", it: "un valore: è obbligatoria")))
                } else if column.takesNone, column.field.isRequired {
                    lists[column.field.name, default: []] += []
                }
                continue
            }
            do throws(EntryCell.Fault) {
                let values = try EntryCell(column: column, month: told.identity.month).values(value)
                if column.field.isList {
                    lists[column.field.name, default: []] += values
                } else if let value = values.first {
                    data.members.append(.init(column.field.name, value))
                }
            } catch {
                problems.append(.init(place: place, detail: error.detail, accepted: error.accepted))
            }
        }
        for (name, values) in lists { data.members.append(.init(name, .array(values))) }
        return data
    }
}

extension WorkbookProblem {
    /// Problems for which a whole workbook is not read.
    struct List: Error {
        let problems: [WorkbookProblem]

        init(_ problems: [WorkbookProblem]) { self.problems = problems }
        init(_ problem: WorkbookProblem) { problems = [problem] }
    }
}
