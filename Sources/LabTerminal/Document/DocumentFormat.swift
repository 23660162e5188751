internal import ArgumentParser
internal import CivilTime
internal import Documents
internal import FoundationEssentials
internal import Markup
internal import Presentation
internal import Spreadsheets
internal import Wording

/// A form in which a document is written.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    case html, pdf, xlsx, ods

    /// The form that the ending of a file's name says; nil if it says none.
    init?(ofFile path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }

    /// The programs that make it.
    var programs: [HelperProgram] {
        switch self {
        case .html: [.qrencode]
        case .pdf: [.qrencode, .weasyprint]
        case .xlsx: []
        case .ods: [.soffice]
        }
    }

    /// Returns a document in this form.
    func bytes(of document: Document, _ letterhead: Document.Setting.Letterhead?) async throws -> [UInt8] {
        switch self {
        case .html: try await Self.page(document, letterhead)
        case .pdf:
            // Not as PDF/A-3: WeasyPrint 57 attaches files without what that asks of them.
            try await HelperProgram.weasyprint.run(
                ["--quiet", "--encoding", "utf-8", "-", "-"],
                try await Self.page(document, letterhead), for: localized("a PDF", it: "un PDF"))
        case .xlsx: try Workbook(document.worksheets).bytes()
        case .ods: try await Self.openDocument(try Workbook(document.worksheets).bytes())
        }
    }

    private static func openDocument(_ workbook: [UInt8]) async throws -> [UInt8] {
        let purpose = localized("an ODS workbook", it: "una cartella ODS")
        guard let made = try await HelperProgram.convertSpreadsheet(workbook, from: "xlsx", to: "ods", for: purpose)
        else {
            throw Failure(
                .usage,
                localized(
                    "LibreOffice could not write it; is there room in \(TemporaryFolder.parent)?",
                    it: "LibreOffice non è riuscito a scriverla; c'è spazio in \(TemporaryFolder.parent)?"))
        }
        return made
    }

    private static func page(
        _ document: Document, _ letterhead: Document.Setting.Letterhead?
    ) async throws -> [UInt8] {
        let purpose = localized("the QR code", it: "il codice QR")
        let picture = try await HelperProgram.qrencode.run(
            ["-8", "-l", "M", "-m", "0", "-t", "SVG", "-o", "-"], Array(document.reference.text.utf8), for: purpose)
        let code = DataAddress(.svg, base64: Data(picture).base64EncodedString())
        let figures = DataAddress(.json, base64: Data(document.figures).base64EncodedString())
        return Array(document.page(.init(letterhead: letterhead, code: code, attachment: figures)).text.utf8)
    }
}

extension Document.Setting.Letterhead {
    /// Reads an office's letterhead: a picture (PNG, JPEG, SVG), or lines of text.
    init(file path: String) throws(Failure) {
        let bytes = try Descriptor.contents(of: path)
        let types: [String: DataAddress.MediaType] = ["png": .png, "jpg": .jpeg, "jpeg": .jpeg, "svg": .svg]
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if let type = types[ending], let picture = DataAddress(type, base64: Data(bytes).base64EncodedString()) {
            self = .picture(picture)
            return
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(
                .usage,
                localized(
                    "\(path) is no letterhead: it takes a picture (.png, .jpg, .svg) or UTF-8 text",
                    it: "\(path) non è un'intestazione: accetta un'immagine (.png, .jpg, .svg) o testo UTF-8"))
        }
        self = .text(text)
    }
}

extension Document {
    /// Its sheets: what it is of, each table, and the reference.
    var worksheets: [Worksheet] {
        func sheet(_ name: String, _ columns: [Worksheet.Column], _ rows: [[Worksheet.Cell]]) -> Worksheet {
            Worksheet(
                name: name, columns: columns, rows: rows, totalTitle: localized("Total", it: "Totale"),
                decimalHours: decimalHours())
        }
        let first = sheet(
            title, [.init(title: title), .init(title: subject)],
            (simulationNote.map { [[.text($0), .empty]] } ?? []) + facts.map { [.text($0.label), .text($0.value)] })
        let tables = self.tables.map { table in
            sheet(
                table.title, table.columns.map { Worksheet.Column(title: $0.title, isSummed: $0.zero != nil) },
                table.rows.map { $0.cells.map { Worksheet.Cell($0) } })
        }
        let reference = sheet(
            localized("Reference", it: "Riferimento"), [.init(title: "labctl document verify")],
            self.reference.text.split(separator: "\n").map { [.text(String($0))] })
        return [first] + tables + [reference]
    }
}
