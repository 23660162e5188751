/// The reason why a witness does not cosign, or why its record must not be trusted (C2SP tlog-witness).
///
/// An error repeats only sizes, key names and origins from the input, so that it may be logged and sent.
public enum WitnessError: Error, Sendable, Hashable {
    // MARK: What is wrong with a request

    /// The body is not a well-formed request. `line` counts from 1, and is 0 if no single line is at fault.
    case requestMalformed(line: Int, detail: String)
    /// More than `limit` of what `detail` names.
    case requestTooLarge(limit: Int, detail: String)
    /// The checkpoint is of a log that this witness does not know.
    case logUnknown(origin: String)
    /// The log's key, `name`, did not sign the checkpoint, or a signature in its name does not verify.
    case notSignedByLog(name: String)
    /// The old size is greater than the checkpoint's.
    case oldSizeTooLarge(old: Int, size: Int)
    /// The old size is not that of the checkpoint that the witness cosigned last, which is `size`.
    case oldSizeConflict(size: Int)
    /// The witness has cosigned another root for this size. The log has two histories, and the checkpoint is evidence of the
    /// second.
    case rootConflict(size: Int)
    /// The proof does not lead from the checkpoint that was cosigned last to this one, or is not empty although nothing must be
    /// proved.
    case proofInvalid(old: Int, size: Int)

    // MARK: What is wrong with the witness

    /// The witness's key did not produce a valid cosignature.
    case cosigningFailed(name: String)
    /// The file is not a well-formed record. `line` counts from 1, and is 0 if no single line is at fault.
    case recordMalformed(line: Int, detail: String)
    /// The record names keys other than those that it is read with.
    case recordForeign(detail: String)
    /// The record is well formed, but does not have the signatures that it was stored with.
    case recordAltered(detail: String)

    /// The stable name of this kind of error, for programs.
    public var code: String {
        switch self {
        case .requestMalformed: "request-malformed"
        case .requestTooLarge: "request-too-large"
        case .logUnknown: "log-unknown"
        case .notSignedByLog: "not-signed-by-log"
        case .oldSizeTooLarge: "old-size-too-large"
        case .oldSizeConflict: "old-size-conflict"
        case .rootConflict: "root-conflict"
        case .proofInvalid: "proof-invalid"
        case .cosigningFailed: "cosigning-failed"
        case .recordMalformed: "record-malformed"
        case .recordForeign: "record-foreign"
        case .recordAltered: "record-altered"
        }
    }
}

extension WitnessError {
    /// The HTTP status for this error (C2SP tlog-witness, “add-checkpoint”); 500 for the witness's own failures.
    public var status: Int {
        switch self {
        case .requestMalformed, .requestTooLarge, .oldSizeTooLarge: 400
        case .notSignedByLog: 403
        case .logUnknown: 404
        case .oldSizeConflict, .rootConflict: 409
        case .proofInvalid: 422
        case .cosigningFailed, .recordMalformed, .recordForeign, .recordAltered: 500
        }
    }

    /// The `Content-Type` of ``body``: `text/x.tlog.size` if the body is the size with which to try again, otherwise plain
    /// text.
    public var contentType: String {
        if case .oldSizeConflict = self { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
    }

    /// The body of the HTTP answer: for ``oldSizeConflict(size:)`` the size of the checkpoint cosigned last, decimal, and a
    /// newline (C2SP tlog-witness); for all other errors the message for a person.
    ///
    /// The answer to a ``rootConflict(size:)`` contains no size: the client has the right one, and trying again would not help.
    public var body: [UInt8] {
        if case .oldSizeConflict(let size) = self { Array("\(size)\n".utf8) } else { Array("\(description)\n".utf8) }
    }
}

extension WitnessError: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .requestMalformed(0, let detail): "not an add-checkpoint request: \(detail)"
        case .requestMalformed(let line, let detail): "not an add-checkpoint request, line \(line): \(detail)"
        case .requestTooLarge(let limit, let detail): "the add-checkpoint request has more than \(limit) \(detail)"
        case .logUnknown(let origin): "this witness does not know the log “\(origin)”"
        case .notSignedByLog(let name): "the checkpoint has no valid signature by the log's key “\(name)”"
        case .oldSizeTooLarge(let old, let size): "the old size \(old) is greater than the checkpoint's, \(size)"
        case .oldSizeConflict(let size): "the old size is not that of the checkpoint cosigned last, \(size)"
        case .rootConflict(let size): "another root was cosigned for the size \(size): the log shows two histories"
        case .proofInvalid(let old, let size): "the proof does not lead from the size \(old) to the size \(size)"
        case .cosigningFailed(let name): "the witness's key “\(name)” did not produce a valid cosignature"
        case .recordMalformed(0, let detail): "the file was altered or is not a witness's record: \(detail)"
        case .recordMalformed(let line, let detail):
            "the file was altered or is not a witness's record, line \(line): \(detail)"
        case .recordForeign(let detail): "the file was altered or is another witness's record: \(detail)"
        case .recordAltered(let detail): "the file was altered since it was stored: \(detail)"
        }
    }
}
