package import CanonicalJSON
import EventFormat
package import Ledger
package import Logging
package import Office

/// What is sealed of persons, opened for somebody whose look is recorded.
package struct SealedFieldReader: Sendable {
    private let ledger: Ledger
    private let logger: Logger

    /// A reader that says in `logger` what does not open.
    package init(_ ledger: Ledger, _ logger: Logger) {
        self.ledger = ledger
        self.logger = logger
    }

    /// The fields of these names, one object for each time that one was given, in the log's order: `field`, `value`,
    /// `position`, `type`, `on`. A box that does not open is one of `position` and `problem`, and the rest goes on.
    ///
    /// Of a person's stream: all that is under the person's key, wherever it stands. Of another: what its events hold.
    package func opened(of stream: Stream, fields: Set<String>, while isWanted: () -> Bool) throws -> [JSON] {
        let isOwnStream = stream.person == nil || fields.isSubset(of: PersonalDataRequest.fieldsOfIdentity)
        let positions =
            isOwnStream
            ? try ledger.stream(stream.name)
            : try ledger.sealedPositions(of: [stream.name], while: isWanted)
        var found: [JSON] = []
        for position in positions {
            guard isWanted() else { throw CancellationError() }
            guard let event = try ledger.event(at: position), event.sealedDigest != nil else { continue }
            switch opened(position) {
            case .failure(let problem):
                found.append(["position": .integer(Int64(position)), "problem": .string(problem.code)])
            case .success(let object):
                for member in object.members where fields.contains(member.name) {
                    found.append([
                        "field": .string(member.name), "value": member.value, "position": .integer(Int64(position)),
                        "type": .string(event.type), "on": .string(event.occurred),
                    ])
                }
            }
        }
        return found
    }

    /// Whether a person is still who the terms say, by what was registered and corrected last of each kind: a name or tax code that
    /// was corrected leads to nobody. What does not open says nothing against it.
    package func isStill(_ person: ID, by terms: [SearchTerm], while isWanted: () -> Bool) throws -> Bool {
        var open = Dictionary(terms.map { ($0.kind, $0) }) { first, _ in first }
        for position in try ledger.stream(Stream.person(person).name).reversed() where !open.isEmpty {
            guard isWanted() else { throw CancellationError() }
            guard let event = try ledger.event(at: position), event.sealedDigest != nil else { continue }
            guard case .success(let object) = opened(position) else { return true }
            for member in object.members {
                guard case .identity(let kind?)? = Catalogue.description(ofEvent: event.type)?[member.name]?.sealed,
                    case .string(let text) = member.value, let term = open.removeValue(forKey: kind)
                else { continue }
                guard SearchTerm(term.kind, text) == term else { return false }
            }
        }
        // The index may know of somebody whose registration was not recorded in the end.
        return open.isEmpty
    }

    /// The sealed fields of the event at a position, which has some.
    package func opened(_ position: Int) -> Result<JSONObject, LedgerError> {
        do throws(LedgerError) {
            guard let sealed = try ledger.openSealed(position),
                case .object(let object)? = try? JSONReader.read(sealed.fields.span, as: .strict)
            else { throw .sealedAltered(position: position) }
            return .success(object)
        } catch {
            logger.error(
                "sealed fields do not open", metadata: ["position": "\(position)", "code": "\(error.code)"])
            return .failure(error)
        }
    }
}
