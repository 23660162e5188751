public import CanonicalJSON
public import Office
internal import TOMLKit

/// A plan as people write it: a TOML file whose tables and keys are those of the plan on the wire.
///
/// Nothing is translated, so what the office says of a plan's field holds for the file's key, and is shown at its line.
public struct PlanFile: Sendable, Hashable {
    /// The file's name, for messages.
    public let name: String
    /// The plan as it goes into `project.adopt-plan`; not yet checked.
    public let plan: JSONObject
    private let outline: TOMLOutline

    /// Reads TOML text.
    ///
    /// - Throws: `PlanFileError` of code `not-toml`, with the line and column at which the text departs from TOML.
    public init(text: String, name: String) throws(PlanFileError) {
        self.name = name
        outline = TOMLOutline(text)
        if let fault = outline.fault { throw PlanFileError("not-toml", file: name, at: fault.at, fault.detail) }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let at = TOMLOutline.Place(line: error.source.begin.line, column: error.source.begin.column)
            throw PlanFileError("not-toml", file: name, at: at, error.description)
        } catch {
            throw PlanFileError("not-toml", file: name, "\(error)")
        }
        // Dates may stand with or without quotes; either way the plan holds them as strings.
        let json = table.convert(
            to: .json, options: [.quoteDateAndTimes, .quoteInfinitesAndNaNs, .allowUnicodeStrings])
        do {
            guard case .object(let plan) = try JSONReader.read(Array(json.utf8), as: .strict) else {
                throw PlanFileError("not-toml", file: name, "the file is not a table")
            }
            self.plan = plan
        } catch let error as JSONError {
            throw PlanFileError("not-toml", file: name, "the file holds what a plan cannot: \(error)")
        } catch let error as PlanFileError {
            throw error
        } catch {
            throw PlanFileError("not-toml", file: name, "\(error)")
        }
    }

    /// Checks the plan by the office's own reading: unknown keys, types, values, and that all its parts fit together.
    ///
    /// - Throws: `PlanFileError` with the refusal's code, and the line and column of the key at fault.
    public func check() throws(PlanFileError) {
        do {
            _ = try CommandRequest(adoption(id: "check", on: .earliest))
        } catch {
            throw fault(error)
        }
    }

    /// The command that adopts the plan.
    public func adoption(id: String, on: Day, act: String? = nil, reason: String? = nil, at: String? = nil) -> JSON {
        var data: JSONObject = ["plan": .object(plan), "on": .string(on.description)]
        if let act { data.members.append(.init("act", .string(act))) }
        if let reason { data.members.append(.init("reason", .string(reason))) }
        var command: JSONObject = ["id": .string(id), "command": "project.adopt-plan", "data": .object(data)]
        if let at { command.members.append(.init("at", .string(at))) }
        return .object(command)
    }

    /// A refusal of the adoption as a fault of this file, shown where it stands.
    public func fault(_ refusal: Refusal) -> PlanFileError {
        let path = refusal.field.map { $0.hasPrefix("plan.") ? String($0.dropFirst(5)) : $0 }
        return PlanFileError(
            refusal.code.word, file: name, at: path.flatMap(outline.place(of:)), field: path, value: refusal.value,
            refusal.detail, accepted: refusal.accepted)
    }
}

/// What is wrong with a plan's file, and where.
public struct PlanFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A stable word: `not-toml`, or the office's own (`unknown-field`, `missing-field`, `unknown-place`, …).
    public let code: String
    /// The file's name.
    public let file: String
    /// Where in the file, if that can be said.
    public let at: TOMLOutline.Place?
    /// The key's path (`lines[2].places[0]`), where one is at fault.
    public let field: String?
    /// The value at fault as JSON, shortened.
    public let value: String?
    /// One sentence for a person.
    public let detail: String
    /// What would be accepted.
    public let accepted: String?

    init(
        _ code: String, file: String, at: TOMLOutline.Place? = nil, field: String? = nil, value: String? = nil,
        _ detail: String, accepted: String? = nil
    ) {
        self.code = code
        self.file = file
        self.at = at
        self.field = field
        self.value = value
        self.detail = detail
        self.accepted = accepted
    }

    /// `FILE:LINE:COLUMN: CODE: FIELD: what is wrong (have …; accepted: …)`.
    public var description: String {
        var text = file
        if let at { text += ":\(at.line):\(at.column)" }
        text += ": \(code): "
        if let field { text += "\(field): " }
        text += detail
        let more = [value.map { "have \($0)" }, accepted.map { "accepted: \($0)" }].compactMap(\.self)
        return more.isEmpty ? text : text + " (\(more.joined(separator: "; ")))"
    }
}
