package import CanonicalJSON
import LabAPI
import Office
import Views
import Wording

/// The description of the interface, as OpenAPI 3.1: derived from what the routes, commands, views and refusals say of themselves.
package struct OpenAPIDocument: Sendable {
    /// One path with its method.
    package struct Path: Sendable {
        let path: String
        let method: String
        let purpose: String
        let operation: Operation

        /// Describes a path, which may have parts in braces.
        package init(_ method: String, _ path: String, _ purpose: String, _ operation: Operation) {
            self.method = method
            self.path = path
            self.purpose = purpose
            self.operation = operation
        }
    }

    /// The document.
    package let json: JSONObject

    /// Describes the routes of a version of labd.
    package init(_ paths: [Path], version: String) {
        var components = Components()
        let problem = components.reference("Problem") { _ in .problem }
        var items: [String: JSONObject] = [:]
        for path in paths {
            let operation = Self.operation(path, problem, &components)
            items[path.path, default: [:]].members.append(.init(path.method.lowercased(), .object(operation)))
        }
        json = [
            "openapi": "3.1.1",
            "info": [
                "title": "labd", "version": .string(version),
                "summary": "The record of a territorial office's work with foreign citizens",
                "description": .string(Self.description),
                "license": ["name": "Apache License 2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "http://localhost", "description": "labd's Unix socket, or a front-end before it"]],
            "paths": .object(JSONObject(items.sorted { $0.key < $1.key }.map { .init($0.key, .object($0.value)) })),
            "components": [
                "schemas": .object(
                    JSONObject(components.schemas.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }))
            ],
        ]
    }

    private static let description = """
        Whoever connects to labd's Unix socket is known by the account of the connecting process; a front-end that the settings name \
        says in `Labd-User` for which account it speaks. Roles decide what an account may ask and send. Refusals are RFC 9457 \
        problems whose `code` is stable; texts come in the language of `Accept-Language`, `it` or `en`. Answers may get further \
        members: readers pass over those that they do not know.
        """

    private static func operation(
        _ path: Path, _ problem: Schema, _ components: inout Components
    ) -> JSONObject {
        let operation = path.operation
        var json: JSONObject = [
            "operationId": .string(operationID(path)), "summary": .string(path.purpose),
            "tags": [.string(operation.group)],
        ]
        var parameters = operation.query.map { parameter -> JSON in
            var described: JSONObject = [
                "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
                "schema": parameter.schema.json, "description": .string(parameter.text),
            ]
            if let example = parameter.example { described.members.append(.init("example", .string(example))) }
            return .object(described)
        }
        for name in path.path.split(separator: "/").filter({ $0.hasPrefix("{") }) {
            let name = String(name.dropFirst().dropLast())
            parameters.append([
                "name": .string(name), "in": "path", "required": true,
                "schema": (Self.partsOfPaths[name] ?? .string).json,
            ])
        }
        if !parameters.isEmpty { json.members.append(.init("parameters", .array(parameters))) }
        if !operation.body.isEmpty {
            json.members.append(
                .init("requestBody", ["required": true, "content": content(operation.body, &components)]))
        }
        var answers: [JSONObject.Member] = [
            .init("200", ["description": "what was asked", "content": content(operation.answers, &components)])
        ]
        let common: [Refusal.Code.Kind] =
            [.shape, .role, .state] + (operation.body.isEmpty ? [] : [.size, .mediaType, .time])
        for status in Set((common + operation.refusals).map(\.status)).sorted() {
            answers.append(
                .init(
                    "\(status)",
                    ["description": "refused", "content": [MediaTypes.problem: ["schema": problem.json]]]))
        }
        json.members.append(.init("responses", .object(JSONObject(answers))))
        return json
    }

    /// The numbers of tiles; beyond the first thousand they have several parts (C2SP tlog-tiles), which no parameter has.
    private static let partsOfPaths: [String: Schema] = [
        "level": .integer(0...63), "index": .pattern("^[0-9]{3}$"),
    ]

    private static func content(_ contents: [Operation.Content], _ components: inout Components) -> JSON {
        .object(
            JSONObject(
                contents.map { content in
                    var described: JSONObject = ["schema": content.make(&components).json]
                    let examples = content.examples()
                    if !examples.isEmpty {
                        let examples = examples.sorted { $0.key < $1.key }.map { name, value in
                            JSONObject.Member(name, ["value": value])
                        }
                        described.members.append(.init("examples", .object(JSONObject(examples))))
                    }
                    return .init(String(content.mediaType.split(separator: ";")[0]), .object(described))
                }))
    }

    /// `GET /v1/log/key` is `getLogKey`.
    private static func operationID(_ path: Path) -> String {
        let words = path.path.split { !$0.isLetter && !$0.isNumber }.filter { $0 != "v1" }
        return path.method.lowercased() + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
