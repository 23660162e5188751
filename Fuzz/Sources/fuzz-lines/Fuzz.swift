import CanonicalJSON
import EventFormat
import FuzzSupport
import Glibc
import Ledger

/// Fuzzes lines of the log: a line that labd reads is canonical JSON, and audits read the same position.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    expect(unread.isEmpty, "lines of LABD_FUZZ_LINES were not read: \(unread)")
    _ = judge(unsafe input(bytes, count))
    return 0
}

/// Returns the lines of a real log, with every type of event, that are not read correctly. There must be none, which shows that
/// the fuzzer reaches the code under test.
private let unread: [String] = {
    guard let path = unsafe getenv("LABD_FUZZ_LINES"), let file = unsafe fopen(path, "r") else {
        fatalError("LABD_FUZZ_LINES names no file of lines")
    }
    var content: [UInt8] = []
    while case let byte = unsafe getc(file), byte != EOF { content.append(UInt8(truncatingIfNeeded: byte)) }
    unsafe fclose(file)
    let lines = content.split(separator: UInt8(ascii: "\n")).map(Array.init)
    expect(lines.count > 60, "LABD_FUZZ_LINES has \(lines.count) lines")
    return lines.filter { !judge($0) }.map { String(decoding: $0, as: UTF8.self) }
}()

/// Returns whether labd reads a line and everything that must then hold does.
private func judge(_ text: [UInt8]) -> Bool {
    var position = 0
    let value = try? JSONReader.read(text, as: .canonical)
    if case .object(let object)? = value, case .integer(let number)? = object["position"] { position = Int(number) }
    guard let event = try? EventLine.read(text.span, at: position) else { return false }
    expect(value != nil, "a line was read that is not canonical")
    expect(event.position == position, "a line of another position was read")
    let stamp = LineStamp(text.span)
    expect(stamp?.position == position, "audits read another position than labd")
    return true
}
