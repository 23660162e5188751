import CanonicalJSON
import LabAPI
package import Office
package import Views
import Wording

/// What one route takes and answers, for the document.
package struct Operation: Sendable {
    /// A parameter of the query.
    package struct QueryParameter: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let text: String
        /// The view of which it is a parameter, if it is one.
        private let view: String?
        /// A value that it can have. Read only for the document: labd makes its routes at each start.
        var example: String? { view.flatMap { Examples.answers[$0]?.query[name] } }

        /// A parameter that is 0 or 1.
        package static func flag(_ name: String, _ text: String) -> QueryParameter {
            QueryParameter(name, .words(["0", "1"]), isRequired: false, text)
        }

        /// A position, or a size, of the log.
        package static func position(_ name: String, _ text: String, isRequired: Bool = false) -> QueryParameter {
            QueryParameter(name, .atLeast(0), isRequired: isRequired, text)
        }

        /// A number of lines, from the first one on.
        package static func size(_ name: String, _ text: String, isRequired: Bool = false) -> QueryParameter {
            QueryParameter(name, .atLeast(1), isRequired: isRequired, text)
        }

        private init(_ name: String, _ schema: Schema, isRequired: Bool, _ text: String) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.text = text
            view = nil
        }

        /// A parameter of a view.
        init(_ parameter: Parameter, of view: any Answer.Type) {
            let words = view.words(of: parameter)
            name = parameter.rawValue
            schema = words.isEmpty ? Schema(parameter) : .words(words)
            isRequired = view.required.contains(parameter)
            text = parameter.summary(in: .english)
            self.view = view.name
        }
    }

    /// What comes in a body, or goes out in one: a schema by media type.
    package struct Content: Sendable {
        let mediaType: String
        let make: @Sendable (inout Components) -> Schema
        /// Makes examples by their names. Only the document asks for them: labd makes its routes at each start.
        let examples: @Sendable () -> [String: JSON]

        init(
            _ mediaType: String, examples: @escaping @Sendable () -> [String: JSON] = { [:] },
            _ make: @escaping @Sendable (inout Components) -> Schema
        ) {
            self.mediaType = mediaType
            self.make = make
            self.examples = examples
        }

        /// Lines, or text, or bytes.
        package static func text(_ mediaType: String) -> Content { Content(mediaType) { _ in .string } }

        /// Lines of commands, which are decided one by one; each has its own answer.
        package static let lines = Content(MediaTypes.ndjson) { _ in
            Schema([:]).described("a command, as in \(MediaTypes.json), in each line")
        }

        /// A JSON object without a description of its members.
        package static let object = Content(MediaTypes.json) { _ in .anyObject }

        /// The answer of a view.
        package static func answer(_ view: any Answer.Type) -> Content {
            Content(
                MediaTypes.json, examples: { Examples.answers[view.name].map { ["season": $0.answer] } ?? [:] }
            ) { $0.reference(view) }
        }

        /// One command.
        package static let command = Content(MediaTypes.json, examples: { Examples.commands }) { components in
            components.reference("Command") { components in
                let commands = CommandCatalogue.commands.map { command in
                    components.reference("Command." + command.name) { _ in .command(command) }
                }
                return .one(of: commands)
            }
        }

        /// What an accepted command became.
        package static let commandAnswer = Content(MediaTypes.json) {
            $0.reference("CommandAnswer") { _ in .commandAnswer }
        }

        /// The plan in force.
        package static let plan = Content(MediaTypes.json) { components in
            components.reference("Plan") { _ in
                let fields = CommandCatalogue.description(ofEvent: Plan.adoption.event)?["plan"]?.parts ?? []
                return .recordedData(fields)
            }
        }
    }

    var query: [QueryParameter] = []
    var body: [Content] = []
    var answers: [Content] = []
    /// The statuses of refusals that it may come to, besides those of every route.
    var refusals: [Refusal.Code.Kind] = []
    /// The group under which documents list it.
    var group: String

    /// A route, and the kinds of refusals to which it may come besides those of every route.
    package init(
        _ group: String, query: [QueryParameter] = [], body: [Content] = [], answers: [Content],
        refusals: [Refusal.Code.Kind] = []
    ) {
        self.group = group
        self.query = query
        self.body = body
        self.answers = answers
        self.refusals = refusals
    }

    /// The route of a view.
    package init(asking view: any Answer.Type) {
        self.init(
            "Views", query: view.parameters.map { QueryParameter($0, of: view) }, answers: [.answer(view)],
            refusals: [.unknown, .rule])
    }
}

extension Schema {
    /// What a parameter of views may be, where it is not one of some words.
    init(_ parameter: Parameter) {
        self =
            switch parameter.form {
            case .moment: .positionOrMoment
            case .position, .rowCount: .atLeast(0)
            case .day: .day
            case .id: .id
            case .month: .month
            case .week: .week
            case .quarter: .quarter
            case .nationality: .words(Nationality.codes.sorted())
            case .language: .words(Language.codes.sorted())
            case .ageBand(let words), .sex(let words), .setting(let words), .word(let words): .words(words)
            case nil: .string
            }
    }

    /// A command as it is sent.
    static func command(_ command: any Command.Type) -> Schema {
        object(
            [
                (
                    "id",
                    commandID.described("chosen by the sender; the same command sent again under it changes nothing")
                ),
                ("command", constant(command.name)),
                ("data", data(CommandCatalogue.fields(of: command), of: command)),
                ("expect", integer(0...2_147_483_647).described("the revision of its stream that the sender has seen")),
                ("at", moment.described("when it was recorded; in a simulated log alone")),
            ], required: ["id", "command", "data"], isClosed: true
        ).described(command.summary(in: .english))
    }

    /// An RFC 9457 problem.
    static let problem = object(
        [
            ("type", pattern("^urn:labd:problem:[a-z-]+$")),
            ("code", words(Refusal.Code.all.map(\.word)).described("stable; programs may rely on it")),
            ("status", integer(400...599)), ("title", string.described("in the language that was asked for")),
            ("detail", string.described("in the language that was asked for")),
            ("field", string.described("the path of the field, or the name of the parameter, at fault")),
            ("value", string.described("the value at fault as JSON, shortened; never a personal one")),
            ("accepted", string.described("what would be accepted, in the language that was asked for")),
            ("id", string.described("that of the refused command")),
        ], required: ["type", "code", "status", "title", "detail"], isClosed: false)

    static let commandAnswer = object(
        [
            ("id", id), ("repeated", boolean.described("whether it had been accepted before")),
            (
                "events",
                list(
                    of: object(
                        [
                            ("position", atLeast(0)), ("revision", atLeast(1)), ("subject", string), ("type", string),
                            ("time", moment), ("flags", list(of: string)),
                        ], required: ["position", "revision", "subject", "type", "time", "flags"], isClosed: false))
            ),
        ], required: ["id", "repeated", "events"], isClosed: false)
}
