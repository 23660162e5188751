public import CanonicalJSON
public import CivilTime
public import Office
import Wording
internal import TOMLKit

/// A plan as people write it: a TOML file whose tables and keys are those of the plan on the wire.
///
/// Names are not translated, so a message of the office about a field of the plan is about the key in the file, and is shown at
/// its line.
public struct PlanFile: Sendable, Hashable {
    /// The file's name, for messages.
    public let name: String
    /// The plan as it goes into `project.adopt-plan`. It is not yet checked.
    public let plan: JSONObject
    private let outline: TOMLOutline

    /// Reads TOML text.
    ///
    /// - Throws: `PlanFileError` of code `not-toml`, with the line and column at which the text departs from TOML.
    public init(text: String, name: String) throws(PlanFileError) {
        self.name = name
        outline = TOMLOutline(text)
        if let fault = outline.fault {
            throw PlanFileError("not-toml", file: name, at: fault.at, fault.detail, cause: .syntax(fault.kind))
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw PlanFileError(
                "not-toml", file: name, at: TOMLOutline.Place(error),
                "what stands here is not allowed in TOML; the parser says \"\(error.description)\"",
                accepted: "each key and each table once, and values of TOML 1.0", cause: .parser(error.description))
        } catch {
            throw PlanFileError("not-toml", file: name, "the file is not TOML that labctl can read")
        }
        // Dates may be written with or without quotes; in the plan they are always strings.
        let json = table.convert(
            to: .json, options: [.quoteDateAndTimes, .quoteInfinitesAndNaNs, .allowUnicodeStrings])
        let value: JSON
        do throws(JSONError) {
            value = try JSONReader.read(Array(json.utf8), as: .strict)
        } catch {
            throw PlanFileError(
                "not-toml", file: name, "the file contains a value that a plan cannot contain: \(error)")
        }
        guard case .object(let plan) = value else {
            throw PlanFileError("not-toml", file: name, "the file is not a table")
        }
        self.plan = plan
    }

    /// Checks the plan as its adoption would, except for the office's id: unknown keys, types, values, whether its parts fit
    /// together, and whether its event is too long.
    ///
    /// - Throws: `PlanFileError` with the line and column of the key at fault: first all unknown keys, because a missing key
    ///   may be one that was misspelt, then everything else.
    public func check() throws(PlanFileError) {
        var faults = unknownKeys
        do throws(Refusal) {
            let adoption = try CommandRequest(adoption(id: "check", on: .earliest))
            if let data = try adoption.checkAdoption(), case let bytes = data + Self.envelopeBytes,
                bytes > Self.lineLimit
            {
                throw Refusal(.plan(.tooLarge(bytes: bytes, most: Self.lineLimit)))
            }
        } catch {
            // Unknown fields are among those that were found above.
            if error.code != .unknownField || faults.isEmpty { faults.append(fault(error)) }
        }
        guard var first = faults.first else { return }
        first.more = Array(faults.dropFirst())
        throw first
    }

    /// Returns every key that a plan does not have.
    private var unknownKeys: [PlanFileError] {
        Catalogue.unknownFields(in: ["plan": .object(plan)], of: Plan.adoption)
            .map { unknown in
                let path = String(unknown.path.dropFirst("plan.".count))
                return PlanFileError(
                    Refusal.Code.unknownField.word, file: name, at: outline.place(of: path), field: path,
                    "there is no such key", accepted: unknown.accepted.joined(separator: " "), cause: .noSuchKey)
            }
            .sorted { outline.order($0.field ?? "", $1.field ?? "") }
    }

    /// The maximum number of bytes of an event's line.
    public static let lineLimit = 65_535

    /// The maximum number of bytes of an adoption's line besides its data, for an account with a name of usual length.
    private static let envelopeBytes: Int = {
        let greatest = Int64(Int32.max)
        let line: JSON = [
            "actor": .string(String(repeating: "a", count: 32)), "cause": .string(String(repeating: "c", count: 64)),
            "data": [:], "id": .string("\(greatest)"), "occurred": "2019-05-27", "position": .integer(greatest),
            "revision": .integer(greatest), "schema": 1,
            "source": .string("urn:labd:" + String(repeating: "o", count: 64) + ":999"), "specversion": "1.0",
            "subject": "project", "time": "2019-05-27T08:00:00.000000Z", "type": .string(Plan.adoption.event),
        ]
        return line.canonicalBytes.count - "{}".utf8.count
    }()

    /// Returns the command that adopts the plan.
    public func adoption(id: String, on: Day, act: String? = nil, reason: String? = nil, at: String? = nil) -> JSON {
        var data: JSONObject = ["plan": .object(plan), "on": .string(on.description)]
        if let act { data.members.append(.init("act", .string(act))) }
        if let reason { data.members.append(.init("reason", .string(reason))) }
        var command: JSONObject = ["id": .string(id), "command": .string(Plan.adoption.name), "data": .object(data)]
        if let at { command.members.append(.init("at", .string(at))) }
        return .object(command)
    }

    /// Returns the place of a key of the file, or of the nearest one above it that exists.
    func place(of path: String) -> TOMLOutline.Place? { outline.place(of: path) }

    /// Converts a refusal of the adoption to an error of this file, with its place.
    public func fault(_ refusal: Refusal) -> PlanFileError {
        let path = refusal.field.map { $0.hasPrefix("plan.") ? String($0.dropFirst(5)) : $0 }
        let message = refusal.message(in: .english)
        return PlanFileError(
            refusal.code.word, file: name, at: path.flatMap(outline.place(of:)), field: path, value: refusal.value,
            message.detail, accepted: message.accepted, cause: .refusal(refusal))
    }
}

/// An error in a plan's file, with its place.
public struct PlanFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A stable code: `not-toml`, or a code of the office (`unknown-field`, `missing-field`, `unknown-place`, …).
    public let code: String
    /// The file's name.
    public let file: String
    /// The place in the file, if it is known.
    public let at: TOMLOutline.Place?
    /// The path of the key at fault (`lines[2].places[0]`), if there is one.
    public let field: String?
    /// The value at fault as JSON, shortened.
    public let value: String?
    /// A sentence for people.
    public let detail: String
    /// What would be accepted.
    public let accepted: String?
    /// What is wrong, for those who say it in another language; nil if only the sentence is known.
    package let cause: Cause?
    /// Further errors in the file.
    public internal(set) var more: [PlanFileError] = []

    /// What can be wrong with a file.
    package enum Cause: Sendable, Hashable {
        /// It is not TOML.
        case syntax(TOMLOutline.Fault.Kind)
        /// The parser of TOML refuses it, in these words of its own.
        case parser(String)
        /// It has a key that a plan does not have; the keys that it has are what is accepted.
        case noSuchKey
        /// It is not what the office accepts.
        case refusal(Refusal)
    }

    init(
        _ code: String, file: String, at: TOMLOutline.Place? = nil, field: String? = nil, value: String? = nil,
        _ detail: String, accepted: String? = nil, cause: Cause? = nil
    ) {
        self.code = code
        self.file = file
        self.at = at
        self.field = field
        self.value = value
        self.detail = detail
        self.accepted = accepted
        self.cause = cause
    }

    /// `FILE:LINE:COLUMN: CODE: FIELD: what is wrong (have …; accepted: …)`, a line for each fault.
    public var description: String { ([line] + more.map(\.description)).joined(separator: "\n") }

    private var line: String {
        var text = file
        if let at { text += ":\(at.line):\(at.column)" }
        text += ": \(code): "
        if let field { text += "\(field): " }
        text += detail
        let rest = [value.map { "have \($0)" }, accepted.map { "accepted: \($0)" }].compactMap(\.self)
        return rest.isEmpty ? text : text + " (\(rest.joined(separator: "; ")))"
    }
}
