import Foundation
import Testing

/// A page of the documentation that is derived from what the code says of itself.
///
/// A test compares the page with the text derived. With the page's variable set to `1` in the environment, it writes the page
/// first instead.
public struct DerivedPage: Sendable {
    private let file: URL
    private let variable: String
    private let suite: String

    /// Creates the page at a path below `Sources`, which the test suite of this name writes if `variable` is set.
    public init(_ path: String, variable: String = "LABD_WRITE_CATALOGUE", suite: Any.Type) {
        file =
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/" + path)
            .standardizedFileURL
        self.variable = variable
        self.suite = "\(suite)"
    }

    /// Expects the page to be `text`.
    public func expect(_ text: String) throws {
        if ProcessInfo.processInfo.environment[variable] == "1" { try Data(text.utf8).write(to: file) }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == text, "write it again with \(variable)=1 swift test --filter \(suite)")
    }
}
