import CanonicalJSON
import LabAPI
import Office
import OfficeSpecification
import OpenAPI
import Testing
import Views

@testable import LabServer

/// The description of the interface is held against the routes, the views and the commands that it is derived from.
struct OpenAPITests {
    private static let viewNames = Views.Catalogue.views.map { $0.name }

    private static func document() throws -> JSONObject {
        let bytes = API.description
        guard case .object(let document) = try JSONReader.read(bytes.span, as: .strict) else {
            throw Refusal.failed
        }
        return document
    }

    private static func object(_ path: [String], in document: JSONObject) throws -> JSONObject {
        var object = document
        for name in path {
            guard case .object(let inner)? = object[name] else {
                Issue.record("\(path) has no \(name)")
                throw Refusal.failed
            }
            object = inner
        }
        return object
    }

    private static func names(_ json: JSON?) -> [String] {
        guard case .array(let values)? = json else { return [] }
        return values.compactMap { if case .string(let name) = $0 { name } else { nil } }
    }

    /// The query parameters of an operation.
    private static func parameters(_ operation: JSONObject) -> [(name: String, isRequired: Bool)] {
        guard case .array(let parameters)? = operation["parameters"] else { return [] }
        return parameters.compactMap { parameter in
            guard case .object(let parameter) = parameter, case .string(let name)? = parameter["name"],
                parameter["in"] == "query"
            else { return nil }
            return (name, parameter["required"] == true)
        }
    }

    /// What these answer depends on the account that asks, and the season has no report.
    private static let withoutExample: Set<String> = ["today", "undo", "usual", "report"]

    @Test(arguments: Views.Catalogue.views.map { $0.name })
    func `a view has an example that its own parameters ask for, with the members that it describes`(_ name: String)
        throws
    {
        guard !Self.withoutExample.contains(name) else {
            #expect(Examples.answers[name] == nil)
            return
        }
        let view = try #require(Views.Catalogue.views.first { $0.name == name })
        let asked = try #require(Examples.answers[name])
        _ = try Question(
            parameters: asked.query.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }, to: view)
        guard case .object(let answer) = asked.answer else {
            Issue.record("no object")
            return
        }
        let known = view.columns.map(\.name)
        #expect(answer.members.allSatisfy { known.contains($0.name) }, "\(answer.members.map(\.name)) of \(known)")
        let operation = try Self.object(
            ["paths", Paths.view(name), "get", "responses", "200", "content", "application/json"], in: Self.document())
        #expect(try Self.object(["examples", "season"], in: operation)["value"] == asked.answer)
    }

    @Test func `examples of commands are commands that labd reads`() throws {
        #expect(Examples.commands.count > 30)
        for (name, example) in Examples.commands {
            _ = try CommandRequest(example)
            #expect(example["command"] == .string(name))
        }
    }

    @Test func `it is answered, and has every route that programs ask, and no other`() async throws {
        try await Service.run { service in
            let answer = try await service.ask("GET", "/openapi.json")
            #expect(answer.status == 200)
            #expect(Array(answer.body) == API.description)
        }
        let document = try Self.document()
        #expect(document["openapi"] == "3.1.1")
        var described: [String] = []
        for route in API.routes {
            let isForPeople = route.path == "/" || route.path.hasPrefix("/pages")
            #expect((route.operation == nil) == isForPeople, "\(route.path)")
            guard route.operation != nil else { continue }
            described.append(route.describedPath)
            let operation = try Self.object(
                ["paths", route.describedPath, route.method.rawValue.lowercased()], in: document)
            #expect(operation["responses"] != nil)
        }
        #expect(try Self.object(["paths"], in: document).members.map(\.name) == described.sorted())
    }

    @Test func `operations have names of their own, and references lead to schemas that are all needed`() throws {
        let document = try Self.document()
        var ids: [String] = []
        var references: Set<String> = []
        func visit(_ json: JSON) {
            switch json {
            case .object(let object):
                if case .string(let id)? = object["operationId"] { ids.append(id) }
                if case .string(let reference)? = object["$ref"] { references.insert(reference) }
                for member in object.members { visit(member.value) }
            case .array(let values): values.forEach(visit)
            default: break
            }
        }
        visit(.object(document))
        #expect(Set(ids).count == ids.count)
        let schemas = try Self.object(["components", "schemas"], in: document).members.map(\.name)
        #expect(references == Set(schemas.map { "#/components/schemas/" + $0 }))
    }

    @Test(arguments: viewNames)
    func `a view has the parameters and fields that it has`(name: String) throws {
        let view = try #require(Views.Catalogue.views.first { $0.name == name })
        let document = try Self.document()
        let operation = try Self.object(["paths", Paths.view(name), "get"], in: document)
        let parameters = Self.parameters(operation)
        let (known, required) = (view.parameters, view.required)
        let columns = view.columns
        #expect(parameters.map(\.name) == known.map(\.rawValue))
        #expect(
            parameters.filter(\.isRequired).map(\.name) == known.filter { required.contains($0) }.map(\.rawValue))
        let answer = try Self.object(["responses", "200", "content", MediaTypes.json, "schema"], in: operation)
        guard case .string(let reference)? = answer["$ref"] else { throw Refusal.failed }
        let schema = try Self.object(
            ["components", "schemas", String(reference.split(separator: "/").last ?? "")], in: document)
        let fields = try Self.object(["properties"], in: schema).members.map(\.name)
        #expect(fields == columns.map(\.name).sorted())
        #expect(Set(Self.names(schema["required"])) == Set(columns.filter { !$0.isOptional }.map(\.name)))
    }

    @Test func `each command has its fields`() throws {
        let document = try Self.document()
        for command in CommandCatalogue.commands {
            let schema = try Self.object(["components", "schemas", "Command." + command.name], in: document)
            let name = command.name
            #expect(try Self.object(["properties", "command"], in: schema)["const"] == .string(name))
            let data = try Self.object(["properties", "data"], in: schema)
            let fields = CommandCatalogue.fields(of: command)
            #expect(try Self.object(["properties"], in: data).members.map(\.name) == fields.map(\.name).sorted())
            #expect(Set(Self.names(data["required"])) == Set(fields.filter(\.isRequired).map(\.name)))
            #expect(data["additionalProperties"] == false)
        }
    }

    @Test func `routes know the parameters that are described, and no others`() async throws {
        let document = try Self.document()
        try await Service.run { service in
            for route in API.routes where route.operation != nil && route.method == .get {
                let operation = try Self.object(["paths", route.describedPath, "get"], in: document)
                let path = route.path.replacing("**", with: "000")
                for (name, _) in Self.parameters(operation) where name != "follow" {
                    let answer = try await service.ask("GET", "\(path)?\(name)=1")
                    #expect(
                        answer.object?["code"] != "unknown-field" || answer.object?["field"] != .string(name),
                        "\(path)?\(name)")
                }
                guard !path.contains("/tile/") else { continue }
                let answer = try await service.ask("GET", "\(path)?no-such-parameter=1")
                #expect(answer.object?["code"] == "unknown-field", "\(path)")
            }
        }
    }
}
