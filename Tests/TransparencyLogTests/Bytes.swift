import TransparencyLog

// The expectation macros cannot hold a span; these functions take its owner.

extension Hash {
    /// The hash of 32 bytes, or nil.
    static func of(_ bytes: [UInt8]) -> Hash? { Hash(bytes.span) }
    var hex: String { Hex.text(bytes) }
}

extension Hex {
    static func text(_ bytes: [UInt8]) -> String { encode(bytes.span) }
    static func bytes(_ text: String) throws(TransparencyLogError) -> [UInt8] { try bytes(Array(text.utf8)) }
    static func bytes(_ text: [UInt8]) throws(TransparencyLogError) -> [UInt8] { try decode(text.span) }
}

extension Base64 {
    static func text(_ bytes: [UInt8]) -> String { encode(bytes.span) }
    static func bytes(_ text: String) throws(TransparencyLogError) -> [UInt8] { try bytes(Array(text.utf8)) }
    static func bytes(_ text: [UInt8]) throws(TransparencyLogError) -> [UInt8] { try decode(text.span) }
}

extension SignedNote {
    init(_ text: String) throws(TransparencyLogError) { try self.init(Array(text.utf8)) }
    init(_ bytes: [UInt8]) throws(TransparencyLogError) { try self.init(parsing: bytes.span) }
    var string: String { String(decoding: bytes, as: UTF8.self) }

    func adding(_ signature: NoteSignature) throws(TransparencyLogError) -> SignedNote {
        try SignedNote(text, signatures: signatures + [signature])
    }
}

extension ProofFile {
    init(_ text: String) throws(TransparencyLogError) { try self.init(Array(text.utf8)) }
    init(_ bytes: [UInt8]) throws(TransparencyLogError) { try self.init(parsing: bytes.span) }
    var string: String { String(decoding: bytes, as: UTF8.self) }
}

extension EntryBundle {
    init(_ entries: [[UInt8]]) throws(TransparencyLogError) {
        self.init()
        for entry in entries { try append(entry) }
    }

    mutating func append(_ entry: [UInt8]) throws(TransparencyLogError) { try append(entry.span) }
}
