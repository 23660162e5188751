import HTTPTypes
import LabAPI
import NIOCore
import Office

/// How stored lines are sent.
enum LineFormat: Sendable {
    /// Each line as it is stored, and a line feed.
    case newlineDelimited
    /// Each line as the data of an event, with its position as the id (HTML, 9.2).
    case serverSentEvents

    /// The form that a request accepts: events where it names their media type, lines otherwise.
    init(acceptedBy headers: HTTPFields) {
        let accepted = headers[values: .accept].joined(separator: ",").split(separator: ",")
        self = accepted.contains(where: Self.namesEvents) ? .serverSentEvents : .newlineDelimited
    }

    private static func namesEvents(_ element: Substring) -> Bool {
        let parts = element.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
        guard parts.first == MediaTypes.eventStream else { return false }
        return !parts.contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
    }

    var mediaType: String {
        switch self {
        case .newlineDelimited: MediaTypes.ndjson
        case .serverSentEvents: MediaTypes.eventStream
        }
    }

    /// How many bytes come with a line, at most.
    var mostAround: Int {
        switch self {
        case .newlineDelimited: 1
        case .serverSentEvents: 32
        }
    }

    /// What is written while no line comes, so that neither a front-end nor the reader takes the stream for dead; nil where the form
    /// has nothing that is not a line.
    var signOfLife: String? {
        switch self {
        case .newlineDelimited: nil
        case .serverSentEvents: ":\n\n"
        }
    }

    /// Writes a line. A stored line has no line feed in it, so that it is the whole data of an event.
    func write(_ line: some Sequence<UInt8>, at position: Int, to bytes: inout ByteBuffer) {
        switch self {
        case .newlineDelimited:
            bytes.writeBytes(line)
            bytes.writeInteger(UInt8(ascii: "\n"))
        case .serverSentEvents:
            bytes.writeString("id:\(position)\ndata:")
            bytes.writeBytes(line)
            bytes.writeStaticString("\n\n")
        }
    }
}

extension HTTPFields {
    private static let lastEventID = "Last-Event-ID"

    /// The position of the last event that a reader has, which it names when it comes again.
    ///
    /// - Throws: `invalid-value` if it names something else.
    var lastEventPosition: Int? {
        get throws(Refusal) {
            guard let name = HTTPField.Name(Self.lastEventID), let value = self[name], !value.isEmpty else {
                return nil
            }
            return try Int(parameter: Self.lastEventID, value, orRefused: .request(.notAPosition))
        }
    }
}
