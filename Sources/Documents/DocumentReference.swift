import Views

/// What a sheet of paper refers to: a log of a certain size and root, and figures that follow from exactly these events.
///
/// It is printed as a QR code. Whoever has the log's lines, or the running labd, can find out whether the log still begins
/// with what the paper was made from, and whether the figures on it are those that follow.
///
/// ```text
/// labd-document/v1
/// timesheet worker=ed-01 month=2020-03
/// labd.example/oglio-ovest
/// 4801
/// 5uYt…=      the root of the log's tree of that size (RFC 6962)
/// q1Zc…=      the SHA-256 of the document's figures as canonical JSON (RFC 8785)
/// ```
///
/// Lines end with a newline; hashes are in Base64 with padding (RFC 4648, 4), as in checkpoints.
package struct DocumentReference: Hashable, Sendable {
    /// The kind of document.
    package let kind: DocumentKind
    /// What it is of: names and values of the kind's parameters, in its order.
    package let parameters: [Parameter]
    /// The log's origin (C2SP tlog-checkpoint).
    package let origin: String
    /// The number of events.
    package let size: Int
    /// The root, in Base64.
    package let root: String
    /// The digest of the figures, in Base64.
    package let digest: String

    /// A parameter with its value.
    package struct Parameter: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    package init(
        kind: DocumentKind, parameters: [Parameter], origin: String, size: Int, root: String, digest: String
    ) {
        self.kind = kind
        self.parameters = parameters
        self.origin = origin
        self.size = size
        self.root = root
        self.digest = digest
    }

    /// The position of the last event that the document knows of.
    package var position: Int { size - 1 }

    private static let header = "labd-document/v1"

    /// The text, with a newline at its end.
    package var text: String {
        let asked = ([kind.rawValue] + parameters.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
        return [Self.header, asked, origin, String(size), root, digest].map { $0 + "\n" }.joined()
    }

    /// Reads a text; nil if it is not exactly that of a reference, but for white space around it.
    package init?(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
        guard lines.count == 6, lines[0] == Self.header, let size = Int(lines[3]), size > 0,
            String(size) == lines[3], Self.isHash(lines[4]), Self.isHash(lines[5])
        else { return nil }
        let words = lines[1].split(separator: " ").map(String.init)
        guard let kind = words.first.flatMap({ DocumentKind(rawValue: $0) }) else { return nil }
        var parameters: [Parameter] = []
        for word in words.dropFirst() {
            let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { return nil }
            parameters.append(Parameter(pair[0], pair[1]))
        }
        guard parameters.map(\.name) == kind.parameters.map(\.rawValue) else { return nil }
        self.init(
            kind: kind, parameters: parameters, origin: lines[2], size: size, root: lines[4], digest: lines[5])
    }

    /// Whether a text is 32 bytes in Base64.
    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 44 && text.hasSuffix("=")
            && text.utf8.dropLast().allSatisfy {
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
            }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
