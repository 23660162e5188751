import TransparencyCrypto

extension KeyStore {
    /// Creates the key store of a copy of another log, which has no keys, and so opens nothing and never will.
    convenience init(ofCopyIn directory: String) {
        let files = KeyFiles(directory: directory, credentials: nil)
        self.init(
            files, signing: nil,
            State(
                files: files, tables: nil,
                office: .absent(
                    reason: "this is a copy of an office's log: what is sealed can be opened at the office alone"),
                isOfCopy: true))
    }

    /// Returns the key that signs the log's checkpoints.
    func log() throws(LedgerError) -> SigningKey {
        guard let signing else { throw .keysUnavailable(detail: "a copy of another log signs nothing") }
        return signing
    }
}
