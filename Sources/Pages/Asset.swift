import Charts
package import Markup

/// A file that the pages use, which is part of the program: a stylesheet, a script, a picture.
package struct Asset: Sendable {
    /// Its name in the address.
    package let name: String
    /// Its media type.
    package let mediaType: String
    /// Its content.
    package let bytes: [UInt8]
    /// A sum of its content, so that a browser that keeps it asks for a changed one under another address.
    private let version: String

    private init(_ name: String, _ mediaType: String, _ bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
        // FNV-1a: two versions of a file must differ, nothing more.
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        version = String(sum, radix: 36)
    }

    /// Where it is.
    package var address: Address { Address(["pages", "assets", name], [("v", version)]) }

    /// The stylesheet, with that of the pictures.
    static let style = Asset("pages.css", "text/css; charset=utf-8", PackageResources.pages_css + Charts.stylesheet)
    /// The script, for comfort only.
    static let script = Asset("pages.js", "text/javascript; charset=utf-8", PackageResources.pages_js)
    /// The picture of the site.
    package static let icon = Asset("icon.svg", "image/svg+xml", PackageResources.icon_svg)

    /// All of them.
    package static let all = [style, script, icon]
}
