import Hummingbird
import LabAPI
import Ledger
import NIOCore
import Office

extension API {
    /// How many bytes of lines are copied from the log, and written, at a time.
    private static let pieceBytes = 1 << 17

    /// Stored lines from a position on, as they lie in the log; with `follow`, those to come as well.
    func events(_ request: Request) throws -> Response {
        let (start, isEndless) = try Self.range(request.parameters)
        return Response(
            status: .ok, headers: [.contentType: MediaTypes.ndjson],
            body: ResponseBody { writer in
                if isEndless {
                    try await follow(start, request.body, &writer)
                } else {
                    _ = try await write(from: start, &writer)
                }
                try await writer.finish(nil)
            })
    }

    private static func range(_ parameters: [(name: String, value: String)]) throws -> (start: Int, follows: Bool) {
        var start = 0
        var follows = false
        for (name, value) in parameters {
            switch name {
            case "from":
                guard let position = Int(value), position >= 0, value.first != "+" else {
                    throw Refusal(
                        .invalidValue, field: name, value: String(value.prefix(64)), "that is not a position",
                        accepted: "0 or more")
                }
                start = position
            case "follow":
                guard value == "0" || value == "1" else {
                    throw Refusal(
                        .invalidValue, field: name, value: String(value.prefix(64)), "follow cannot be that",
                        accepted: "0 or 1")
                }
                follows = value == "1"
            default: throw Refusal.unknownParameter(name, accepted: "from, follow")
            }
        }
        return (start, follows)
    }

    /// Writes the lines that there are, and answers the position after the last.
    ///
    /// The log is not held while the peer reads: each piece is a copy.
    private func write(from start: Int, _ writer: inout any ResponseBodyWriter) async throws -> Int {
        var position = start
        while true {
            let lines = try ledger.lines(from: position, limit: 1_024, maxBytes: Self.pieceBytes)
            guard !lines.isEmpty else { return position }
            var piece = ByteBuffer()
            piece.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
            for line in lines {
                piece.writeBytes(line)
                piece.writeInteger(UInt8(ascii: "\n"))
            }
            position += lines.count
            try await writer.write(piece)
        }
    }

    /// Writes lines as they come, until the one who reads goes away or labd stops.
    private func follow(_ start: Int, _ body: RequestBody, _ writer: inout any ResponseBodyWriter) async throws {
        let gone = StopSignal()
        try await body.consumeWithInboundCloseHandler { _ in
            var position = start
            while !stop.isGiven && !gone.isGiven {
                position = try await write(from: position, &writer)
                await nextEvent(after: position, unless: gone)
            }
        } onInboundClosed: {
            gone.give()
        }
    }

    /// Returns when the log reaches beyond `position`, or there is no use in waiting any more.
    private func nextEvent(after position: Int, unless gone: StopSignal) async {
        await withTaskGroup { group in
            group.addTask { _ = try? await ledger.count(beyond: position) }
            group.addTask { await stop.wait() }
            group.addTask { await gone.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
