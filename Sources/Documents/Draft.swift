package import CanonicalJSON
package import CivilTime
import Presentation
package import Views
package import Wording

/// What a document says, before it has a reference. What stands on the paper is given together with its figure, so that a paper cannot
/// say what its digest does not cover.
package struct Draft {
    /// What the document is called: `Foglio ore`.
    package let title: String
    /// What it is of: `ed-01, marzo 2020`.
    package let subject: String
    /// What stands above its tables, in order.
    package private(set) var facts: [Document.Fact] = []
    /// Its tables, in order.
    package private(set) var tables: [Document.Table] = []
    /// Whether its sheets lie on their long side, for tables of many columns.
    package var isLandscape = false
    /// Who signs it by hand, in order.
    package var signatures: [Document.Signature] = []
    /// The streams of those whose names it has room for, in order: `worker/ed-01`, `person/p-000001`. Names are no figures.
    package var people: [String] = []
    /// The figures on the paper, for the digest of its reference. Their form never changes for a version of references.
    package private(set) var figures: JSONObject = [:]
    private let isSimulated: Bool
    private let language: DisplayLanguage

    package init(title: String, subject: String, basis: Views.Basis, language: DisplayLanguage) {
        (self.title, self.subject) = (title, subject)
        (isSimulated, self.language) = (basis.simulated, language)
    }

    /// Adds a fact, and its figure.
    mutating func add(_ label: String, _ text: String, _ name: String, _ figure: JSON) {
        facts.append(Document.Fact(label, text))
        add(name, figure)
    }

    /// Adds a fact that repeats figures, or is none, such as a name.
    mutating func addAside(_ label: String, _ text: String) { facts.append(Document.Fact(label, text)) }

    /// Adds a table, and its figures. An empty one is left out of the paper.
    mutating func add(_ table: Document.Table, _ name: String, _ figures: JSON) {
        if !table.rows.isEmpty { tables.append(table) }
        add(name, figures)
    }

    /// Adds a table that repeats figures, or is none, such as an annex of sealed texts.
    package mutating func addAside(_ table: Document.Table) {
        if !table.rows.isEmpty { tables.append(table) }
    }

    /// Adds a figure that stands on the paper.
    mutating func add(_ name: String, _ figure: JSON) { figures.members.append(.init(name, figure)) }

    /// Returns the document.
    ///
    /// - Parameters:
    ///   - reference: The reference, whose digest is that of ``figures``.
    ///   - recorded: When the last event was recorded that the answers know of.
    package func document(_ reference: DocumentReference, recorded: Instant) -> Document {
        Document(
            title: title, subject: subject, facts: facts, tables: tables, isLandscape: isLandscape,
            signatures: signatures, reference: reference, figures: JSON.object(figures).canonicalBytes,
            recorded: recorded, isSimulated: isSimulated, language: language)
    }
}

/// An answer's tables, as documents take parts of them.
struct AnswerParts {
    private let object: JSONObject
    private let fields: [Views.Column]
    private let view: String
    private let tables: [AnswerTable]
    private let cells: AnswerCells
    private let language: DisplayLanguage

    init<View>(_ answer: DocumentAnswer<View>, _ source: some DocumentSource) {
        self.init(answer.object, View.columns, ofView: View.name, source)
    }

    /// An object with these fields, as those of a view.
    init(_ object: JSONObject, _ fields: [Views.Column], ofView view: String, _ source: some DocumentSource) {
        (self.object, self.fields, self.view) = (object, fields, view)
        language = source.names.language
        let names = AnswerNames(object, fields, in: language).over(source.names)
        cells = AnswerCells(object, names, ofView: view)
        tables = AnswerTable.all(object, fields, .folded, ofView: view)
    }

    /// Some columns of one of the answer's lists or tables of figures by name, and their figures: an array of objects with the columns'
    /// names on the wire.
    ///
    /// - Parameters:
    ///   - title: What stands above it.
    ///   - name: The field of the answer that has it.
    ///   - columns: The names of the columns, in their order, each with its title if it is not the usual one.
    ///   - summed: Those that are added up below.
    ///   - note: What stands below it.
    ///   - isKept: Whether a row is kept.
    func table(
        _ title: String, _ name: String, _ columns: KeyValuePairs<String, String?>, summed: Set<String> = [],
        note: String? = nil, where isKept: (JSONObject) -> Bool = { _ in true }
    ) -> (table: Document.Table, figures: JSON) {
        precondition(columns.allSatisfy { isColumn($0.key, of: name) }, "\(view) has these columns of \(name)")
        guard let whole = tables.first(where: { $0.name == name }) else {
            return (Document.Table(title: title, columns: [], rows: []), [])
        }
        let table = whole.with(columns: columns.map(\.key)).with(rows: whole.rows.filter { isKept($0.object) })
        let titles = Dictionary(columns.map { ($0.key, $0.value) }) { first, _ in first }
        return (
            Document.Table(
                title: title,
                columns: table.columns.map { column in
                    Document.Column(
                        (titles[column.name] ?? nil) ?? table.title(column, in: language),
                        summedFrom: summed.contains(column.name) ? CellValue.zero(of: column.content) : nil)
                },
                // As the plan has them; figures are as the answer has them, whatever plan is in force when they are read.
                rows: cells.ordered(table).rows.map { row in
                    Document.Row(table.columns.map { cells.value($0, row, of: table) })
                }, note: note),
            .array(table.rows.map { figures(of: $0, in: table) })
        )
    }

    /// Single values of the answer, a row each with its title unless it is empty, and their figures: an object with their names on the wire.
    ///
    /// - Parameters:
    ///   - title: What stands above them.
    ///   - paths: Their places in the answer, such as `flow.opened`, each with its title if it is not the usual one.
    ///   - note: What stands below them.
    func values(
        _ title: String, _ paths: KeyValuePairs<String, String?>, note: String? = nil
    ) -> (table: Document.Table, figures: JSON) {
        precondition(
            paths.allSatisfy { AnswerTable.hasField(at: $0.key, in: fields) }, "\(view) has these fields")
        let table = AnswerTable.values(at: paths.map(\.key), in: object, fields, ofView: view)
        let titles = Dictionary(paths.map { ($0.key, $0.value) }) { first, _ in first }
        guard let row = table.rows.first else { return (Document.Table(title: title, columns: [], rows: []), [:]) }
        return (
            Document.Table(
                title: title,
                columns: [
                    Document.Column(language.say("Figure", it: "Dato")),
                    Document.Column(language.say("Value", it: "Valore")),
                ],
                rows: table.columns.compactMap { column in
                    let value = cells.value(column, row, of: table)
                    guard value != .empty else { return nil }
                    return Document.Row([
                        .text((titles[column.name] ?? nil) ?? table.title(column, in: language)), value,
                    ])
                }, note: note), figures(of: row, in: table)
        )
    }

    /// Whether a list, or figures by name, can have a column.
    private func isColumn(_ column: String, of name: String) -> Bool {
        switch fields.first(where: { $0.name == name })?.content {
        case .rows(let type)?: AnswerTable.hasField(at: column, in: type.columns)
        case .by(_, .object(let type))?:
            column == AnswerTable.nameColumn || AnswerTable.hasField(at: column, in: type.columns)
        case .by?: [AnswerTable.nameColumn, AnswerTable.figureColumn].contains(column)
        default: false
        }
    }

    /// Returns the text of a note in the answer; nil if the answer has no such note.
    func note(_ field: String) -> String? {
        if case .string(let word)? = object[field] { Note.text(of: word, in: language) } else { nil }
    }

    /// The values of a row as they are on the wire.
    private func figures(of row: AnswerTable.Row, in table: AnswerTable) -> JSON {
        .object(
            JSONObject(
                table.columns.compactMap { column in
                    table.value(column, row).map { JSONObject.Member(column.name, $0) }
                }))
    }
}
