import CanonicalJSON
import Hummingbird
import LabAPI
import Ledger
import Office
import TransparencyLog

extension API {
    /// The last signed checkpoint; with `witnessed=1`, the last that a witness cosigned.
    func checkpoint(_ request: Request) throws -> Response {
        var witnessed = false
        for (name, value) in try request.parameters {
            guard name == "witnessed" else { throw Refusal.unknownParameter(name, known: ["witnessed"]) }
            witnessed = try Bool(parameter: name, value)
        }
        guard let note = try ledger.checkpoint(witnessed: witnessed) else {
            throw Refusal.notFound(path: "\(Paths.checkpoint)?witnessed=1")
        }
        return Response(bytes: note.bytes, MediaTypes.text)
    }

    /// The key that verifies the checkpoints.
    func logKey(_ request: Request) throws -> Response {
        try request.checkThatNothingIsAsked()
        return Response(bytes: Array("\(ledger.logKey)\n".utf8), MediaTypes.text)
    }

    /// A tile of hashes, or a bundle of lines.
    func tile(_ request: Request) throws -> Response {
        let path = String(request.uri.path.dropFirst())
        let place: TilePath
        do {
            place = try TilePath(parsing: path)
        } catch {
            throw Refusal(.proof(.notATile(diagnostic: "\(error)")), field: "path", value: String(path.prefix(64)))
        }
        let content: [UInt8]? =
            switch place {
            case .hashes(let tile): try ledger.content(of: tile)
            case .entries(let tile): try ledger.content(of: tile)
            }
        guard let content else { throw Refusal.notFound(path: request.uri.path) }
        return Response(bytes: content, MediaTypes.octets)
    }

    /// An inclusion proof: as a proof file if it is of the last checkpoint, else its hashes.
    func proof(_ request: Request) throws -> Response {
        let asked = try request.numbers(["position", "size"])
        guard let note = try ledger.checkpoint(), let checkpoint = try? Checkpoint(note.text) else {
            throw LedgerError.damaged(position: ledger.count, detail: "the log has no checkpoint")
        }
        guard let position = asked["position"] else {
            throw Refusal(.proof(.positionMissing(size: checkpoint.size)), field: "position")
        }
        let size = asked["size"] ?? checkpoint.size
        guard size >= 1, size <= checkpoint.size else {
            throw Refusal(.proof(.noTree(most: checkpoint.size)), field: "size", value: "\(size)")
        }
        guard position < size else {
            throw Refusal(.proof(.beyondTree(size: size)), field: "position", value: "\(position)")
        }
        let path = try ledger.hashes(of: .inclusion(of: position, in: size))
        guard size == checkpoint.size, asked["size"] == nil else {
            return Response(json: .hashes(path, ["position": position, "size": size]))
        }
        return Response(
            bytes: try ProofFile(index: position, path: path, note: note).bytes, MediaTypes.text)
    }

    /// A consistency proof: its hashes.
    func consistency(_ request: Request) throws -> Response {
        let asked = try request.numbers(["from", "to"])
        let count = ledger.count
        let to = asked["to"] ?? count
        guard to >= 1, to <= count else {
            throw Refusal(.proof(.noTree(most: count)), field: "to", value: "\(to)")
        }
        guard let from = asked["from"] else {
            throw Refusal(.proof(.earlierSizeMissing(later: to)), field: "from")
        }
        guard from >= 1, from <= to else {
            throw Refusal(.proof(.noEarlierTree(later: to)), field: "from", value: "\(from)")
        }
        let path = try ledger.hashes(of: .consistency(from: from, to: to))
        return Response(json: .hashes(path, ["from": from, "to": to]))
    }
}

extension JSON {
    /// Hashes in base64, with the numbers that they belong to.
    fileprivate static func hashes(_ path: [Hash], _ numbers: [String: Int]) -> JSON {
        let numbers = numbers.map { JSONObject.Member($0, .integer(Int64($1))) }
        return .object(JSONObject(numbers + [.init("hashes", .array(path.map { .string($0.base64) }))]))
    }
}

extension Request {
    /// The query's parameters as whole numbers from 0 on; others than the known ones are refused.
    fileprivate func numbers(_ known: [String]) throws(Refusal) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (name, value) in try parameters {
            guard known.contains(name) else { throw .unknownParameter(name, known: known) }
            numbers[name] = try Int(parameter: name, value, orRefused: .proof(.notASize))
        }
        return numbers
    }
}

extension Response {
    /// An answer of text or bytes.
    init(bytes: [UInt8], _ type: String) {
        self.init(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
