import CanonicalJSON

/// The `data` of a command or event, read field by field into a typed value.
///
/// A command's initialiser reads each of its fields once, by name and type; that one reading is the command's description. It
/// provides the checks (a field that was not read is unknown) and determines which fields are personal. Run without data, it
/// gives the list of fields for help, documentation and the terminal.
public struct Fields {
    /// The object being read.
    enum Source {
        /// A command as sent: personal fields are there.
        case command
        /// Another question that is sent and recorded; it has no personal fields.
        case question
        /// A stored event: personal fields were sealed away.
        case event
        /// Nothing: the fields are only listed.
        case nothing
    }

    /// The description of one field.
    public struct Description: Sendable, Hashable {
        /// The field's name.
        public let name: String
        /// The name by which people give it on a command line: that of the same thing in other commands, or its own.
        package let typedName: String
        /// The accepted values.
        public let form: FieldForm
        /// The type of the value, for programs.
        public let kind: FieldKind
        /// Whether the command must have it.
        public let isRequired: Bool
        /// What its value names; nil where it names nothing.
        public let reference: Reference?
        /// Whether the event begins what it names.
        public let isCreated: Bool
        /// What it holds where it is personal, hence sealed and in no line of the log; nil where it stands in clear.
        public let sealed: SealedKind?
        /// Whether labd adds it to the event, so that no command has it.
        public let isAdded: Bool
        /// The fields of the objects that it holds.
        public let parts: [Description]

        /// Whether it is personal.
        public var isSealed: Bool { sealed != nil }

        /// Whether programs make up its value if none is given: it names what the command begins, for which people choose no name.
        package var getsNewID: Bool { isCreated && reference?.isNamedByPeople == false }

        /// Whether it is the day of a command, which is today if none is given.
        package var isToday: Bool { name == "on" && kind == .day }

        fileprivate init<T: FieldValue>(
            _ name: String, _ type: T.Type, isRequired: Bool = false, reference: Reference? = nil,
            isCreated: Bool = false, sealed: SealedKind? = nil, isAdded: Bool = false, typedName: String? = nil
        ) {
            self.name = name
            self.typedName = typedName ?? name
            form = T.form
            kind = T.kind
            self.isRequired = isRequired
            self.reference = reference
            self.isCreated = isCreated
            self.sealed = sealed
            self.isAdded = isAdded
            parts = T.parts
        }
    }

    /// The greatest number of elements of a list.
    package static let mostElements = 500

    private let members: [JSONObject.Member]
    private var read: UInt64 = 0
    private let path: String
    private let source: Source
    /// Which members are personal, by their index.
    private(set) var sealed: UInt64 = 0
    /// By what the person can be found whose personal fields came.
    private(set) var searchTerms: [SearchTerm] = []
    /// Whether a clear text looks like personal data.
    private(set) var suspicious = false
    /// The fields met so far, where the source is nothing.
    private(set) var descriptions: [Description] = []

    init(_ object: JSONObject, from source: Source, path: String = "") throws(Refusal) {
        guard object.members.count <= 64 else {
            throw Refusal(.shape(.tooManyFields), field: object.members[64].name)
        }
        members = object.members
        self.source = source
        self.path = path
    }

    /// Lists the fields that `reading` reads.
    static func descriptions(of reading: (inout Fields) throws(Refusal) -> Void) -> [Description] {
        guard var fields = try? Fields(JSONObject(), from: .nothing) else { return [] }
        // With no data, every reading gives a placeholder and nothing is refused.
        try? reading(&fields)
        return fields.descriptions
    }

    // MARK: - Reading

    /// The value of a field that must be there, and that names what `reference` says, or what the event begins. People type
    /// `typedName`, if there is one, for its name.
    mutating func required<T: FieldValue>(
        _ name: String, _ reference: Reference? = nil, creates created: Reference? = nil, typedName: String? = nil
    ) throws(Refusal) -> T {
        if source == .nothing {
            descriptions.append(
                Description(
                    name, T.self, isRequired: true, reference: created ?? reference, isCreated: created != nil,
                    typedName: typedName))
            return try T.placeholder()
        }
        guard let index = take(name) else { throw missing(name, T.form) }
        return try value(index)
    }

    /// The value of a field that may be left out, and that names what `reference` says.
    mutating func optional<T: FieldValue>(_ name: String, _ reference: Reference? = nil) throws(Refusal) -> T? {
        if source == .nothing {
            descriptions.append(Description(name, T.self, reference: reference))
            return nil
        }
        guard let index = take(name) else { return nil }
        return try value(index)
    }

    /// Reads a field whose value must not appear in a refusal, because it is personal.
    mutating func withoutValue<Value>(
        _ reading: (inout Fields) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        do {
            return try reading(&self)
        } catch {
            throw Refusal(.shape(.withheld(error.reason)), field: error.field)
        }
    }

    /// The value of a field that labd itself adds to the event; nil in a command, where the field is unknown.
    mutating func added<T: FieldValue>(_ name: String, _ reference: Reference? = nil) throws(Refusal) -> T? {
        if source == .nothing { descriptions.append(Description(name, T.self, reference: reference, isAdded: true)) }
        guard source == .event, let index = take(name) else { return nil }
        return try value(index)
    }

    /// Declares an optional personal field, and returns whether it is present. In an event it never is.
    @discardableResult
    mutating func optionalSealed(_ name: String, _ kind: SealedKind) throws(Refusal) -> Bool {
        let value: Text? = try sealedValue(name, kind)
        return value != nil
    }

    /// Declares a required personal field.
    mutating func requiredSealed(_ name: String, _ kind: SealedKind) throws(Refusal) {
        let _: Text? = try sealedValue(name, kind, isRequired: true)
    }

    /// Declares a personal field, and returns its value for the checks of the command. The value must not appear in a refusal,
    /// flag or event.
    mutating func sealedValue<T: FieldValue>(
        _ name: String, _ kind: SealedKind, isRequired: Bool = false
    ) throws(Refusal) -> T? {
        if source == .nothing { descriptions.append(Description(name, T.self, isRequired: isRequired, sealed: kind)) }
        guard source == .command else { return nil }
        guard let index = take(name) else {
            if isRequired { throw missing(name, T.form) }
            return nil
        }
        let json = members[index].value
        let value: T
        do {
            value = try T(json, field: path + name)
            try Self.refuseReordering(in: json, field: path + name)
        } catch {
            // Said without the value, which is personal.
            throw Refusal(.shape(.withheld(error.reason)), field: path + name)
        }
        sealed |= 1 << UInt64(index)
        if case .identity(let search?) = kind, case .string(let text) = json, let term = SearchTerm(search, text) {
            searchTerms.append(term)
        }
        return value
    }

    /// Returns a field's path below `data`, for a refusal.
    func path(of name: String) -> String { path + name }

    /// Whether there is no data, so that values are placeholders and must not be checked.
    var isOnlyDescribed: Bool { source == .nothing }

    /// Refuses whatever was not read.
    func finish() throws(Refusal) {
        guard source != .nothing else { return }
        for index in members.indices where read & (1 << UInt64(index)) == 0 {
            let name = String(members[index].name.prefix(64))
            throw Refusal(.shape(.noSuchField(name)), field: path + name)
        }
    }

    /// The members that were not sealed, and those that were, both sorted by name.
    func split() -> (clear: [JSONObject.Member], personal: [JSONObject.Member]) {
        var clear: [JSONObject.Member] = []
        clear.reserveCapacity(members.count + 1)
        var personal: [JSONObject.Member] = []
        for index in members.indices {
            if sealed & (1 << UInt64(index)) == 0 {
                clear.append(members[index])
            } else {
                personal.append(members[index])
            }
        }
        return (clear, personal)
    }

    // MARK: - Pieces

    private mutating func take(_ name: String) -> Int? {
        for index in members.indices where members[index].name == name {
            read |= 1 << UInt64(index)
            return index
        }
        return nil
    }

    private mutating func value<T: FieldValue>(_ index: Int) throws(Refusal) -> T {
        let value = try T(members[index].value, field: path.isEmpty ? members[index].name : path + members[index].name)
        // Stored data was accepted by the rules of its time. A group within an event cannot know that it belongs to one, so the
        // whole data is checked at the top.
        guard source == .command || source == .question, path.isEmpty else { return value }
        let text = value.clearText
        guard text != nil || T.isGroup else { return value }
        // Nearly no text reorders others; those of an array are joined. Where one does, or in a group, the path is needed.
        if text.map(Text.reorders) ?? true {
            try Self.refuseReordering(in: members[index].value, field: members[index].name)
        }
        if source == .command, !suspicious {
            suspicious =
                text.map(PersonalDataPatterns.match) ?? PersonalDataPatterns.match(anyIn: members[index].value)
        }
        return value
    }

    /// Refuses a text with characters that change the order in which others are shown, however deep it lies.
    private static func refuseReordering(in json: JSON, field: String) throws(Refusal) {
        switch json {
        case .string(let text): if Text.reorders(text) { throw .invalid(json, field, Text.form) }
        case .array(let values):
            for (index, value) in values.enumerated() { try refuseReordering(in: value, field: "\(field)[\(index)]") }
        case .object(let object):
            for member in object.members { try refuseReordering(in: member.value, field: "\(field).\(member.name)") }
        case .integer, .number, .bool, .null: break
        }
    }

    private func missing(_ name: String, _ form: FieldForm) -> Refusal {
        Refusal(.shape(.missing(form: form)), field: path + name)
    }
}

/// A nested object, read like the `data` itself.
protocol FieldGroup: FieldValue {
    init(from fields: inout Fields) throws(Refusal)
}

extension FieldGroup {
    package static var form: FieldForm { .object(parts.map { $0.isRequired ? $0.name : $0.name + "?" }) }
    package static var kind: FieldKind { .object }
    package static var isGroup: Bool { true }
    package static func placeholder() throws(Refusal) -> Self {
        var fields = try Fields(JSONObject(), from: .nothing)
        return try Self(from: &fields)
    }

    package static var parts: [Fields.Description] {
        Fields.descriptions { (fields) throws(Refusal) in _ = try Self(from: &fields) }
    }

    package init(_ json: JSON, field: String) throws(Refusal) {
        guard case .object(let object) = json else { throw .wrongType(json, field, Self.form) }
        var fields = try Fields(object, from: .command, path: field + ".")
        try self.init(from: &fields)
        try fields.finish()
    }
}
