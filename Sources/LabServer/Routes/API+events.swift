import Hummingbird
import LabAPI
import Ledger
import NIOCore
import Office
import ServiceSupport

extension API {
    /// The number of bytes of lines that are copied from the log and written at a time.
    private static let pieceBytes = 1 << 17

    /// Answers with the stored lines from a position on; with `follow`, also with future lines. Whoever accepts Server-Sent
    /// Events gets each line as one, with its position as the id, and goes on after the last one that it names.
    ///
    /// A follower's roles are checked again whenever the settings are read; the stream ends if they no longer suffice.
    func events(_ request: Request, _ context: LabContext) throws -> Response {
        let requester = context.requester
        let (asked, isEndless) = try Self.range(try request.parameters)
        let format = LineFormat(acceptedBy: request.headers)
        let last = format == .serverSentEvents ? try request.headers.lastEventPosition : nil
        let start = last.map { $0 < .max ? $0 + 1 : $0 } ?? asked
        return Response(
            status: .ok, headers: [.contentType: format.mediaType, .vary: "Accept", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                if isEndless {
                    try await follow(start, request, context, format, &writer)
                } else {
                    _ = try await write(from: start, requester, format, &writer)
                }
                try await writer.finish(nil)
            })
    }

    private static func range(_ parameters: [(name: String, value: String)]) throws -> (start: Int, follows: Bool) {
        var start = 0
        var follows = false
        for (name, value) in parameters {
            switch name {
            case "from": start = try Int(parameter: name, value, orRefused: .request(.notAPosition))
            case "follow": follows = try Bool(parameter: name, value)
            default: throw Refusal.unknownParameter(name, known: ["from", "follow"])
            }
        }
        return (start, follows)
    }

    /// Writes the existing lines, and returns the position after the last one.
    ///
    /// No transaction is open while the peer reads, because each piece is a copy.
    private func write(
        from start: Int, _ requester: Requester, _ format: LineFormat, _ writer: inout any ResponseBodyWriter
    ) async throws -> Int {
        var position = start
        while true {
            let (piece, count) = try await piece(from: position, requester, format)
            guard count > 0 else { return position }
            position += count
            try await writer.write(piece)
        }
    }

    /// Returns the next lines, and their number. The lines for one account's readers are copied one after another, so that
    /// other accounts have their turn.
    private func piece(
        from position: Int, _ requester: Requester, _ format: LineFormat
    ) async throws -> (ByteBuffer, Int) {
        await turns.wait(for: requester.account)
        defer { turns.end(of: requester.account) }
        let lines = try ledger.lines(from: position, limit: 1_024, maxBytes: Self.pieceBytes)
        var piece = ByteBuffer()
        piece.reserveCapacity(lines.reduce(0) { $0 + $1.count + format.mostAround })
        for (offset, line) in lines.enumerated() { format.write(line, at: position + offset, to: &piece) }
        return (piece, lines.count)
    }

    /// Writes lines as they are recorded, until the reader goes away or labd stops.
    private func follow(
        _ start: Int, _ request: Request, _ context: LabContext, _ format: LineFormat,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        let gone = StopSignal()
        try await request.body.consumeWithInboundCloseHandler { _ in
            var position = start
            while !stop.isGiven && !gone.isGiven {
                let change = policy.change
                guard try await mayFollow(request, context) else { return }
                position = try await write(from: position, context.requester, format, &writer)
                if await isSilent(after: position, unless: gone, change), let sign = format.signOfLife {
                    try await writer.write(ByteBuffer(string: sign))
                }
            }
        } onInboundClosed: {
            gone.give()
        }
    }

    /// Returns whether the sender would still be permitted now.
    private func mayFollow(_ request: Request, _ context: LabContext) async throws -> Bool {
        do {
            let sender = try await policy.sender(of: request, context.peer)
            return Permission.lines.isGranted(to: sender.roles)
        } catch is Refusal {
            return false
        }
    }

    /// Returns when the log has more than `position` events, or when waiting is no longer useful; true if nothing happened for long.
    private func isSilent(after position: Int, unless gone: StopSignal, _ change: StopSignal) async -> Bool {
        await withTaskGroup { group in
            group.addTask {
                await change.wait()
                return false
            }
            group.addTask {
                _ = try? await ledger.count(beyond: position)
                return false
            }
            group.addTask {
                await stop.wait()
                return false
            }
            group.addTask {
                await gone.wait()
                return false
            }
            group.addTask { (try? await Task.sleep(for: silence)) != nil }
            let isSilent = await group.next() ?? false
            group.cancelAll()
            return isSilent
        }
    }
}
