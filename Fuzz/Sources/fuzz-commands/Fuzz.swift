import CivilTime
import FuzzOffice
import FuzzSupport
import Office

/// Fuzzes commands, one on each line: what is accepted is applied, and the office that replays the events must be equal.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe input(bytes, count)
    var office = course.begun
    var replayed = course.begun
    var lines = 0
    for line in text.split(separator: UInt8(ascii: "\n")) {
        lines += 1
        if lines > 32 { break }
        guard let request = try? CommandRequest(text: Array(line).span) else { continue }
        let time = Instant(microseconds: office.time.microseconds + 1_000)
        var recording = Recording(time: max(time, request.at ?? time), actor: "fuzzer", roles: Set(Role.allCases))
        recording = Recording(
            time: min(recording.time, Instant(microseconds: 4_000_000_000_000_000)), actor: "fuzzer",
            roles: Set(Role.allCases))
        guard recording.time >= office.time,
            let decision = try? office.decide(request, recording, NoFigures())
        else { continue }
        guard decision.erases.isEmpty else { continue }
        CourseOfWork.take(decision, at: recording.time, into: &office, and: &replayed)
    }
    expect(office == replayed, "deciding left another office than replaying")
    return 0
}
