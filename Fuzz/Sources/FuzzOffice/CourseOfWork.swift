public import CivilTime
internal import FuzzSupport
internal import CanonicalJSON
internal import Glibc
public import Office

/// The course of work with which the fuzzers begin.
public let course = CourseOfWork()

/// An office after the first commands of a season (the file that `LABD_FUZZ_SEASON` names), with all its earlier states.
public struct CourseOfWork: Sendable {
    /// The office after each event.
    public private(set) var offices: [Office] = []
    /// The decision for each event except the first, which labd records itself.
    public private(set) var decisions: [Decision] = []

    /// The office after the last event.
    public var begun: Office { offices[offices.count - 1] }

    fileprivate init() {
        var office = Office()
        do {
            let created =
                #"{"generation":1,"office":"oglio-ovest","origin":"labd","simulated":true,"zone":"Europe/Rome"}"#
            try office.replay(
                type: "log.created", schema: 1, data: Self.object(Array(created.utf8)), position: 0,
                time: Instant(microseconds: 0), occurred: Day(number: 0))
        } catch {
            fatalError("the log could not be begun: \(error)")
        }
        offices.append(office)
        var replayed = office
        for line in Self.season() {
            guard let request = try? CommandRequest(text: line.span), let at = request.at,
                let decision = try? office.decide(
                    request, Recording(time: at, actor: "ufficio", roles: Set(Role.allCases)), NoFigures())
            else { continue }
            Self.take(decision, at: at, into: &office, and: &replayed)
            offices.append(office)
            decisions.append(decision)
        }
        expect(office.position > 100, "the season of LABD_FUZZ_SEASON was not accepted")
        expect(office == replayed, "deciding left another office than replaying")
    }

    /// Applies a decision to an office, and the bytes of its event to another.
    public static func take(
        _ decision: Decision, at time: Instant, into office: inout Office, and replayed: inout Office
    ) {
        let position = office.position + 1
        office.apply(decision, position: position, time: time)
        do {
            try replayed.replay(
                type: decision.type, schema: decision.schema, data: object(decision.data), position: position,
                time: time,
                occurred: decision.occurred)
        } catch {
            expect(false, "\(decision.type) was accepted and cannot be read: \(error)")
        }
    }

    private static func season() -> [[UInt8]] {
        guard let path = unsafe getenv("LABD_FUZZ_SEASON"), let file = unsafe fopen(path, "r") else {
            fatalError("LABD_FUZZ_SEASON names no season that can be read")
        }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return bytes.prefix(count).split(separator: UInt8(ascii: "\n")).map(Array.init).dropLast()
    }

    private static func object(_ bytes: [UInt8]) -> JSONObject {
        guard case .object(let object)? = try? JSONReader.read(bytes, as: .canonical) else {
            fatalError("finding: an event's data is not canonical")
        }
        return object
    }
}

/// Figures that never change.
public struct NoFigures: FigureFreezer {
    /// Returns the same value each time.
    public init() {}

    /// Returns the same value for every question.
    public func freeze(
        _ office: Office, _ kind: ReportKind, from: Day, to: Day, _ claim: Claim?
    ) throws(Refusal) -> FrozenFigures {
        FrozenFigures(
            position: office.position, root: "A2kYfnHWoVvHsyAJMq8vbnv3ZSdyhZ0rNF0o8sFEJGU=",
            digest: digest(of: []), names: 1, count: 1)
    }

    /// Returns the digest of no bytes.
    public func digest(of bytes: [UInt8]) -> String { "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
}
