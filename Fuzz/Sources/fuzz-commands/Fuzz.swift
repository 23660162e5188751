import CanonicalJSON
import FuzzSupport
import Glibc
import Office

/// Commands, a line each: whatever is accepted is applied, and the office that replays the events is the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe input(bytes, count)
    var office = begun
    var replayed = begun
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
        take(decision, at: recording.time, into: &office, and: &replayed)
    }
    expect(office == replayed, "deciding left another office than replaying")
    return 0
}

/// An office at work: the first commands of a season.
private let begun: Office = {
    var office = Office()
    do {
        let created = #"{"generation":1,"office":"oglio-ovest","origin":"labd","simulated":true,"zone":"Europe/Rome"}"#
        try office.replay(
            type: "log.created", schema: 1, data: object(Array(created.utf8)), position: 0,
            time: Instant(microseconds: 0), occurred: Day(number: 0))
    } catch {
        fatalError("the log could not be begun: \(error)")
    }
    var replayed = office
    for line in season() {
        guard let request = try? CommandRequest(text: line.span), let at = request.at,
            let decision = try? office.decide(
                request, Recording(time: at, actor: "ufficio", roles: Set(Role.allCases)), NoFigures())
        else { continue }
        take(decision, at: at, into: &office, and: &replayed)
    }
    expect(office.position > 100, "the season of LABD_FUZZ_SEASON was not accepted")
    expect(office == replayed, "deciding left another office than replaying")
    return office
}()

/// Takes a decision into an office, and its event's bytes into another.
private func take(_ decision: Decision, at time: Instant, into office: inout Office, and replayed: inout Office) {
    let position = office.position + 1
    office.apply(decision, position: position, time: time)
    do {
        try replayed.replay(
            type: decision.type, schema: decision.schema, data: object(decision.data), position: position, time: time,
            occurred: decision.occurred)
    } catch {
        expect(false, "\(decision.type) was accepted and cannot be read: \(error)")
    }
}

/// The first lines of the file that `LABD_FUZZ_SEASON` names.
private func season() -> [[UInt8]] {
    guard let path = unsafe getenv("LABD_FUZZ_SEASON"), let file = unsafe fopen(path, "r") else {
        fatalError("LABD_FUZZ_SEASON names no season that can be read")
    }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return bytes.prefix(count).split(separator: UInt8(ascii: "\n")).map(Array.init).dropLast()
}

private func object(_ bytes: [UInt8]) -> JSONObject {
    guard case .object(let object)? = try? JSONReader.read(bytes, as: .canonical) else {
        fatalError("finding: an event's data is not canonical")
    }
    return object
}

/// Figures that are always the same.
private struct NoFigures: FigureFreezer {
    func freeze(_ office: Office, _ kind: ReportKind, from: Day, to: Day) throws(Refusal) -> FrozenFigures {
        FrozenFigures(
            position: office.position, root: "A2kYfnHWoVvHsyAJMq8vbnv3ZSdyhZ0rNF0o8sFEJGU=",
            digest: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", totals: ["personsServed": 2])
    }
}
