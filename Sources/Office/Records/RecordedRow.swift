/// The row that events of one kind add to the office, and the operations on it, described once in the folder of its capability.
///
/// Rows of a table conform themselves; a kind without a table of its own has a type that only conforms.
protocol RecordedRow {
    /// The audit entry for every event of the kind; nil if only its flags matter.
    static var auditMatter: AuditMatter? { get }
    /// Calls `body` with each subject whose figures an event of the kind can change; `row` is its `Record.row`.
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void)
}

extension RecordedRow {
    /// Most events are in an audit only for their flags.
    static var auditMatter: AuditMatter? { nil }

    /// The default is for events that change no figure: of the log, of reports and findings, and those that destroy or show
    /// only sealed data.
    static func forEachSubject(of row: Int, in office: Office, _ body: (RecordSubject) -> Void) {}
}

/// A record that changes no figure, and is in an audit only for its flags.
enum PlainRecord: RecordedRow {}

/// The kind of audit entry for an event, with or without flags.
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

/// The subject of an event or a figure.
package enum RecordSubject: Sendable, Hashable {
    /// The project as a whole, with the minutes owed under its plan.
    case project
    case worker(Ref<Worker>)
    case entry(Ref<Entry>)
    case person(Ref<Person>)
    /// A person and all who are or were the same person.
    case linkedPersons(Ref<Person>)
    case `case`(Ref<Case>)
    case mediation(Ref<Mediation>)
}

/// A row of a table whose event is in its own stream or in a person's.
protocol StreamedRow: RecordedRow, Sendable, Equatable, BitwiseCopyable {
    /// The table that it is a row of.
    static var table: WritableKeyPath<Office, Table<Self>> { get }
    /// The stream of its event.
    func stream(in office: Office) -> Stream
    /// The persons whom the stream is about, first the one whose key seals the row's personal fields; empty if the stream is
    /// only about work.
    func persons(in office: Office) -> [Ref<Person>]
}

/// A row whose event can be voided: from then on it is taken as never recorded.
protocol VoidableRow: StreamedRow {
    var isVoided: Bool { get set }
    /// Refuses to void the row while a later or another record depends on it.
    func checkVoidable(in office: Office) throws(Refusal)
    /// Returns the flags for its voiding.
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
    /// Returns the row of an event, if it is in its own stream or in a person's.
    func streamedRow(of record: Record) -> (any StreamedRow)? {
        (record.kind.type as? any StreamedRow.Type)?.row(Int(record.row), in: self)
    }
}
