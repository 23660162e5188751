import FoundationEssentials
import Glibc
import LabAPI
import TransparencyCrypto
package import TransparencyLog

/// The key by which a region cosigns its offices' checkpoints, in the file `witness.key` of its data directory.
package enum RegionKey {
    /// Returns the signer, whose key is made if there is none; nil if the region does not cosign.
    ///
    /// - Throws: an error with the file's path.
    package static func signer(_ settings: RegionSettings) throws -> NoteSigner? {
        guard !settings.witness.isEmpty else { return nil }
        let path = settings.data + "/witness.key"
        try FileManager.default.createDirectory(
            atPath: settings.data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if !FileManager.default.fileExists(atPath: path) {
            // A link, so that of two programs that start at once one key remains.
            let made = path + ".\(getpid())"
            try DurableFile.write(SigningKey().seed, to: made)
            // Made by root, it is for the account that serves.
            try handOver(made, like: settings.data)
            // Unsafe: C strings that live as long as the calls.
            let code = unsafe link(made, path) == 0 ? 0 : errno
            _ = unsafe unlink(made)
            guard code == 0 || code == EEXIST else {
                throw DurableFile.Failure(path: path, reason: SystemReason.words(code))
            }
        }
        guard let bytes = FileManager.default.contents(atPath: path), let key = SigningKey(seed: Array(bytes)) else {
            throw RegionError("\(path) is not an Ed25519 seed that this account may read; put the original file back")
        }
        return try key.signer(name: settings.witness, type: .cosignature)
    }

    private static func handOver(_ file: String, like directory: String) throws {
        guard geteuid() == 0 else { return }
        let attributes = try FileManager.default.attributesOfItem(atPath: directory)
        guard let owner = attributes[.ownerAccountID], let group = attributes[.groupOwnerAccountID] else { return }
        try FileManager.default.setAttributes(
            [.ownerAccountID: owner, .groupOwnerAccountID: group], ofItemAtPath: file)
    }
}
