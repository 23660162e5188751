public import Office

/// A row of a list: one record, such as a case or an entry of hours.
public protocol ListedRow: Described, Hashable {
    /// The name of the list as a view, such as `cases`.
    static var list: String { get }
    /// The words of the list's command after `labctl`, such as `case list`.
    static var listCommand: String { get }
    /// The parameters that the list accepts: the days and filters.
    static var filters: [Parameter] { get }
    /// The words that filters take in this list, if they differ from list to list.
    static var words: [Parameter: [String]] { get }
    /// The parts of the office on which the rows depend.
    static var needs: OfficeParts { get }
    /// Returns the records that a question selects, in the order in which they are listed.
    ///
    /// - Throws: `Refusal` if the question names something unknown.
    static func select(_ office: Office, _ question: Question) throws(Refusal) -> SelectedRows<Self>
}

extension ListedRow {
    /// Most lists have no words of their own.
    public static var words: [Parameter: [String]] { [:] }

    /// Returns the rows of all records that a question selects.
    static func rows(_ office: Office, _ question: Question) throws(Refusal) -> [Self] {
        try select(office, question).all
    }
}

/// A list of records, without those that were voided and without sealed data.
///
/// It is not a `View`, so that labd does not prepare it after each recording: with a million entries, it is long.
public struct Listing<Row: ListedRow>: Answer {
    /// The view's name.
    public static var name: String { Row.list }
    /// The words of the command.
    public static var command: String { Row.listCommand }
    /// The parameters that the view accepts.
    public static var parameters: [Parameter] { Row.filters + .places }
    /// The words that parameters take.
    public static var words: [Parameter: [String]] { Row.words }
    /// The parts of the office on which it depends.
    public static var needs: OfficeParts? { Row.needs }
    /// Its fields, in reading order.
    public static var columns: [Column] {
        Columns<CodingKeys>([
            .basis: .basis, .position: .position, .rowCount: .count.optional, .rows: .rows(Row.self),
        ]).all
    }

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The number of all records that the question selects, if it asks for those of some places.
    public let rowCount: Int?
    /// The records.
    public let rows: [Row]

    /// Answers from the present office. Refuses names that the office does not know.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        basis = Basis(office, question)
        position = office.position
        let selected = try Row.select(office, question)
        rowCount = question.count(ofAll: selected.count)
        rows = selected[question.places(among: selected.count)]
    }
}

/// A row that also has an answer of its own, which shows the record with its details.
public protocol ShownRow: ListedRow {
    /// What is shown in addition to the row.
    associatedtype Detail: Described, Hashable
    /// The name of the answer as a view, such as `contact`.
    static var file: String { get }
    /// The words of the answer's command after `labctl`, such as `contact show`.
    static var fileCommand: String { get }
    /// The kind of record, for refusals.
    static var noun: Noun { get }
    /// The parameters that the answer accepts beside the id.
    static var moments: [Parameter] { get }
    /// The parts of the office on which the details depend, besides those of the row.
    static var detailNeeds: OfficeParts { get }
    /// Returns a record with its details; nil if there is none of that id.
    static func find(
        _ id: ID, _ office: Office, _ question: Question, _ past: any Past
    ) throws(Refusal) -> (row: Self, detail: Detail)?
}

extension ShownRow {
    /// Most records happened on one day.
    public static var moments: [Parameter] { [.asOf] }
}

/// One record with its details, without sealed data. Its fields are those of the row in the list, followed by the details.
public struct Shown<Row: ShownRow>: Answer {
    /// The view's name.
    public static var name: String { Row.file }
    /// The words of the command.
    public static var command: String { Row.fileCommand }
    /// The parameters that the view accepts.
    public static var parameters: [Parameter] { [.id] + Row.moments }
    /// The question must name the record.
    public static var required: [Parameter] { [.id] }
    /// The parts of the office on which it depends.
    public static var needs: OfficeParts? { Row.needs.union(Row.detailNeeds) }
    /// Its fields, in reading order.
    public static var columns: [Column] {
        Columns<CodingKeys>([.basis: .basis, .position: .position]).all + Row.columns + Row.Detail.columns
    }

    /// The basis of the answer.
    public let basis: Basis
    /// The position of the last event known.
    public let position: Int
    /// The record, as in the list.
    public let row: Row
    /// What the list does not have.
    public let detail: Row.Detail

    private enum CodingKeys: CodingKey { case basis, position }

    /// Answers from the present office. Refuses a question without an id, and an unknown id.
    public init(_ office: Office, _ question: Question, _ past: any Past) throws(Refusal) {
        let id = try Question.required(question.id, .id, .record(Row.noun))
        guard let found = try Row.find(id, office, question, past) else {
            throw Refusal(.record(.unknown(Row.noun, id)), field: "id", value: id.text)
        }
        basis = Basis(office, question)
        position = office.position
        (row, detail) = found
    }

    /// Reads the answer, whose fields are all in one object.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        basis = try fields.decode(Basis.self, forKey: .basis)
        position = try fields.decode(Int.self, forKey: .position)
        row = try Row(from: decoder)
        detail = try Row.Detail(from: decoder)
    }

    /// Writes all fields in one object.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(basis, forKey: .basis)
        try fields.encode(position, forKey: .position)
        try row.encode(to: encoder)
        try detail.encode(to: encoder)
    }
}

extension Question {
    /// Whether the filter, if it is given, is this word.
    func admits(_ filter: Parameter, _ word: String?) -> Bool { filters[filter].map { $0 == word } ?? true }

    /// Whether the filter, if it is given, is this truth.
    func admits(_ filter: Parameter, _ isTrue: @autoclosure () -> Bool) -> Bool {
        filters[filter].map { $0 == (isTrue() ? "true" : "false") } ?? true
    }

    /// Whether the facet, if it is given, is this word.
    func admits(facet: FacetName, _ word: String?) -> Bool { facets[facet].map { $0 == word } ?? true }

    /// Refuses a state that the rows of the view do not have.
    func checkState(among states: [String], of view: String) throws(Refusal) {
        guard let state = facets[.state], !states.contains(state) else { return }
        let shown = String(state.prefix(64))
        throw Refusal(
            .question(.noSuchState(shown, view: view, states: states)), field: Parameter.state.rawValue, value: shown)
    }
}

extension Office {
    /// Returns the words of a list, in its order.
    func words(of list: ListRef) -> [String] { lists.values(list, of: SymbolRow.self).map { symbols[$0] } }
}
