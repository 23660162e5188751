import CanonicalJSON
import HTTPTypes
import Hummingbird
import LabAPI
import Ledger
import NIOCore
import Office
import Wording

extension API {
    /// One command, or a body of many.
    func commands(_ request: Request, _ context: LabContext) async throws -> Response {
        let sender = context.sender
        var halt: HaltAtRefusal?
        var isRehearsal = false
        for (name, value) in try request.parameters {
            switch name {
            case "stop": if try Bool(parameter: name, value) { halt = HaltAtRefusal() }
            case "rehearse": isRehearsal = try Bool(parameter: name, value)
            default: throw Refusal.unknownParameter(name, known: ["stop", "rehearse"])
            }
        }
        guard try request.checkMediaType(MediaTypes.json, MediaTypes.ndjson) == MediaTypes.ndjson else {
            guard !isRehearsal else {
                throw Refusal(
                    .request(.onlyLinesRehearsed(mediaType: MediaTypes.ndjson)), field: "rehearse", value: "1")
            }
            return try await one(request, context)
        }
        var permit: Lease?
        if isRehearsal {
            do { permit = try rehearsals.take(sender.account) } catch { throw RefusedUnread(refusal: error) }
        }
        let taken = permit
        let stream = CommandStream(
            api: self, requester: context.requester, sender: sender, halt: halt, isRehearsal: isRehearsal,
            language: context.language)
        return Response(
            status: .ok, headers: HTTPFields(MediaTypes.ndjson, in: context.language),
            body: ResponseBody { writer in
                try await stream.answer(request.body, &writer)
                withExtendedLifetime(taken) {}
                try await writer.finish(nil)
            })
    }

    /// A single command: read as a whole, within the limits of size and time.
    private func one(_ request: Request, _ context: LabContext) async throws -> Response {
        let announced = request.headers[.contentLength].flatMap(Int.init)
        if let announced, announced > limits.bodyBytes { throw Refusal.bodyTooLong(limits.bodyBytes) }
        let collected = try await readBody(request)
        if let announced, collected.readableBytes < announced { throw Refusal.incomplete }
        let chunk = Chunk(
            commands: [ParsedCommand(collected.readableBytesUInt8Span, from: context.sender)], sender: context.sender,
            halt: nil, presence: context.presence)
        guard writer.submit(chunk) else { throw Refusal.tooManyWait }
        switch await chunk.pending.outcomes()[0] {
        case .accepted(let answer): return Response(json: answer.bytes)
        case .refused(let refused): return refused.response(in: context.language)
        }
    }
}
