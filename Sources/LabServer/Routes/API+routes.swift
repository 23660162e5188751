import Hummingbird
import LabAPI
import OpenAPI
import Views

extension API {
    /// Everything that labd answers: the router, the refusal of other paths and methods, and the page of routes follow from it.
    static let routes = fixedRoutes + viewRoutes

    private static let fixedRoutes: [Route] = [
        Route(.get, Paths.health, .state, "whether labd is well, and where its log stands", .health) {
            try $0.health($1, $2.sender, $2.language)
        },
        Route(
            .get, Paths.checkpoint, .state,
            "the last signed checkpoint (C2SP tlog-checkpoint); with `witnessed=1`, the last that a witness cosigned",
            .checkpoint
        ) { api, request, _ in try api.checkpoint(request) },
        Route(.get, Paths.metrics, .metrics, "how labd is doing, in Prometheus' text format", .metrics) {
            api, request, _ in
            try api.metrics(request)
        },
        Route(
            .post, Paths.commands, nil,
            "a command as a JSON object, or many as NDJSON; with `stop=1`, what follows a refusal is not tried; with "
                + "`rehearse=1`, nothing is recorded", .commands
        ) { try await $0.commands($1, $2) },
        Route(.get, Paths.plan, .plan, "the plan in force", .plan) { try await $0.plan($1, $2.requester) },
        Route(
            .get, Paths.events, .lines,
            "stored lines as NDJSON, from the position `from` on, or as Server-Sent Events where `Accept` names `text/event-stream` "
                + "(the id is the position, `Last-Event-ID` goes on after it); with `follow=1`, those to come as well",
            .events
        ) { try $0.events($1, $2) },
        Route(.get, Paths.tiles + "entries/**", .lines, "the bundles of lines (C2SP tlog-tiles)", .tile, tile),
        Route(.get, Paths.tiles + "**", .proofs, "the tree's tiles of hashes (C2SP tlog-tiles)", .tile, tile),
        Route(.get, Paths.logKey, .proofs, "the verifier key of the log's checkpoints", .logKey) { api, request, _ in
            try api.logKey(request)
        },
        Route(
            .get, Paths.proof, .proofs,
            "the inclusion proof of `position` in the tree of `size`, or of the last checkpoint (C2SP tlog-proof)",
            .proof
        ) { api, request, context in
            try await api.threads.run(for: context.requester) { _ in try api.proof(request) }
        },
        Route(
            .get, Paths.consistency, .proofs,
            "the consistency proof `from` one size `to` another, or the last checkpoint's", .consistency
        ) { api, request, context in
            try await api.threads.run(for: context.requester) { _ in try api.consistency(request) }
        },
        Route(
            .post, Paths.cosignatures, .witnessing,
            "a checkpoint of this log with a witness' cosignature; the answer is the checkpoint as it is kept",
            .cosignatures
        ) { api, request, _ in try await api.cosignatures(request) },
        Route(
            .post, Paths.personalDataRead, .personalData,
            "an object of `person` or `stream`, `fields`, `reason`: opens sealed fields, which is recorded first",
            .personalDataRead
        ) { try await $0.readPersonalData($1, $2) },
        Route(
            .post, Paths.personalDataFind, .personalData,
            "an object of `name`, `taxCode`, `reason`: the persons who have all of these, which is recorded first",
            .personalDataFind
        ) { try await $0.findPersons($1, $2) },
        Route(
            .post, Paths.personalDataAccess, .subjectAccess,
            "an object of `person`, `release`, `reason`: all that is held of a person, for that person",
            .personalDataAccess
        ) { try await $0.serveAccess($1, $2) },
        Route(.get, Paths.openAPI, .state, "this interface, described as OpenAPI 3.1", .openAPI) { api, request, _ in
            try api.openAPI(request)
        },
        Route(.get, "/", .state, "the way to the first page") { try await $0.page($1, $2) },
        Route(.get, Paths.pages, .state, "the way to the first page") { try await $0.page($1, $2) },
        Route(.get, Paths.pages + "/assets/**", .state, "the stylesheet, the script and the picture of the pages") {
            api, request, _ in try api.asset(request)
        },
        Route(
            .post, Paths.pages + "/send/**", nil,
            "what the form of a command sends, as `month` that of a month, or as `sealed` the one that opens a person's sealed "
                + "fields; answered by a page"
        ) {
            try await $0.send($1, $2)
        },
        Route(
            .get, Paths.pages + "/document/**", .state,
            "a document as a page made for print: a kind such as `timesheet`, with its parameters and `asOf`, a position; `lang` is "
                + "`it` or `en`"
        ) { try await $0.document($1, $2) },
        Route(
            .get, Paths.pages + "/**", .state,
            "a view as a page for people, with the view's parameters, or under `form/` the form of a command; `lang` is `it` or "
                + "`en`; with `.csv` or `.json` after the view's name, as a file: of the table `table`, and in the CSV of the "
                + "`dialect`, `it` for a spreadsheet in Italian"
        ) { try await $0.page($1, $2) },
        Route(.post, Paths.keysRotate, .keys, "nothing: wraps all keys by a new office's key", .keysRotate) {
            api, request, _ in
            try await api.rotateKeys(request)
        },
        Route(.post, Paths.keysBackup, .keys, "nothing: the backup of the keys, encrypted", .keysBackup) {
            api, request, _ in
            try await api.backupKeys(request)
        },
    ]

    private static let viewRoutes: [Route] = Views.Catalogue.views.map { view in
        Route(
            .get, Paths.view(view.name), .asking(view), "the view `\(view.name)`", Operation(asking: view)
        ) { api, request, context in
            try await api.answer(view, request, context)
        }
    }

    private static let tile: Route.Answering = { api, request, context in
        try await api.threads.run(for: context.requester) { _ in try api.tile(request) }
    }

    private static let routesByPath = Dictionary(uniqueKeysWithValues: routes.map { ($0.path, $0) })

    /// A path's route; nil if there is no such path.
    static func route(of path: String) -> Route? {
        routesByPath[path] ?? routes.first { $0.matches(path) }
    }

    func router() -> Router<LabContext> {
        let router = Router(context: LabContext.self)
        for route in Self.routes { route.add(to: router, of: self) }
        return router
    }
}
