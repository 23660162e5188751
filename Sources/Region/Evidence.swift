import CanonicalJSON
import FoundationEssentials
import LabAPI
import LabServer
import MachineClock
import Synchronization

/// What is kept of an office beside the copy of its log: messages that were not the log's, and why the office was stopped.
///
/// `evidence.ndjson` has a line for each message, with when it came, its number in the stream, what is wrong, and its bytes in base64;
/// it ends with a bound, so that a stream full of rubbish does not fill the disk. `stopped` is there as long as the office is stopped:
/// who has settled the matter removes it.
final class Evidence: Sendable {
    private let directory: String
    private let bytes: Mutex<Int>

    private static let limit = 16 << 20

    /// The evidence in an office's directory.
    init(inDirectory path: String) {
        directory = path
        let size = try? FileManager.default.attributesOfItem(atPath: path + "/evidence.ndjson")[.size] as? Int
        bytes = Mutex(size ?? 0)
    }

    /// The file that a message for people names.
    var file: String { directory + "/evidence.ndjson" }

    /// Keeps a message, or other bytes, that show what is wrong.
    /// What shows why the office is stopped (`isProof`) is kept whatever the bound.
    func keep(_ what: String, _ content: [UInt8], sequence: Int, isProof: Bool = false) {
        let line: JSONObject = [
            "bytes": .string(Data(content).base64EncodedString()), "received": .string("\(SystemClock.now())"),
            "sequence": .integer(Int64(sequence)), "what": .string(what),
        ]
        let text = line.canonicalBytes + [UInt8(ascii: "\n")]
        bytes.withLock { bytes in
            guard isProof || bytes + text.count <= Self.limit else { return }
            if (try? DurableFile.append(text, to: file)) != nil { bytes += text.count }
        }
    }

    private var stoppedFile: String { directory + "/stopped" }

    /// Why the office was stopped, if it was and nobody has settled it.
    var fault: RegionOffice.Fault? {
        guard let bytes = FileManager.default.contents(atPath: stoppedFile),
            case .object(let object)? = try? JSONReader.read(Array(bytes).span, as: .strict),
            case .string(let code)? = object["code"], case .string(let detail)? = object["detail"],
            let code = RegionOffice.Fault.Code(rawValue: code)
        else { return nil }
        return RegionOffice.Fault(code, detail)
    }

    /// Notes durably that the office is stopped.
    func note(_ fault: RegionOffice.Fault) throws(DurableFile.Failure) {
        let object: JSONObject = ["code": .string(fault.code.rawValue), "detail": .string(fault.detail)]
        try DurableFile.write(object.canonicalBytes, to: stoppedFile)
    }
}
