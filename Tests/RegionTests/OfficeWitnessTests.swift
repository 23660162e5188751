import Foundation
import Ledger
import Testing
import TransparencyCrypto
import TransparencyLog

@testable import Region

@Suite("The region as a witness of an office's log")
struct OfficeWitnessTests {
    private let directory = NSTemporaryDirectory() + "witness-" + UUID().uuidString
    private let office: SignedOffice
    private let signer: NoteSigner

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        office = try SignedOffice(seed: 3)
        signer = try #require(SigningKey(seed: [UInt8](repeating: 9, count: 32))).signer(
            name: "region.example/w", type: .cosignature)
    }

    private func line(_ position: Int, _ mark: String) -> [UInt8] {
        let data =
            position == 0
            ? #"{"generation":1,"office":"chiari","origin":"labd.example/chiari","simulated":true,"zone":"Europe/Rome"}"#
            : #"{"mark":"\#(mark)"}"#
        let (subject, type) = position == 0 ? ("log", "log.created") : ("case/1", "case.opened")
        return Array(
            (#"{"actor":"a","cause":"k-\#(position)","data":\#(data),"id":"\#(position)","occurred":"2019-06-03","position":\#(position),"#
                + #""revision":\#(max(1, position)),"schema":1,"source":"urn:labd:chiari:1","specversion":"1.0","subject":"\#(subject)","#
                + #""time":"2019-06-03T08:00:00.000000Z","type":"\#(type)"}"#).utf8)
    }

    private func root(_ lines: [[UInt8]]) -> Hash {
        var tree = Frontier()
        for line in lines { tree.append(SHA256Function.crypto.leaf(line.span), using: .crypto) }
        return tree.root(using: .crypto)
    }

    /// A copy of so many lines.
    private func copy(_ name: String, _ count: Int, mark: String = "") throws -> (Ledger, SignedNote) {
        let lines = (0..<count).map { line($0, mark) }
        let note = try office.checkpoint(of: count, root: root(lines))
        let path = "\(directory)/\(name)"
        if !Ledger.isBegun(inDirectory: path) {
            try Ledger.beginCopy(inDirectory: path, of: office.key, firstLine: lines[0], coveredBy: note)
        }
        let copy = try Ledger(copyInDirectory: path, of: office.key)
        var copier = LogCopier(copy, coveredBy: note)
        for line in lines.dropFirst(copy.count) { try copier.append(line) }
        if copy.count < count { try copier.finish() }
        return (copy, note)
    }

    private func witness() throws -> OfficeWitness {
        try OfficeWitness(signer, record: directory + "/cosigned-1", of: office.key)
    }

    @Test func `a checkpoint is cosigned once, and the cosignature verifies`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (copy, note) = try copy("one", 5)
        var witness = try witness()
        let bytes = try #require(try witness.cosign(note.bytes, of: copy))
        let cosigned = try SignedNote(parsing: bytes.span)
        #expect(cosigned.signatures.count == 2)
        let signers = try cosigned.verified(by: [office.key, signer.key], using: .crypto).signatures
        #expect(signers.count == 2)
        #expect(try witness.cosign(note.bytes, of: copy) == nil)
        // Nor by a region that starts again.
        var later = try self.witness()
        #expect(try later.cosign(note.bytes, of: copy) == nil)
    }

    @Test func `another history is never cosigned, whatever became of the copy`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        do {
            let (copy, note) = try copy("one", 5)
            var witness = try witness()
            _ = try witness.cosign(note.bytes, of: copy)
        }
        // Fewer lines than were cosigned: the copy is not there yet.
        let (short, shortNote) = try copy("two", 3, mark: "x")
        var witness = try witness()
        #expect(try witness.cosign(shortNote.bytes, of: short) == nil)
        // As many, and more, that are another history.
        for (name, count) in [("three", 5), ("four", 9)] {
            let (other, note) = try copy(name, count, mark: "x")
            #expect(throws: OfficeWitness.Forked.self) { _ = try witness.cosign(note.bytes, of: other) }
        }
        // The true one goes on.
        let (true_, note) = try copy("five", 9)
        #expect(try witness.cosign(note.bytes, of: true_) != nil)
    }
}
