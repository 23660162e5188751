import CanonicalJSON
import EventFormat
import Executors
import FoundationEssentials
import LabServer
import Ledger
import Logging
import NATS
import Office
import RegionFeed
import ServiceSupport
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
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        generation = names.compactMap(Int.init).filter { Ledger.isBegun(inDirectory: path($0)) }.max() ?? 1
        try await begin(generation)
    }

    /// Begins to follow a generation of the log, from the end of its copy.
    func begin(_ generation: Int) async throws {
        self.generation = generation
        waiting.removeAll()
        last = nil
        lastLine = nil
        rejected = (0, 0)
        let key = try key(generation)
        try FileManager.default.createDirectory(
            atPath: path(generation), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        do {
            witness = try signer.map { try OfficeWitness($0, inDirectory: path(generation), of: key) }
        } catch {
            throw RegionError(
                "\(path(generation))/cosigned cannot be used (\(error)); restore it, or give the region a new witness key"
            )
        }
        guard Ledger.isBegun(inDirectory: path(generation)) else {
            verifier = FeedVerifier(key: key, using: .crypto, .crypto)
            office.change { standing in
                standing.generation = generation
                (standing.received, standing.verified, standing.promised) = (0, 0, 0)
            }
            return
        }
        let copy = try await opened(key)
        let (tree, last) = try copy.ledger.copiedEnd()
        verifier = FeedVerifier(key: key, verified: tree, last: last, using: .crypto, .crypto)
        office.change { $0.generation = generation }
        show()
        await hall.show(copy, of: office)
    }

    func opened(_ key: VerifierKey) async throws -> OfficeCopy {
        do {
            return try await hall.open(path(generation), of: key)
        } catch let error as UnreadableEvent {
            throw Stopped(fault: unreadable(error))
        } catch LedgerError.damaged(let position, let detail) {
            throw Stopped(
                fault: .init(
                    .storage,
                    "the copy in \(path(generation)) is damaged at \(position) (\(detail)): remove it, and it is made again"
                ))
        }
    }

    func unreadable(_ error: UnreadableEvent) -> RegionOffice.Fault {
        .init(.unreadable, "\(error): the office runs a newer labd; install the same version of labregion")
    }
}
