extension NoteSignature {
    /// Reads the signatures in a witness's answer: one or more lines, each ended by a newline, and nothing else (C2SP
    /// tlog-witness, “add-checkpoint”). They are not verified.
    ///
    /// - Throws: `note-malformed`; `note-too-large` beyond ``SignedNote/byteLimit`` or ``SignedNote/signatureLimit``.
    public static func lines(parsing bytes: Span<UInt8>) throws(TransparencyLogError) -> [NoteSignature] {
        try NoteText.check(bytes)
        var lines = Lines(of: .note)
        let signatures = try read(&lines, in: bytes)
        guard !signatures.isEmpty else { throw .malformed(.note, line: 0, detail: "it has no signature") }
        return signatures
    }
}

extension SignedNote {
    /// Returns this note, a checkpoint that `log` signed, with those cosignatures among `lines` that are by one of `witnesses`
    /// (C2SP tlog-cosignature). Lines by other keys are ignored, as tlog-witness requires of clients.
    ///
    /// Each of the witnesses has at most one signature in the result: the one with the latest time of those in the note and in
    /// `lines`. It replaces the witness's signature in the note, or is appended. The log's signatures come first. Signatures of
    /// unknown keys keep their order.
    ///
    /// - Throws: `signature-missing` if `log` did not sign; `signature-invalid` if one signature by `log` or one of
    ///   `witnesses`, in the note or in `lines`, does not verify, or the note is not a checkpoint; `key-ambiguous`;
    ///   `key-type-unsupported` for a witness's key that is not of the type 0x04; `note-too-large`.
    public func attaching(
        _ lines: [NoteSignature], of witnesses: [VerifierKey], log: VerifierKey, using ed25519: Ed25519
    ) throws(TransparencyLogError) -> SignedNote {
        for key in witnesses where key.type != .cosignature { throw .keyTypeUnsupported(key.type.rawValue) }
        let signers = try verified(by: [log] + witnesses, using: ed25519).signatures
        guard signers.contains(where: { $0.key == log }) else { throw .signatureMissing }

        var logs: [NoteSignature] = []
        var others: [NoteSignature] = []
        var places: [VerifierKey: (place: Int, time: Int)] = [:]
        for (index, signature) in (signatures + lines).enumerated() {
            let isIn = { (key: VerifierKey) in key.name == signature.name && key.id == signature.id }
            if isIn(log) {
                if index < signatures.count { logs.append(signature) }
            } else if let key = witnesses.first(where: isIn) {
                let time = try time(of: signature, by: key, using: ed25519)
                if let earlier = places[key] {
                    guard time > earlier.time else { continue }
                    others[earlier.place] = signature
                    places[key] = (earlier.place, time)
                } else {
                    places[key] = (others.count, time)
                    others.append(signature)
                }
            } else if index < signatures.count {
                others.append(signature)
            }
        }
        return try SignedNote(text, signatures: logs + others)
    }

    /// Returns the time that a cosignature by `key` states, if it is a cosignature of this note's text.
    private func time(
        of signature: NoteSignature, by key: VerifierKey, using ed25519: Ed25519
    ) throws(TransparencyLogError) -> Int {
        let verified = try SignedNote(text, signatures: [signature]).verified(by: [key], using: ed25519)
        guard let time = verified.signatures.first?.time else { throw .signatureInvalid(name: key.name.text) }
        return time
    }
}
