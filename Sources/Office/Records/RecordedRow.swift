/// What the events of one kind leave in the office, and what can be done to it: said once, in the folder of its capability.
///
/// Rows of a table conform themselves; a kind without a table of its own has a type that only conforms.
protocol RecordedRow {
    /// What an auditor looks at in every event of the kind; nil for nothing but its flags.
    static var auditMatter: AuditMatter? { get }
    /// Calls `body` with each subject whose figures an event of the kind can change; `row` is its `Record.row`.
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void)
}

/// What an auditor looks at in an event whether or not it carries flags.
package enum AuditMatter: Sendable, Hashable {
    /// A record was voided.
    case voiding
    /// Hours have another amount than they were logged with.
    case adjustment
    /// Sealed fields were destroyed.
    case erasure
    /// Sealed fields were not destroyed, for it was too early.
    case erasureRefusal
    /// Sealed fields were read, compared, searched by or handed out.
    case look
}

/// What an event is about, and a figure can be about.
package enum RecordSubject: Sendable, Hashable {
    /// The project as a whole: what its plan owes.
    case project
    case worker(Ref<Worker>)
    case entry(Ref<Entry>)
    case person(Ref<Person>)
    /// A person and all who are or were the same person.
    case linkedPersons(Ref<Person>)
    case `case`(Ref<Case>)
    case mediation(Ref<Mediation>)
}

/// A row of a table whose event stands in a stream of its own or of somebody.
protocol StreamedRow: RecordedRow, Sendable, Equatable, BitwiseCopyable {
    /// The table that it is a row of.
    static var table: WritableKeyPath<Office, Table<Self>> { get }
    /// The stream of its event.
    func stream(in office: Office) -> Stream
    /// The persons whom the stream is about, the one first whose key seals what is said of the row; none where it is the
    /// work's alone.
    func persons(in office: Office) -> [Ref<Person>]
}

/// A row whose event can be voided: from then on it is taken as never recorded.
protocol VoidableRow: StreamedRow {
    var isVoided: Bool { get set }
    /// Refuses to void the row while something later or something else rests on it.
    func checkVoidable(in office: Office) throws(Refusal)
    /// What is remarked on its voiding.
    func remarksOnVoiding(in office: Office) -> Flags
    /// Changes what follows from the row beside it, once it was voided.
    func takeVoiding(in office: inout Office, _ mark: EventMark)
}

extension VoidableRow {
    func checkVoidable(in office: Office) throws(Refusal) {}
    func remarksOnVoiding(in office: Office) -> Flags { Flags() }
    func takeVoiding(in office: inout Office, _ mark: EventMark) {}

    static func void(_ row: Int, in office: inout Office, _ mark: EventMark) {
        office[keyPath: table][Ref(row)].isVoided = true
        let voided = office[keyPath: table][Ref(row)]
        voided.takeVoiding(in: &office, mark)
    }
}

extension StreamedRow {
    fileprivate static func row(_ number: Int, in office: Office) -> Self { office[keyPath: table][Ref(number)] }
}

extension Office {
    /// The row that an event left, where it stands in a stream of its own or of somebody.
    func streamedRow(of record: Record) -> (any StreamedRow)? {
        (record.kind.type as? any StreamedRow.Type)?.row(Int(record.row), in: self)
    }
}
