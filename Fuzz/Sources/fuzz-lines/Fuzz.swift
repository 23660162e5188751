import CanonicalJSON
import FuzzSupport
import Interchange
import Ledger

/// Lines of the log: a line that labd reads is canonical JSON, and the auditor's reader takes it too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe input(bytes, count)
    var position = 0
    let value = try? JSONReader.read(text, as: .canonical)
    if case .object(let object)? = value, case .integer(let number)? = object["position"] { position = Int(number) }
    let auditors = try? Interchange.StoredEvent(text)
    guard let event = try? EventLine.read(text.span, at: position) else { return 0 }
    expect(value != nil, "a line was read that is not canonical")
    expect(event.position == position, "a line of another position was read")
    expect(auditors != nil, "labd reads the line, and labctl does not")
    return 0
}
