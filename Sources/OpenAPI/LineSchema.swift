package import CanonicalJSON
import Office
import Views

/// The schema of a log's stored lines, for those who read them with a program of their own.
package enum LineSchema {
    /// A JSON Schema (2020-12) of one line: an event of one of the types that this version knows, each with the form of its `data` under
    /// `$defs`. Lines of every version up to this one are valid by it; a later version may record other types, and more fields.
    package static let document: JSONObject = {
        let types = CommandCatalogue.eventTypes
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "a stored line of labd's log",
            "oneOf": .array(types.map { ["$ref": .string("#/$defs/" + $0)] }),
            "$defs": .object(JSONObject(types.map { .init($0, Schema.line(ofEvent: $0).json) })),
        ]
    }()
}

extension Schema {
    /// A stored line of an event of this type: a CloudEvents 1.0 event in canonical JSON. Of a type whose data once had another form,
    /// only the present version's form is said.
    fileprivate static func line(ofEvent type: String) -> Schema {
        let fields = CommandCatalogue.description(ofEvent: type)?.fields.filter { !$0.isSealed } ?? []
        let version = CommandCatalogue.event(type)?.schema ?? 1
        var members = fields.map { (name: $0.name, schema: Schema(recorded: $0)) }
        if !members.contains(where: { $0.name == "flags" }) {
            members.append(("flags", .list(of: .string).described("what was unusual when it was recorded")))
        }
        let data = object(members, required: fields.filter(\.isRequired).map(\.name), isClosed: false)
        var line = envelope(of: type, data: version == 1 ? data : .anyObject)
        if version > 1 {
            line.keywords.members += [
                .init("if", ["properties": ["schema": ["const": .integer(Int64(version))]]]),
                .init("then", ["properties": ["data": data.json]]),
            ]
        }
        return line
    }

    private static func envelope(of type: String, data: Schema) -> Schema {
        let members: [(name: String, schema: Schema)] = [
            ("actor", .string.described("the account that sent the command, or labd itself")),
            ("cause", .string.described("the id of the command")), ("data", data),
            ("id", .pattern("^(0|[1-9][0-9]*)$").described("the position, as a string")),
            ("occurred", .string.described("the day or instant of what happened")),
            ("position", .atLeast(0).described("its place in the log, from 0")),
            ("revision", .atLeast(1).described("its place in the stream, from 1")),
            ("schema", .atLeast(1).described("the version of the form of `data`")),
            ("sealed", .string.described("the digest of the sealed fields, base64, where there are any")),
            ("source", .string.described("the log")), ("specversion", .constant("1.0")),
            ("subject", .string.described("the stream")), ("time", .moment.described("when it was recorded")),
            ("type", .constant(type)),
        ]
        return object(members, required: members.map(\.name).filter { $0 != "sealed" }, isClosed: true)
    }
}
