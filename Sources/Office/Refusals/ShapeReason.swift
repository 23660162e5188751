package import CanonicalJSON

/// Why a command, or a field of one, is not of the form that it must have. The refusal names the field.
package indirect enum ShapeReason: Sendable, Hashable {
    /// The text is not JSON.
    case notJSON(JSONError)
    /// The command is JSON, but not an object.
    case notAnObject
    /// The object around `data` has a member that no command has.
    case noSuchMember
    /// There is no command of that name.
    case noSuchCommand(String)
    /// The command has no field of that name.
    case noSuchField(String)
    /// There are more fields than any command has.
    case tooManyFields
    /// The list has too many elements.
    case tooManyElements(Int, most: Int)
    /// The field must be there.
    case missing(form: FieldForm)
    /// The field holds JSON of another type.
    case wrongType(form: FieldForm)
    /// The field cannot have that value.
    case impossible(form: FieldForm)
    /// A personal value is refused, and nothing may be said of it.
    case withheld(Reason)
    /// The command's own bytes cannot be read back.
    case unreadableFields
    /// The event's own bytes cannot be read back.
    case unreadableEvent

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .notJSON, .notAnObject, .unreadableFields, .unreadableEvent: .malformed
        case .noSuchMember, .noSuchField, .tooManyFields: .unknownField
        case .noSuchCommand: .unknownCommand
        case .tooManyElements, .impossible: .invalidValue
        case .missing: .missingField
        case .wrongType: .wrongType
        case .withheld(let reason): reason.code
        }
    }
}
