internal import CanonicalJSON
internal import CivilTime
internal import Office
internal import Presentation
internal import Spreadsheets
internal import Wording

/// The columns of a workbook to be filled in: those of the fields of its command, with what their cells can be given.
struct EntryForm {
    /// A column.
    struct Column {
        let field: Fields.Description
        /// Which of the columns of its field it is, from 1: a list of codes has several, since a cell is given one from a list.
        let number: Int
        /// The values that its cells can have; nil if there is no list.
        let choices: [EntryChoice]?

        /// How its title is kept in the workbook.
        var key: String { number == 1 ? "field:\(field.name)" : "field:\(field.name):\(number)" }
        /// Whether each row needs it.
        var isRequired: Bool { field.isRequired && number == 1 && !takesNone }
        /// Whether an empty cell means an empty list.
        var takesNone: Bool { field.isList && choices == nil }

        /// What stands above it.
        func title(of command: any Command.Type, in language: DisplayLanguage) -> String {
            // Cells of a spreadsheet hold hours and minutes.
            let label =
                field.elementKind == .minutes
                ? (language == .italian ? "Ore e minuti" : "Hours and minutes")
                : command.label(ofField: field.name, in: language)
            return label.capitalisedFirst + (number == 1 ? "" : " \(number)") + (isRequired ? " *" : "")
        }
    }

    let kind: SheetKind
    let month: Month
    let columns: [Column]
    /// The field that each row's own id is the value of: what the command begins. Nil if it begins nothing.
    let idField: String?

    /// How many columns a list of codes has.
    private static let columnsOfList = 3

    /// - Parameters:
    ///   - kind: What the workbook is of.
    ///   - month: The month of its days.
    ///   - names: What the plan has.
    ///   - records: The office's workers and requests for mediation.
    init(_ kind: SheetKind, _ month: Month, _ names: PlanNames, _ records: Choices.Records) {
        (self.kind, self.month) = (kind, month)
        let fields = Catalogue.fields(of: kind.command)
        idField = fields.first(where: \.isCreated)?.name
        columns = fields.filter { !$0.isCreated }.flatMap { field -> [Column] in
            let choices = EntryChoice.choices(field, names, records, in: month)
            let count = field.isList && choices != nil ? Self.columnsOfList : 1
            return (1...count).map { Column(field: field, number: $0, choices: choices) }
        }
    }

    /// What stands above the rows' numbers, and above what became of them.
    static var numberTitle: String { localized("No.", it: "N.") }
    static var resultTitle: String { localized("Result of the row", it: "Esito della riga") }

    /// The workbook.
    ///
    /// - Parameters:
    ///   - rows: How many rows can be filled in.
    ///   - suggestions: What has been written in fields that take any text, by the name of the field.
    ///   - identity: What a program that reads it again must know.
    func sheet(rows: Int, suggesting suggestions: [String: [String]] = [:], _ identity: EntryIdentity) -> FormSheet {
        var lists: [FormSheet.List] = []
        let titles = columns.map { $0.title(of: kind.command, in: Speech.language) }
        var formColumns = [
            FormSheet.Column(title: Self.numberTitle, .rowNumber, isRequired: true, hint: "")
        ]
        for (column, title) in zip(columns, titles) {
            var input = input(of: column)
            if let choices = column.choices, !choices.isEmpty {
                if column.number == 1 { lists.append(.init(title: title, values: choices.map(\.label))) }
                // labd also takes codes that no measure of the plan has, and flags them.
                input = .choice(list: lists.count - 1, isOpen: column.field.reference == .code)
            }
            if let known = suggestions[column.field.name], !known.isEmpty, column.choices == nil {
                lists.append(.init(title: title, values: known))
                input = .choice(list: lists.count - 1, isOpen: true)
            }
            formColumns.append(
                FormSheet.Column(title: title, input, isRequired: column.isRequired, hint: hint(column)))
        }
        formColumns.append(
            FormSheet.Column(
                title: Self.resultTitle, .result(alarms: WorkbookImport.Result.alarms), isRequired: false, hint: ""))
        let language = Speech.language
        return FormSheet(
            names: .init(
                form: kind.title, lists: localized("Lists", it: "Elenchi"), days: localized("Days", it: "Giorni"),
                about: "labd"),
            heading: heading(identity), columns: formColumns, rows: rows, lists: lists,
            days: month.days.map { day in
                let holiday = Holidays.name(of: day).map { language == .italian ? $0.it : $0.en }
                let (year, month, number) = day.parts
                return FormSheet.Day(
                    year: year, month: month, day: number,
                    name: ([language.weekday(day)] + [holiday].compactMap(\.self)).joined(separator: ", "),
                    isHoliday: holiday != nil || day.weekday == 7)
            },
            about: identity.entries(titles: zip(columns, titles).map { ($0.key, $1) }))
    }

    private func heading(_ identity: EntryIdentity) -> [String] {
        let title = "\(kind.title), \(Speech.language.long(month))"
        let simulation =
            identity.isSimulated
            ? localized("; a simulated log: no real data", it: "; registro simulato: nessun dato reale") : ""
        return [
            title + simulation,
            localized(
                "A row for each entry. Columns with an asterisk must be filled in. Choose from the lists where there are some; "
                    + "hours with a colon: 7:30, 0:30.",
                it:
                    "Una riga per registrazione. Le colonne con l'asterisco sono obbligatorie. Dove c'è un elenco, scegliere da "
                    + "quello; ore coi due punti: 7:30, 0:30."),
            localized(
                "The numbers in the first column tell which rows are recorded already, so that nothing is recorded twice: copy "
                    + "cells without them. New rows at the end need new numbers.",
                it:
                    "I numeri della prima colonna servono a riconoscere le righe già registrate e a non registrarle due volte: "
                    + "copiare le celle senza il numero. Righe nuove in fondo vogliono numeri nuovi."),
            localized(
                "Whoever imports the file (labctl import FILE.xlsx) gets a copy with the result of each row: mend the rows there, "
                    + "and import the copy.",
                it:
                    "Chi importa il file (labctl import FILE.xlsx) ottiene una copia con l'esito di ogni riga: correggere lì le "
                    + "righe, e importare la copia."),
        ]
    }

    private func input(of column: Column) -> FormSheet.Input {
        switch column.field.elementKind {
        case .day: .day
        case .clock: .clock
        // More is typed by mistake, as 0.5 for half an hour, which is half a day.
        case .minutes: .hours(most: 12 * 60 - 1)
        case .number: .count
        default: .text(most: column.field.isList ? 32_000 : 500)
        }
    }

    private func hint(_ column: Column) -> String {
        let field = column.field
        let need = column.isRequired ? "" : localized(" May be empty.", it: " Può restare vuota.")
        let form =
            switch field.elementKind {
            case .day:
                localized(
                    "A day of the month: choose it, or type it.", it: "Un giorno del mese: sceglierlo o scriverlo.")
            case .minutes:
                localized(
                    "Hours and minutes with a colon: 7:30 (not 7.5), 0:30 (not 0.5), 1:00 (not 1).",
                    it: "Ore e minuti coi due punti: 7:30 (non 7,5), 0:30 (non 0,5), 1:00 (non 1).")
            case .clock: localized("A time of day: 9:00.", it: "Un orario: 9:00.")
            case .number: localized("A whole number, zero or more.", it: "Un numero intero, zero o più.")
            case _ where column.choices != nil: localized("Choose from the list.", it: "Scegliere dall'elenco.")
            case .id where field.isList:
                localized(
                    "Codes, separated by commas: p-000010, p-000070.",
                    it: "Codici separati da virgole: p-000010, p-000070.")
            case .id: localized("A code, without blanks: m-000067.", it: "Un codice, senza spazi: m-000067.")
            case .text where field.name == "activity":
                localized(
                    "What was done: always in the same words.", it: "Che cosa si è fatto: sempre con le stesse parole.")
            case .text where field.name == "reason":
                localized(
                    "Why it is recorded after the month was signed.", it: "Perché si registra dopo la firma del mese.")
            case .text: localized("Text on one line.", it: "Testo su una riga.")
            default: field.form.text(in: Speech.language).capitalisedFirst + "."
            }
        return form + need
    }
}

extension Month {
    /// Its days, in their order.
    var days: [Day] { (0..<length).map { firstDay.adding($0) } }
}

extension String {
    /// With its first letter as a capital.
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
