import CanonicalJSON

/// What somebody who lacks lines asks an office's relay for: that it publishes the lines from a position on again.
///
/// It is an object of `generation` and `from`; the answer an object of `from` and `lines`, or of `code` and `detail`.
package struct ResendRequest: Sendable, Hashable {
    /// The generation of the log whose lines are missing.
    package let generation: Int
    /// The position of the first of them.
    package let position: Int

    /// Creates a request.
    package init(generation: Int, from position: Int) {
        self.generation = generation
        self.position = position
    }

    /// Reads a request; nil if it is none.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= 256, case .object(let object)? = try? JSONReader.read(bytes.span, as: .strict),
            case .integer(let generation)? = object["generation"], case .integer(let position)? = object["from"],
            let generation = Int(exactly: generation), let position = Int(exactly: position), generation > 0,
            position >= 0
        else { return nil }
        self.init(generation: generation, from: position)
    }

    /// The request as it is sent.
    package var bytes: [UInt8] { Array(#"{"from":\#(position),"generation":\#(generation)}"#.utf8) }
}

/// What a relay answers to a ``ResendRequest``.
package enum ResendAnswer: Sendable, Hashable {
    /// It publishes so many lines again, from that position on.
    case accepted(from: Int, lines: Int)
    /// It does not; `code` is stable.
    case refused(code: Code, detail: String)

    /// Why lines are not sent again.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The request cannot be read.
        case malformed
        /// The log is of another generation.
        case otherGeneration = "other-generation"
        /// The log has no line at that position.
        case beyondEnd = "beyond-end"
        /// Lines were sent again a moment ago.
        case busy
    }

    /// Reads an answer; nil if it is none.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= 1_024, case .object(let object)? = try? JSONReader.read(bytes.span, as: .strict) else {
            return nil
        }
        if case .integer(let position)? = object["from"], case .integer(let lines)? = object["lines"] {
            self = .accepted(from: Int(position), lines: Int(lines))
        } else if case .string(let text)? = object["code"], let code = Code(rawValue: text),
            case .string(let detail)? = object["detail"]
        {
            self = .refused(code: code, detail: detail)
        } else {
            return nil
        }
    }

    /// The answer as it is sent.
    package var bytes: [UInt8] {
        let members: [JSONObject.Member] =
            switch self {
            case .accepted(let position, let lines):
                [.init("from", .integer(Int64(position))), .init("lines", .integer(Int64(lines)))]
            case .refused(let code, let detail):
                [.init("code", .string(code.rawValue)), .init("detail", .string(detail))]
            }
        var writer = JSONWriter()
        writer.write(JSONObject(members))
        return writer.bytes
    }
}
