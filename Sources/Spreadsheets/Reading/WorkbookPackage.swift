/// The file of a workbook, looked at before any program opens it: what it is, and whether it is what it seems.
///
/// Workbooks (ECMA-376, OpenDocument) are ZIP archives. Of them only the list of their parts is read, at their end (APPNOTE.TXT 4.3.12
/// and 4.3.16), which says how large each part becomes.
package struct WorkbookPackage: Hashable, Sendable {
    /// The form of a workbook.
    package enum Form: String, Hashable, Sendable {
        case xlsx, ods
    }

    /// Why a file is not opened.
    package enum Failure: Error, Hashable {
        /// It is larger than is read.
        case tooLarge(bytes: Int, most: Int)
        /// Its parts become larger than is read: a bomb, or a workbook of another kind.
        case tooLargeInside(bytes: Int, most: Int)
        /// It has more parts than are read.
        case tooManyParts(Int, most: Int)
        /// It needs a password.
        case encrypted
        /// It holds programs.
        case hasMacros(part: String)
        /// It is a workbook of Excel before 2007, or one of Excel with a password: both begin with the same bytes.
        case oldOrEncrypted
        /// It is no workbook, or a broken one.
        case noWorkbook
    }

    /// The largest file that is opened, and the largest that all its parts may become.
    package static let mostBytes = 20 << 20
    package static let mostInside = 200 << 20
    package static let mostParts = 2000

    package let form: Form

    /// Looks at a file.
    ///
    /// - Throws: `Failure`.
    package init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= Self.mostBytes else { throw .tooLarge(bytes: bytes.count, most: Self.mostBytes) }
        // [MS-CFB] 2.2: the signature of a compound file.
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { throw .oldOrEncrypted }
        guard let parts = Self.parts(of: bytes) else { throw .noWorkbook }
        guard parts.count <= Self.mostParts else { throw .tooManyParts(parts.count, most: Self.mostParts) }
        let inside = parts.reduce(0) { $0 + $1.size }
        guard inside <= Self.mostInside else { throw .tooLargeInside(bytes: inside, most: Self.mostInside) }
        let names = Set(parts.map(\.name))
        if let macros = parts.first(where: \.isMacro) { throw .hasMacros(part: macros.name) }
        if names.contains("xl/workbook.xml") {
            form = .xlsx
        } else if let content = parts.first(where: { $0.name == "content.xml" }), names.contains("mimetype") {
            // An encrypted part is stored without compression, and is no XML.
            if !content.isCompressed, !content.start(in: bytes).starts(with: Array("<?xml".utf8)) { throw .encrypted }
            form = .ods
        } else {
            throw .noWorkbook
        }
    }

    private struct Part {
        let name: String
        let size: Int
        let isCompressed: Bool
        let offset: Int

        /// Whether it is, by its name, a program: Excel's old and new ones, or one of LibreOffice's languages.
        var isMacro: Bool {
            let name = name.lowercased()
            return name.hasSuffix("vbaproject.bin")
                || ["basic/", "scripts/", "xl/macrosheets/", "xl/dialogsheets/"].contains { name.hasPrefix($0) }
        }

        /// Where its bytes begin: behind its own header, of 30 bytes and two texts (4.3.7).
        func start(in bytes: [UInt8]) -> ArraySlice<UInt8> {
            guard let name = bytes.number(at: offset + 26, size: 2), let extra = bytes.number(at: offset + 28, size: 2),
                offset + 30 + name + extra <= bytes.count
            else { return [] }
            return bytes[(offset + 30 + name + extra)...]
        }
    }

    /// The parts as the list at the end has them; nil if there is no such list.
    private static func parts(of bytes: [UInt8]) -> [Part]? {
        guard bytes.starts(with: Array("PK".utf8)), bytes.count >= 22 else { return nil }
        // The end's record is 22 bytes and a comment of at most 65,535.
        let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
        var end = bytes.count - 22
        while end >= max(0, bytes.count - 22 - 65_535), !bytes[end...].starts(with: signature) { end -= 1 }
        guard end >= 0, bytes[end...].starts(with: signature), let count = bytes.number(at: end + 10, size: 2),
            var at = bytes.number(at: end + 16, size: 4)
        else { return nil }
        var parts: [Part] = []
        for _ in 0..<count {
            guard bytes.number(at: at, size: 4) == 0x0201_4B50, let method = bytes.number(at: at + 10, size: 2),
                let size = bytes.number(at: at + 24, size: 4), let name = bytes.number(at: at + 28, size: 2),
                let extra = bytes.number(at: at + 30, size: 2), let comment = bytes.number(at: at + 32, size: 2),
                let offset = bytes.number(at: at + 42, size: 4), at + 46 + name <= bytes.count
            else { return nil }
            parts.append(
                Part(
                    name: String(decoding: bytes[(at + 46)..<(at + 46 + name)], as: UTF8.self), size: size,
                    isCompressed: method != 0, offset: offset))
            at += 46 + name + extra + comment
        }
        return parts
    }
}

extension [UInt8] {
    /// The number in little-endian bytes; nil beyond the end.
    fileprivate func number(at offset: Int, size: Int) -> Int? {
        guard offset >= 0, offset + size <= count else { return nil }
        return self[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
