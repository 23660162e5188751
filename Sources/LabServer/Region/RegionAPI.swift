import CanonicalJSON
import HTTPTypes
import Hummingbird
import LabAPI
import Ledger
package import Logging
import NIOCore
import Office
package import ServiceSupport
import TransparencyLog
import Views
import Wording

/// What labregion answers on the region's own socket: how the offices stand, and the views that can be asked of all of them. Each office
/// has a socket of its own, on which labd's paths are answered.
package struct RegionAPI: Sendable {
    private let region: String
    private let offices: [RegionOffice]
    private let policy: LivePolicy
    private let limits: Settings.Limits
    private let stop: StopSignal
    private let metrics = Metrics()

    /// Creates the answers of a region of these offices.
    package init(
        region: String, _ offices: [RegionOffice], limits: Settings.Limits, stop: StopSignal, _ policy: LivePolicy
    ) {
        self.region = region
        self.offices = offices
        self.limits = limits
        self.stop = stop
        self.policy = policy
    }

    /// A server of these answers.
    package func server(on socket: ListeningSocket, logger: Logger) -> Server {
        Server(paths, on: socket, limits: limits, stop: stop, logger: logger)
    }

    /// A path, who may ask it, and the answer.
    private struct Entry: Sendable {
        let permission: Permission
        let answer: @Sendable (RegionAPI, Request, LabContext) async throws -> Response
    }

    private static let entries: [String: Entry] = {
        var entries = [
            Paths.health: Entry(permission: .state) { api, request, _ in try api.health(request) },
            Paths.metrics: Entry(permission: .metrics) { api, request, _ in try api.exposition(request) },
            Paths.offices: Entry(permission: .proofs) { api, request, _ in try api.standing(request) },
        ]
        for view in Views.Catalogue.overOffices {
            entries[Paths.view(view.name)] = Entry(permission: .asking(view)) { api, request, context in
                try await api.answer(view, request, context)
            }
        }
        return entries
    }()

    private var paths: ServedPaths {
        let router = Router(context: LabContext.self)
        for (path, entry) in Self.entries {
            router.group().add(middleware: Admission(policy: policy, permission: entry.permission))
                .on(RouterPath(path), method: .get) { [self] in try await entry.answer(self, $0, $1) }
        }
        return ServedPaths(
            routes: router.buildResponder(), method: { Self.entries[$0] == nil ? nil : .get }, policy: policy,
            limits: limits, metrics: metrics, copiedOffice: nil, direct: nil)
    }

    /// Answers a view for each office, with their sum.
    ///
    /// An office that refuses the question, or has nothing verified, is named with the reason; the sum is over the others, and `complete` is
    /// false. So it is if an office's figures are not the newest that were received, whatever the cause.
    private func answer(
        _ view: any Answer.Type, _ request: Request, _ context: LabContext
    ) async throws -> Response {
        let question = try Question(parameters: try request.parameters, to: view)
        if case .position(let position)? = question.asOf {
            throw Refusal(.question(.positionOfOneOffice), field: "asOf", value: "\(position)")
        }
        var rows: [JSON] = []
        var answers: [(office: String, answer: JSONObject)] = []
        var isComplete = true
        for office in offices {
            let standing = office.standing
            var row: [JSONObject.Member] = [
                .init("office", .string(office.id)), .init("state", .string(standing.state)),
            ]
            do {
                guard let copy = office.copy else { throw Refusal(.log(.noEvent(position: 0))) }
                let (bytes, _) = try await copy.api.threads.run(for: context.requester) { interest in
                    try copy.api.answer(view, question, interest)
                }
                guard case .object(let answer) = try JSONReader.read(Array(buffer: bytes).span, as: .strict) else {
                    throw Refusal.failed
                }
                row.append(.init("answer", .object(answer)))
                if case .object(let basis)? = answer["basis"], case .integer(let position)? = basis["position"],
                    position >= 0
                {
                    row.append(.init("root", .string(try copy.ledger.root(ofSize: Int(position) + 1).base64)))
                }
                answers.append((office.id, answer))
                if standing.state != "whole" { isComplete = false }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                let refusal = (error as? Refusal) ?? (error as? LedgerError).map { Refusal($0) } ?? .failed
                isComplete = false
                row.append(
                    .init(
                        "refused",
                        .object([
                            "code": .string(refusal.code.word),
                            "detail": .string(refusal.message(in: context.language).detail),
                        ])))
            }
            rows.append(.object(JSONObject(row)))
        }
        return Response(
            json: .object([
                "complete": .bool(isComplete), "offices": .array(rows), "region": .string(region),
                "sum": .object(RegionSum.sum(answers, of: view.columns)), "view": .string(view.name),
            ]))
    }

    private func standing(_ request: Request) throws -> Response {
        try request.checkThatNothingIsAsked()
        return Response(
            json: .object(["offices": .array(offices.map { .object($0.json) }), "region": .string(region)]))
    }

    /// Answers whether all offices are whole: 503 if one is stopped, as somebody has to look at it.
    private func health(_ request: Request) throws -> Response {
        try request.checkThatNothingIsAsked()
        let states = offices.map(\.standing.state)
        func count(_ state: String) -> JSON { .integer(Int64(states.count { $0 == state })) }
        let isStopped = states.contains("stopped")
        let status = stop.isGiven ? "stopping" : isStopped ? "stopped-offices" : "ok"
        let answer: JSON = .object([
            "behind": count("behind"), "empty": count("empty"), "region": .string(region), "status": .string(status),
            "stopped": count("stopped"), "version": .string(Version.current), "whole": count("whole"),
        ])
        return Response(json: answer, status: isStopped || stop.isGiven ? .serviceUnavailable : .ok)
    }

    private func exposition(_ request: Request) throws -> Response {
        try request.checkThatNothingIsAsked()
        var shown = Exposition()
        func byOffice(_ value: (RegionOffice.Standing) -> Int) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: offices.map { ($0.id, value($0.standing)) })
        }
        shown.add(.regionInfo, "The version that runs.", by: "version", [Version.current: 1])
        shown.add(.regionReceived, "Lines received in their order.", by: "office", byOffice(\.received))
        shown.add(.regionVerified, "Lines that are verified, and count.", by: "office", byOffice(\.verified))
        shown.add(
            .regionPromised, "Lines that a signed checkpoint is about.", by: "office", byOffice(\.promised))
        shown.add(
            .regionStopped, "1 if an office's figures stay where they are, since something is wrong with its log.",
            by: "office", byOffice { $0.fault == nil ? 0 : 1 })
        shown.add(
            .regionInterrupted, "1 if an office's stream cannot be read now.", by: "office",
            byOffice { $0.interruption == nil ? 0 : 1 })
        shown.add(.regionAltered, "Lines that were not the log's.", by: "office", byOffice(\.altered))
        shown.add(
            .regionForeign, "Messages that were no lines, or checkpoints of others.", by: "office",
            byOffice { $0.impossible + $0.foreign })
        shown.add(.regionResends, "Times that lines were asked for again.", by: "office", byOffice(\.resends))
        shown.add(.regionCosigned, "Checkpoints that were cosigned.", by: "office", byOffice(\.cosigned))
        shown.add(.regionConnections, "Open connections.", metrics.now.connections)
        shown.add(.regionResidentBytes, "Bytes of memory that labregion has.", MemoryUpkeep.residentBytes)
        return Response(
            status: .ok, headers: [.contentType: Exposition.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: shown.text)))
    }
}
