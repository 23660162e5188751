package import Markup
package import Office

/// A page that was made: what a browser is answered.
package struct Page: Sendable {
    /// The HTTP status.
    package var status = 200
    /// Where to go instead, for a status of redirection.
    package var location: Address?
    /// Why nothing is shown, if it was refused: its kind is the page's status.
    package var refusal: Refusal?
    /// The media type of the body.
    package var mediaType = "text/html; charset=utf-8"
    /// The name under which a browser keeps it, if it is a file rather than a page.
    package private(set) var fileName: String?
    /// The body.
    package var body: [UInt8]

    /// A file with a name of letters, digits, `.`, `-` and `_`.
    init(file name: String, _ mediaType: String, _ body: [UInt8]) {
        fileName = name
        self.mediaType = mediaType
        self.body = body
    }

    /// A page of markup.
    init(_ markup: Markup, status: Int = 200) {
        self.status = status
        body = Array("<!DOCTYPE html>\n".utf8) + Array(markup.text.utf8)
    }

    /// A page that says where to go instead.
    init(redirectingTo location: Address) {
        status = 303
        self.location = location
        body = []
    }
}
