import Spreadsheets
import Testing

/// What is seen of a workbook's file before anything opens it.
@Suite struct WorkbookPackageTests {
    /// A part of an archive, and how it is stored.
    struct Part {
        var name: String
        var bytes: [UInt8] = []
        var method: UInt16 = 8
        /// What the list says of its size.
        var size: UInt32 = 10
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        // Unsafe: the bytes of a local number.
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe Array($0) }
    }

    /// An archive as APPNOTE.TXT has it: parts, each with a header, their list, and its end.
    private static func archive(_ parts: [Part], comment: String = "") -> [UInt8] {
        var out: [UInt8] = []
        var list: [UInt8] = []
        for part in parts {
            let offset = UInt32(out.count)
            let sizes = little(UInt32(part.bytes.count)) + little(part.size)
            out += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + little(UInt16(0)) + little(part.method)
            out +=
                little(UInt32(0)) + little(UInt32(0)) + sizes + little(UInt16(part.name.utf8.count)) + little(UInt16(0))
            out += Array(part.name.utf8) + part.bytes
            list += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + little(UInt16(20)) + little(UInt16(0))
            list += little(part.method) + little(UInt32(0)) + little(UInt32(0)) + sizes
            list += little(UInt16(part.name.utf8.count)) + [UInt8](repeating: 0, count: 12) + little(offset)
            list += Array(part.name.utf8)
        }
        let start = UInt32(out.count)
        out += list
        out +=
            little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(UInt16(parts.count)) + little(UInt16(parts.count))
        out += little(UInt32(list.count)) + little(start) + little(UInt16(comment.utf8.count)) + Array(comment.utf8)
        return out
    }

    private static let excel = [Part(name: "[Content_Types].xml"), Part(name: "xl/workbook.xml")]
    private static let open = [Part(name: "mimetype"), Part(name: "content.xml")]

    @Test func `the two forms are known by their parts`() throws {
        #expect(try WorkbookPackage(Self.archive(Self.excel)).form == .xlsx)
        #expect(try WorkbookPackage(Self.archive(Self.open, comment: "PK")).form == .ods)
        let plain = [Part(name: "mimetype"), Part(name: "content.xml", bytes: Array("<?xml".utf8), method: 0)]
        #expect(try WorkbookPackage(Self.archive(plain)).form == .ods)
    }

    /// A file, and why it is not opened. Printed by that alone: the runner would print each of twenty million bytes.
    struct Refused: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let failure: WorkbookPackage.Failure
        var testDescription: String { "\(bytes.count) bytes: \(failure)" }

        init(_ bytes: [UInt8], _ failure: WorkbookPackage.Failure) { (self.bytes, self.failure) = (bytes, failure) }
        init(_ parts: [Part], _ failure: WorkbookPackage.Failure) {
            self.init(WorkbookPackageTests.archive(parts), failure)
        }
    }

    private static let macro = Part(name: "Basic/Standard/Module1.xml")
    private static let sealed = Part(name: "content.xml", bytes: [7, 7, 7, 7, 7], method: 0)

    @Test(arguments: [
        Refused([Part(name: "word/document.xml")], .noWorkbook),
        Refused(Array("worker,day\n".utf8), .noWorkbook),
        Refused([UInt8](), .noWorkbook),
        Refused(Array(archive(excel).dropLast(30)), .noWorkbook),
        Refused(excel + [Part(name: "xl/vbaProject.bin")], .hasMacros(part: "xl/vbaProject.bin")),
        Refused(excel + [Part(name: "xl/macrosheets/sheet1.xml")], .hasMacros(part: "xl/macrosheets/sheet1.xml")),
        Refused(open + [macro], .hasMacros(part: "Basic/Standard/Module1.xml")),
        Refused(
            excel + [Part(name: "xl/a.xml", size: 300 << 20)], .tooLargeInside(bytes: 314_572_820, most: 200 << 20)),
        Refused([Part(name: "mimetype"), sealed], .encrypted),
        Refused([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0] as [UInt8], .oldOrEncrypted),
        Refused([UInt8](repeating: 0, count: 20_971_521), .tooLarge(bytes: 20_971_521, most: 20 << 20)),
    ])
    func `what is not opened is named`(refused: Refused) {
        #expect(throws: refused.failure) { try WorkbookPackage(refused.bytes) }
    }

    @Test func `no archive, however broken, is read beyond its end`() {
        let whole = Self.archive(Self.excel)
        for index in whole.indices {
            for byte in [UInt8(0), 0x7F, 0xFF] where whole[index] != byte {
                var broken = whole
                broken[index] = byte
                // Whether it is still a workbook does not matter, only that the answer comes.
                _ = try? WorkbookPackage(broken)
            }
            #expect(throws: WorkbookPackage.Failure.self) { try WorkbookPackage(Array(whole[..<index])) }
        }
    }
}
