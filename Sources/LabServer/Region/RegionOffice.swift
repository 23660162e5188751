import CanonicalJSON
import CivilTime
import Ledger
import Synchronization
import TransparencyLog

/// One of the offices of a region, as the region knows it.
package final class RegionOffice: Sendable {
    /// The office's id.
    package let id: String
    private let state: Mutex<(copy: OfficeCopy?, standing: Standing)>

    /// What the region has of an office, and what is wrong.
    package struct Standing: Sendable, Hashable {
        /// The generation of the office's log.
        package var generation = 1
        /// How many lines have been received in their order, are verified, and are covered by a checkpoint that has been seen.
        package var received = 0, verified = 0, promised = 0
        /// Why nothing is verified any more, if something is wrong with what the office signed; it stays until a person has settled it.
        package var fault: Fault?
        /// Why the stream cannot be read now; it is tried again.
        package var interruption: String?
        /// How many messages were lines that had come before, lines that are not the log's, no lines, and checkpoints of others.
        package var repeated = 0, altered = 0, impossible = 0, foreign = 0
        /// How often lines were asked for again, and how many checkpoints were cosigned.
        package var resends = 0, cosigned = 0

        /// Of an office from which nothing came yet.
        package init() {}
    }

    /// Why an office's figures stay where they are.
    package struct Fault: Sendable, Hashable {
        /// The stable names of faults.
        package enum Code: String, Sendable, Hashable, CaseIterable {
            /// The office's key signed two histories.
            case forked
            /// Lines do not have the root that the office signed, and it does not send others.
            case altered
            /// The lines are of a kind that this version does not know.
            case unreadable
            /// No checkpoint by the office's key came over very many lines.
            case unsigned
            /// The copy cannot be kept: its disk or its files.
            case storage
        }

        /// What it is.
        package let code: Code
        /// What was found, and where the evidence is, for people.
        package let detail: String

        /// Creates a fault.
        package init(_ code: Code, _ detail: String) {
            self.code = code
            self.detail = detail
        }
    }

    /// An office from which nothing came yet.
    package init(id: String) {
        self.id = id
        state = Mutex((nil, Standing()))
    }

    /// The copy of its log; nil if nothing is verified yet.
    package var copy: OfficeCopy? {
        get { state.withLock { $0.copy } }
        set { state.withLock { $0.copy = newValue } }
    }

    /// How it stands.
    package var standing: Standing { state.withLock { $0.standing } }

    /// Changes how it stands.
    package func change(_ body: (inout Standing) -> Void) { state.withLock { body(&$0.standing) } }
}

extension RegionOffice {
    /// How the office stands, for programs.
    var json: JSONObject {
        let (copy, standing) = state.withLock { $0 }
        var members: [JSONObject.Member] = [
            .init(
                "counts",
                .object([
                    "altered": .integer(Int64(standing.altered)), "cosigned": .integer(Int64(standing.cosigned)),
                    "foreign": .integer(Int64(standing.foreign)),
                    "impossible": .integer(Int64(standing.impossible)),
                    "repeated": .integer(Int64(standing.repeated)), "resends": .integer(Int64(standing.resends)),
                ])),
            .init("generation", .integer(Int64(standing.generation))), .init("office", .string(id)),
            .init("promised", .integer(Int64(standing.promised))),
            .init("received", .integer(Int64(standing.received))), .init("state", .string(standing.state)),
            .init("verified", .integer(Int64(standing.verified))),
        ]
        if let fault = standing.fault {
            members.append(
                .init("fault", .object(["code": .string(fault.code.rawValue), "detail": .string(fault.detail)])))
        }
        if let interruption = standing.interruption { members.append(.init("interruption", .string(interruption))) }
        if let copy, copy.ledger.count > 0 {
            let count = copy.ledger.count
            if let root = try? copy.ledger.root(ofSize: count) { members.append(.init("root", .string(root.base64))) }
            members.append(.init("time", .string(copy.ledger.lastTime.description)))
        }
        return JSONObject(members)
    }
}

extension RegionOffice.Standing {
    /// In a word: `stopped` by a fault, `empty`, `behind` what a checkpoint promises, or `whole`.
    var state: String {
        fault != nil ? "stopped" : verified == 0 ? "empty" : verified < promised ? "behind" : "whole"
    }
}
