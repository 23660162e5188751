import CanonicalJSON
import FuzzSupport
import LabServer
import TOMLFiles

/// Fuzzes settings, plans and maps of sheets: each is read, or refused with a place.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: unsafe input(bytes, count), as: UTF8.self)
    do {
        let settings = try Settings(toml: text, file: "fuzz.toml")
        expect(!settings.office.isEmpty, "settings of no office")
    } catch {
        expect("\(error)".contains("fuzz.toml"), "a refusal without its file: \(error)")
    }
    if let plan = try? PlanFile(text: text, name: "fuzz.toml") {
        try? plan.check()
        var writer = JSONWriter()
        writer.write(plan.plan)
        expect((try? JSONReader.read(writer.bytes, as: .strict)) != nil, "a plan that is not JSON")
    }
    _ = try? MappingFile.read(text: text, name: "fuzz.toml")
    return 0
}
