import FoundationEssentials
import LabServer
import Ledger
import Logging
import Office
import RegionFeed
import TransparencyCrypto
import TransparencyLog

extension OfficeIntake {
    func path(_ generation: Int) -> String { "\(directory)/\(generation)" }

    func key(_ generation: Int) throws -> VerifierKey {
        guard generation > 1 else { return pinned }
        return try VerifierKey(
            name: KeyName("\(pinned.name.text)/\(generation)"), type: pinned.type, publicKey: pinned.publicKey,
            using: .crypto)
    }

    /// Opens the copy of the newest generation that there is, and reads why the office is stopped, if it is.
    func openNewestCopy() async throws {
        if let fault = evidence.fault {
            office.change { $0.fault = fault }
            logger.critical(
                "an office is stopped; who has settled the matter removes the file",
                metadata: ["office": "\(office.id)", "file": "\(directory)/stopped", "detail": "\(fault.detail)"])
            // What is wrong with the copy would be answered.
            if fault.code == .storage { return }
        }
        try await begin(begunGenerations.last ?? 1)
    }

    /// The generations that have a copy here, in ascending order.
    var begunGenerations: [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.compactMap(Int.init).filter { Ledger.isBegun(inDirectory: path($0)) }.sorted()
    }

    /// Begins to follow a generation of the log, from the end of its copy.
    func begin(_ generation: Int) async throws {
        let key = try key(generation)
        try FileManager.default.createDirectory(
            atPath: path(generation), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let witness: OfficeWitness?
        let record = "\(directory)/cosigned-\(generation)"
        do { witness = try signer.map { try OfficeWitness($0, record: record, of: key) } } catch {
            throw RegionError("\(record) cannot be used (\(error)); restore it, or give the region a new witness key")
        }
        var copy: OfficeCopy?
        // What was verified, and not copied to its end before a stop, is missing until it comes again.
        var promised = 0
        var verifier = FeedVerifier(key: key, using: .crypto, .crypto)
        if Ledger.isBegun(inDirectory: path(generation)) {
            let found = try await opened(generation)
            try compareWithEarlierGeneration(found)
            let (tree, last) = try found.ledger.copiedEnd()
            verifier = FeedVerifier(key: key, verified: tree, last: last, using: .crypto, .crypto)
            promised = try found.ledger.copiedSizeToReach()
            copy = found
        }
        self.generation = generation
        self.witness = witness
        self.verifier = verifier
        waiting.removeAll()
        (last, lastLine, lastAsked) = (nil, nil, nil)
        rejected = (0, 0)
        later = later.filter { $0.key > generation }
        office.change { standing in
            standing.generation = generation
            standing.promised = promised
        }
        show()
        guard let copy else { return }
        await hall.show(copy, of: office)
        if let unreadable = copy.unreadable { throw Stopped(fault: self.unreadable(unreadable)) }
    }

    func opened(_ generation: Int) async throws -> OfficeCopy {
        let damage: (position: Int, detail: String)
        do {
            let copy = try await hall.open(path(generation), of: try key(generation))
            guard let found = copy.ledger.damage.first else { return copy }
            damage = (found.position, found.detail)
        } catch LedgerError.damaged(let position, let detail) {
            damage = (position, detail)
        }
        throw damaged(damage.position, damage.detail)
    }

    /// Why an office is stopped whose copy is not as it was written.
    func damaged(_ position: Int, _ detail: String) -> Stopped {
        Stopped(
            fault: .init(
                .storage,
                "the copy in \(path(generation)) is damaged at \(position) (\(detail)): remove \(path(generation))/log and \(directory)/stopped, and restart: it is made again"
            ))
    }

    func unreadable(_ error: UnreadableEvent) -> RegionOffice.Fault {
        .init(.unreadable, "\(error): the office runs a newer labd; install the same version of labregion")
    }
}
