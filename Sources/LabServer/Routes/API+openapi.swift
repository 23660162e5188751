import CanonicalJSON
import Hummingbird
import LabAPI
import Office
import OpenAPI
import Views
import Wording

extension API {
    /// Answers the description of this interface.
    func openAPI(_ request: Request) throws -> Response {
        try request.checkThatNothingIsAsked()
        return Response(json: Self.description)
    }

    /// All routes that programs ask, in canonical form.
    static let description = JSON.object(
        OpenAPIDocument(
            routes.compactMap { route in
                route.operation.map {
                    OpenAPIDocument.Path(route.method.rawValue, route.describedPath, route.describedPurpose, $0)
                }
            }, version: Version.current
        ).json
    ).canonicalBytes
}

extension Route {
    /// Its path, with names for the parts that stand for many.
    var describedPath: String {
        path.replacing("/entries/**", with: "/entries/{index}").replacing("/tile/**", with: "/tile/{level}/{index}")
    }

    /// What it answers, in the words of people where it is a view.
    var describedPurpose: String {
        Catalogue.views.first { Paths.view($0.name) == path }?.purpose(in: .english) ?? purpose
    }
}

extension Operation {
    static let health = Operation("State", answers: [.object])
    static let metrics = Operation("State", answers: [.text(MediaTypes.text)])
    static let openAPI = Operation("State", answers: [.object])

    static let checkpoint = Operation(
        "Log", query: [.flag("witnessed", "the last that a witness cosigned")], answers: [.text(MediaTypes.text)],
        refusals: [.unknown])
    static let logKey = Operation("Log", answers: [.text(MediaTypes.text)])
    static let tile = Operation("Log", answers: [.text(MediaTypes.octets)], refusals: [.unknown])
    static let proof = Operation(
        "Log",
        query: [
            .position("position", "that of the event", isRequired: true), .size("size", "that of the tree"),
        ], answers: [.text(MediaTypes.text), .object], refusals: [.unknown])
    static let consistency = Operation(
        "Log",
        query: [
            .size("from", "the earlier size", isRequired: true), .size("to", "the later size"),
        ], answers: [.object],
        refusals: [.unknown])
    static let cosignatures = Operation(
        "Log", body: [.text(MediaTypes.text)], answers: [.text(MediaTypes.text)], refusals: [.rule, .unknown])
    static let events = Operation(
        "Log",
        query: [.position("from", "that of the first line"), .flag("follow", "also the lines to come")],
        answers: [.text(MediaTypes.ndjson), .text(MediaTypes.eventStream)])

    static let commands = Operation(
        "Commands",
        query: [
            .flag("stop", "what follows a refusal is not tried; with many commands"),
            .flag("rehearse", "nothing is recorded; with many commands"),
        ],
        body: [.command, .lines], answers: [.commandAnswer, .text(MediaTypes.ndjson)],
        refusals: [.unknown, .rule])
    static let plan = Operation("Views", answers: [.plan], refusals: [.rule])

    static let personalDataRead = personalData(.lookAtPersonalData)
    static let personalDataFind = personalData(.searchForPersons)
    static let personalDataAccess = personalData(.accessToPersonalData)
    static let keysRotate = Operation("Keys", answers: [.object])
    static let keysBackup = Operation("Keys", answers: [.text(MediaTypes.octets)])

    private static func personalData(_ asked: Content) -> Operation {
        Operation("Personal data", body: [asked], answers: [.object], refusals: [.unknown, .rule])
    }
}
