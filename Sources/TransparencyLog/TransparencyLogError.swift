/// The reason why something is not what it claims to be, or cannot be created.
///
/// An error repeats only key names and origins from the input, so that it may be logged.
public enum TransparencyLogError: Error, Sendable, Hashable {
    /// The format that was read or written.
    public enum Format: String, Sendable, Hashable {
        /// Hexadecimal text.
        case hex
        /// Base64 text (RFC 4648 § 4).
        case base64
        /// A hash of 32 bytes.
        case hash
        /// The name of a key (C2SP signed-note).
        case keyName = "key-name"
        /// A verifier key (C2SP signed-note).
        case verifierKey = "verifier-key"
        /// A signed note (C2SP signed-note).
        case note
        /// A checkpoint (C2SP tlog-checkpoint).
        case checkpoint
        /// A witness's cosignature (C2SP tlog-cosignature).
        case cosignature
        /// A proof file (C2SP tlog-proof).
        case proof
        /// The path of a tile (C2SP tlog-tiles).
        case tilePath = "tile-path"
        /// The content of an entry bundle (C2SP tlog-tiles).
        case entryBundle = "entry-bundle"
    }

    // MARK: When reading and writing

    /// The input does not have the one form of its format. `line` counts from 1, and is 0 for a format without lines.
    case malformed(Format, line: Int, detail: String)
    /// More than `limit` of what `detail` names.
    case tooLarge(Format, limit: Int, detail: String)
    /// A number is negative, beyond ``Tree/sizeLimit``, or outside the tree in question.
    case outOfRange(field: String)

    // MARK: When verifying

    /// The proof has more or fewer hashes than its sizes require.
    case proofLength
    /// The hashes do not lead to the root.
    case rootMismatch
    /// A signature with the name and id of a known key does not verify.
    case signatureInvalid(name: String)
    /// No known key signed, or the required one did not.
    case signatureMissing
    /// Two different known keys have this name and the same id.
    case keyAmbiguous(name: String)
    /// The checkpoint is of another log.
    case originMismatch(found: String)

    // MARK: Keys and signing

    /// The id in a verifier key does not follow from its name and public key.
    case keyIDMismatch(name: String)
    /// The signature type is neither 0x01 (Ed25519) nor 0x04 (cosignature), or is not the one needed here.
    case keyTypeUnsupported(UInt8)
    /// The signing function did not return a signature of 64 bytes.
    case signingFailed(name: String)

    /// The stable name of this kind of error, for programs.
    public var code: String {
        switch self {
        case .malformed(let format, _, _): "\(format.rawValue)-malformed"
        case .tooLarge(let format, _, _): "\(format.rawValue)-too-large"
        case .outOfRange: "out-of-range"
        case .proofLength: "proof-length"
        case .rootMismatch: "root-mismatch"
        case .signatureInvalid: "signature-invalid"
        case .signatureMissing: "signature-missing"
        case .keyAmbiguous: "key-ambiguous"
        case .originMismatch: "origin-mismatch"
        case .keyIDMismatch: "key-id-mismatch"
        case .keyTypeUnsupported: "key-type-unsupported"
        case .signingFailed: "signing-failed"
        }
    }
}

extension TransparencyLogError: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .malformed(let format, 0, let detail): "not a \(format.words): \(detail)"
        case .malformed(let format, let line, let detail): "not a \(format.words), line \(line): \(detail)"
        case .tooLarge(let format, let limit, let detail): "the \(format.words) has more than \(limit) \(detail)"
        case .outOfRange(let field): "\(field): outside this tree, or any tree"
        case .proofLength: "the proof has more or fewer hashes than its sizes require"
        case .rootMismatch: "the proof does not lead to the root"
        case .signatureInvalid(let name): "the signature by “\(name)” is not that key's signature of this text"
        case .signatureMissing: "there is no signature by a key that is known and required"
        case .keyAmbiguous(let name): "two different keys called “\(name)” have the same id"
        case .originMismatch(let found): "the checkpoint is of another log, “\(found)”"
        case .keyIDMismatch(let name):
            "the id in the verifier key “\(name)” does not follow from its name and public key"
        case .keyTypeUnsupported(let type): "keys of the signature type \(type) cannot be used here"
        case .signingFailed(let name): "the key “\(name)” did not produce an Ed25519 signature"
        }
    }
}

extension TransparencyLogError.Format {
    /// The format's name in a sentence.
    var words: String { String(rawValue.map { $0 == "-" ? " " : $0 }) }
}
