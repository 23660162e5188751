package import CanonicalJSON

/// A JSON Schema of the dialect 2020-12, which is that of OpenAPI 3.1.
package struct Schema: Sendable, Hashable {
    /// The schema's keywords.
    package var keywords: JSONObject

    /// The schema with these keywords.
    package init(_ keywords: JSONObject) { self.keywords = keywords }

    /// The schema as JSON.
    package var json: JSON { .object(keywords) }

    static let boolean = Schema(["type": "boolean"])
    static let anyObject = Schema(["type": "object"])
    static let string = Schema(["type": "string"])

    /// A string that a regular expression (ECMA-262) matches.
    static func pattern(_ pattern: String) -> Schema { Schema(["type": "string", "pattern": .string(pattern)]) }

    /// A string of a format that JSON Schema names.
    static func format(_ format: String) -> Schema { Schema(["type": "string", "format": .string(format)]) }

    static func integer(_ range: ClosedRange<Int>? = nil) -> Schema {
        guard let range else { return Schema(["type": "integer"]) }
        return Schema([
            "type": "integer", "minimum": .integer(Int64(range.lowerBound)),
            "maximum": .integer(Int64(range.upperBound)),
        ])
    }

    static func atLeast(_ least: Int) -> Schema {
        Schema(["type": "integer", "minimum": .integer(Int64(least))])
    }

    /// One of these strings.
    static func words(_ words: some Sequence<String>) -> Schema {
        Schema(["type": "string", "enum": .array(words.map { .string($0) })])
    }

    /// This string alone.
    static func constant(_ word: String) -> Schema { Schema(["const": .string(word)]) }

    static func list(of schema: Schema, most: Int? = nil, least: Int? = nil) -> Schema {
        var keywords: JSONObject = ["type": "array", "items": schema.json]
        if let most { keywords.members.append(.init("maxItems", .integer(Int64(most)))) }
        if let least { keywords.members.append(.init("minItems", .integer(Int64(least)))) }
        return Schema(keywords)
    }

    /// An object of these properties, and of no others if it `isClosed`.
    static func object(
        _ properties: [(name: String, schema: Schema)], required: [String], isClosed: Bool
    ) -> Schema {
        var keywords: JSONObject = [
            "type": "object",
            "properties": .object(JSONObject(properties.map { .init($0.name, $0.schema.json) })),
        ]
        if !required.isEmpty { keywords.members.append(.init("required", .array(required.map { .string($0) }))) }
        if isClosed { keywords.members.append(.init("additionalProperties", .bool(false))) }
        return Schema(keywords)
    }

    /// An object whose members all are of one kind, whatever their names.
    static func members(_ schema: Schema) -> Schema {
        Schema(["type": "object", "additionalProperties": schema.json])
    }

    /// What any of these schemas admits.
    static func any(of schemas: [Schema]) -> Schema { Schema(["anyOf": .array(schemas.map(\.json))]) }

    /// What exactly one of these schemas admits.
    static func one(of schemas: [Schema]) -> Schema { Schema(["oneOf": .array(schemas.map(\.json))]) }

    /// The schema of a name among the document's components.
    static func component(_ name: String) -> Schema {
        Schema(["$ref": .string("#/components/schemas/" + name)])
    }

    /// The same, with a text for those who read the schema.
    func described(_ text: String) -> Schema {
        guard !text.isEmpty else { return self }
        var schema = self
        schema.keywords.members.append(.init("description", .string(text)))
        return schema
    }
}
