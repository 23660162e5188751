import CanonicalJSON
import FuzzSupport

/// Fuzzes both forms of JSON: canonical input is written back byte for byte, and every other accepted input has exactly one
/// canonical form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe input(bytes, count)
    let canonical = try? JSONReader.read(text, as: .canonical)
    if let canonical {
        var writer = JSONWriter()
        writer.write(canonical)
        expect(writer.bytes == text, "the canonical form was written otherwise")
    }
    guard let value = try? JSONReader.read(text, as: .strict) else {
        expect(canonical == nil, "canonical, and yet not JSON")
        return 0
    }
    if let canonical { expect(canonical == value, "read as two different values") }
    var writer = JSONWriter()
    writer.write(value)
    guard let again = try? JSONReader.read(writer.bytes, as: .strict) else {
        expect(false, "what was written cannot be read")
        return 0
    }
    var rewriter = JSONWriter()
    rewriter.write(again)
    expect(rewriter.bytes == writer.bytes, "written twice, two forms")
    return 0
}
