import Office

extension English {
    static func message(_ reason: ShapeReason, of field: String) -> Message {
        switch reason {
        case .notJSON(let error):
            Message("the command is not JSON: \(error)", accepted: "one JSON object (RFC 8259)")
        case .notAnObject: Message("a command is a JSON object", accepted: envelope)
        case .noSuchMember: Message("a command has no such member", accepted: envelope)
        case .noSuchCommand(let name):
            Message("there is no command \(name)", accepted: "a name of the catalogue, such as hours.log")
        case .noSuchField(let name): Message("there is no field \(name)")
        case .tooManyFields: Message("there are more fields than any command has")
        case .tooManyElements(let count, let most):
            Message("\(field) has \(count) elements", accepted: "at most \(most)")
        case .missing(let form): Message("\(field) is missing", accepted: text(form))
        case .wrongType(let form): Message("\(field) has the wrong type", accepted: text(form))
        case .impossible(let form): Message("\(field) cannot be that", accepted: text(form))
        case .withheld(let reason):
            Message("\(field) cannot be that", accepted: message(reason, of: field).accepted)
        case .unreadableFields: Message("the command's fields cannot be read back")
        case .unreadableEvent: Message("the event cannot be read back")
        }
    }

    private static let envelope = #"{"id", "command", "data", "expect"?, "at"?}"#
}
