import Foundation
import OfficeSpecification
import Testing
import TransparencyLog
import Wording

@testable import LabTerminal

/// What labctl hears in English only has its Italian.
@Suite struct HeardTextTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources").standardizedFileURL

    /// The sentences that the files of a folder, or a file, write: their texts with a letter for what is put in.
    private static func sentences(in path: String) throws -> [String] {
        let place = sources.appending(path: path)
        var files = [place]
        if !path.hasSuffix(".swift") {
            let below = FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil)
            files = try #require(below).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        }
        return try files.flatMap { file in
            let code = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
                .replacing(/"\s*\+\s*"/, with: "").replacing(/\\\([^"()]*(\([^"()]*\))*[^"()]*\)/, with: "x")
            return code.matches(of: /"((?:[^"\\\n]|\\.)*)"/).map { String($0.1).replacing("\\\"", with: "\"") }
        }
    }

    private func check(_ english: String) {
        Speech.$language.withValue(.italian) {
            let said = HeardText.spoken(english)
            // "no" is a word of both.
            let foreign = FunctionWords.foreign(to: .italian, in: said).filter { $0 != "no" }
            #expect(said != english && foreign.isEmpty && !said.hasSuffix("."), "\(english) → \(said)")
            #expect(HeardText.quoted(english) == said)
        }
        #expect(HeardText.spoken(english) == english && HeardText.quoted(english) == english)
    }

    @Test(arguments: [
        "TransparencyLog", "EventFormat/LineStamp.swift", "TOMLFiles/MappingFile.swift",
        "Interchange/Mapping/CSVMapping.swift", "CanonicalJSON/JSONError.swift", "Ledger/Tree/DatabaseAudit.swift",
        "LabAPI/Client/SystemReason.swift",
    ])
    func `each sentence of an error has its Italian`(path: String) throws {
        let texts = try Self.sentences(in: path).filter { text in
            // The last one is of a precondition.
            text.contains(" ") && text != "a log has at most 2^62 leaves"
                && (text.hasPrefix("expected") || !FunctionWords.foreign(to: .italian, in: text).isEmpty)
        }
        #expect(texts.count > 1)
        for text in texts { check(text) }
    }

    @Test(arguments: [
        ENOENT, EACCES, EISDIR, ENOTDIR, EEXIST, ENOSPC, EROFS, ECONNREFUSED, EADDRINUSE, ETIMEDOUT, ENOMEM,
    ])
    func `the system's errors have their Italian`(number: Int32) {
        check(unsafe String(cString: strerror(number)))
    }

    @Test func `an error within an error is in Italian too, and what has none is quoted`() {
        Speech.$language.withValue(.italian) {
            let error = TransparencyLogError.malformed(.note, line: 3, detail: "expected “lab/1” and a space")
            let fault = LogFault(.signature, at: 17, "the checkpoint does not verify: \(error)")
            #expect(
                fault.spoken
                    == "signature alla posizione 17: il punto di controllo non si verifica: forma non valida (nota firmata), "
                    + "riga 3: attesi “lab/1” e uno spazio")
            #expect(LogFault(.missing, at: nil, "al suo posto c'è altro").spoken == "missing: al suo posto c'è altro")
            #expect(HeardText.quoted("all is lost") == "\"all is lost\"")
            #expect(
                HeardText.spoken("the keys cannot be used: /k/office.key does not have 32 bytes; put it back")
                    == "le chiavi non si possono usare: /k/office.key non ha 32 byte; rimettere quello giusto")
            #expect(
                HeardText.spoken(
                    "cannot open /d: Permission denied; run this as the account that owns it, or change its owner or mode"
                )
                    == "operazione open non riuscita su /d: permesso negato; ripetere con l'account a cui appartiene, o "
                    + "cambiarne proprietario o permessi")
        }
        let fault = LogFault(.changed, at: 2, "its bytes are not those that were recorded")
        #expect(fault.spoken == "\(fault)")
    }
}
