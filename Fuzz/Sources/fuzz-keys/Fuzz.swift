import Crypto
import FuzzSupport
import Glibc
import Ledger

/// Fuzzes backups of the keys. A file either is a backup or is refused, and is opened only by the key that sealed it. Whatever
/// its box contains, a restore either restores all keys, or says why not and leaves none.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    expect(isReached, "a backup of a log's seed and one row is not restored")
    let text = unsafe input(bytes, count)
    let data = "\(directory)/data"
    if let backup = KeyBackup(text) {
        expect(!backup.origin.contains("\n"), "an origin of several lines")
        expect(refuses(backup, data), "a box opened that was not sealed")
    }
    // The content of a box, which only somebody who has the office's key can write.
    guard let backup = KeyBackup(sealed(text)) else {
        expect(false, "a backup as labd writes it is not read")
        return 0
    }
    let isRestored = !refuses(backup, data)
    expect(
        isRestored == exists("\(data)/keys/office.key"),
        "a restore that failed left keys, or one that did not left none")
    expect(isRestored == exists("\(data)/keys/log.key"), "the keys were restored by half")
    clear(data)
    return 0
}

/// Returns whether a backup made like labd's is restored, which shows that the fuzzer reaches the code under test.
private let isReached: Bool = {
    let row: [UInt8] = [3, 0, 3, 0, 0, 0, 1] + Array("log".utf8) + [1]
    guard let backup = KeyBackup(sealed([UInt8](repeating: 7, count: 32) + row)) else { return false }
    defer { clear("\(directory)/data") }
    return !refuses(backup, "\(directory)/data") && exists("\(directory)/data/keys/log.key")
}()

private let officeKey = [UInt8](repeating: 0x5A, count: 32)

/// The directory to which keys are restored. It belongs to this process, and is in `LABD_FUZZ_DIRECTORY`, preferably in memory.
private let directory: String = {
    guard let parent = unsafe getenv("LABD_FUZZ_DIRECTORY") else {
        fatalError("LABD_FUZZ_DIRECTORY does not name a directory")
    }
    let path = unsafe "\(String(cString: parent))/\(getpid())"
    guard unsafe mkdir(path, 0o700) == 0, unsafe mkdir("\(path)/data", 0o700) == 0 else {
        fatalError("cannot create a directory in LABD_FUZZ_DIRECTORY")
    }
    return path
}()

/// Returns whether the backup is refused.
private func refuses(_ backup: KeyBackup, _ data: String) -> Bool {
    do throws(LedgerError) {
        try backup.restore(inDataDirectory: data, officeKey: officeKey)
        return false
    } catch {
        expect(!"\(error)".isEmpty, "a refusal that says nothing")
        return true
    }
}

/// Returns a backup with that content, sealed under the office's key.
private func sealed(_ content: [UInt8]) -> [UInt8] {
    let head = Array("labd keys backup 1\nlabd.example/fuzz\n2019-06-01T00:00:00.000000Z\n\n".utf8)
    let key = HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: officeKey), info: Array("labd keys backup".utf8), outputByteCount: 32)
    guard let box = try? AES.GCM.seal(content, using: key, authenticating: head), let bytes = box.combined else {
        fatalError("the content cannot be sealed")
    }
    return head + bytes
}

private func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// Removes what a restore created.
private func clear(_ data: String) {
    for directory in ["keys", "keys.restoring"] {
        for file in ["office.key", "log.key", "data.mdb", "lock.mdb"] { unsafe unlink("\(data)/\(directory)/\(file)") }
        unsafe rmdir("\(data)/\(directory)")
    }
}
