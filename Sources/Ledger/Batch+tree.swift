import CanonicalJSON
import Crypto
import LMDB
import TransparencyCrypto
import TransparencyLog

extension Batch {
    /// The root of the Merkle tree over all lines so far, this batch's included, in base64 (RFC 6962, section 2.1).
    ///
    /// The first call after the start hashes every line of the log; later ones only what came since.
    public func root() throws(LedgerError) -> String {
        var tree = ledger.workspace.tree ?? Frontier()
        var position = tree.size
        while position < count {
            guard let key = UInt32(exactly: position) else { throw .full }
            let leaf: Hash?
            do {
                leaf = try transaction.get(store.events, key) { SHA256Function.crypto.leaf($0) }
            } catch {
                throw LedgerError(error)
            }
            guard let leaf else { throw .damaged(position: position, detail: "no event") }
            tree.append(leaf, using: .crypto)
            position += 1
        }
        ledger.workspace.tree = tree
        return tree.root(using: .crypto).base64
    }
}

extension Ledger {
    /// The SHA-256 of some bytes, in base64.
    public static func digest(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        Base64.append(Array(SHA256.hash(data: bytes)), to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
