/// A file that is within the page itself (RFC 2397): a picture, or something attached.
public struct DataAddress: Sendable, Hashable {
    /// As it stands in the page: `data:image/png;base64,iVBORw0K…`.
    public let text: String

    /// The kinds of files. A browser runs none of them: an SVG in an `<img>` does not run its scripts.
    public enum MediaType: String, Sendable {
        /// A picture of pixels.
        case png = "image/png"
        /// A photograph.
        case jpeg = "image/jpeg"
        /// A drawing.
        case svg = "image/svg+xml"
        /// Figures.
        case json = "application/json"
    }

    /// A file by its kind and its content in Base64 (RFC 4648, 4); nil if that is no Base64.
    public init?(_ type: MediaType, base64: String) {
        let isBase64 = base64.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                true
            default: false
            }
        }
        guard isBase64, base64.utf8.count % 4 == 0 else { return nil }
        text = "data:" + type.rawValue + ";base64," + base64
    }
}
