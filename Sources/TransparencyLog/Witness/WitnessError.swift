/// Why a witness does not cosign, or why its record is not to be believed (C2SP tlog-witness).
///
/// Nothing of the input is repeated in an error but sizes, key names and origins, so that it may be logged and sent.
public enum WitnessError: Error, Sendable, Hashable {
    // MARK: What is wrong with a request

    /// Not the one form that a request's body has; `line` counts from 1, and is 0 if it is no one line's fault.
    case requestMalformed(line: Int, detail: String)
    /// More than `limit` of what `detail` names.
    case requestTooLarge(limit: Int, detail: String)
    /// The checkpoint is that of a log that this witness does not know.
    case logUnknown(origin: String)
    /// The log's key, `name`, did not sign the checkpoint, or a signature in its name is not its own.
    case notSignedByLog(name: String)
    /// The old size is greater than the checkpoint's.
    case oldSizeTooLarge(old: Int, size: Int)
    /// The old size is not that of the checkpoint that the witness cosigned last, which is `size`.
    case oldSizeConflict(size: Int)
    /// The witness has cosigned another root for this size: two histories, the checkpoint is evidence of the second.
    case rootConflict(size: Int)
    /// The proof does not lead from the checkpoint that was cosigned last to this one, or is not empty where nothing is
    /// to be proven.
    case proofInvalid(old: Int, size: Int)

    // MARK: What is wrong with the witness

    /// The witness' key gave no good cosignature.
    case cosigningFailed(name: String)
    /// Not the form of a record; `line` counts from 1, and is 0 if it is no one line's fault.
    case recordMalformed(line: Int, detail: String)
    /// The record names other keys than those it is read with.
    case recordForeign(detail: String)
    /// The record has its form, but not the signatures that it was stored with.
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
    /// The status that an HTTP answer has for this error (C2SP tlog-witness, “add-checkpoint”); 500 for the witness'
    /// own failures.
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

    /// The `Content-Type` of ``body``: `text/x.tlog.size` where it is the size to try again with, else plain text.
    public var contentType: String {
        if case .oldSizeConflict = self { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
    }

    /// The body of the HTTP answer: for ``oldSizeConflict(size:)`` the size of the checkpoint cosigned last, decimal, and
    /// a newline (C2SP tlog-witness); for all others what is said to a person.
    ///
    /// A ``rootConflict(size:)`` has no size to answer with: the client has the right one, and trying again would not
    /// help.
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
        case .logUnknown(let origin): "the log “\(origin)” is not one that this witness knows"
        case .notSignedByLog(let name): "the checkpoint has no good signature by the log's key “\(name)”"
        case .oldSizeTooLarge(let old, let size): "the old size \(old) is greater than the checkpoint's, \(size)"
        case .oldSizeConflict(let size): "the old size is not that of the checkpoint cosigned last, \(size)"
        case .rootConflict(let size): "another root was cosigned for the size \(size): the log shows two histories"
        case .proofInvalid(let old, let size): "the proof does not lead from the size \(old) to the size \(size)"
        case .cosigningFailed(let name): "the witness' key “\(name)” gave no good cosignature"
        case .recordMalformed(0, let detail): "the file was altered or is no witness' record: \(detail)"
        case .recordMalformed(let line, let detail):
            "the file was altered or is no witness' record, line \(line): \(detail)"
        case .recordForeign(let detail): "the file was altered or is the record of others: \(detail)"
        case .recordAltered(let detail): "the file was altered since it was stored: \(detail)"
        }
    }
}
