package import CivilTime

/// Why an id does not stand for what a command says, or a record cannot be voided or erased, whatever the capability.
package enum RecordReason: Sendable, Hashable {
    /// The id stands for something of that kind already.
    case exists(Noun, ID)
    /// The id stands for another service record already.
    case takenByServiceRecord(ID, ServiceRecord.Kind)
    /// The log knows nothing of that kind by that id.
    case unknown(Noun, ID)
    /// The plan has nothing of that kind by that id.
    case notAmong(Noun, ID, known: [ID])
    /// The log has no such position; the last one is `last`.
    case noPosition(Int, last: Int)
    /// The event at the position was voided already.
    case voided(position: Int)
    /// Only the last step of a stream, which stands at `last`, can be voided.
    case notLastStep(last: Int)
    /// Events of that kind cannot be voided.
    case notVoidable(position: Int)
    /// Something rests on the case.
    case rests(Dependent, case: ID)
    /// What is sealed in the stream is sealed for the person, and erased with them.
    case sealedForPerson(ID)
    /// What is sealed in the stream is sealed for the worker.
    case sealedForWorker(ID)
    /// There is no such stream.
    case noStream(String)
    /// What was sealed in the stream was erased.
    case erased(stream: String)
    /// The stream's records must be kept, for these reasons, until the day before `earliest`.
    case erasureRefused(stream: String, reasons: [String], earliest: Day?)

    /// Something that rests on a case.
    package enum Dependent: Sendable, Hashable {
        /// A step or note of the case.
        case step(position: Int)
        /// A mediation for the case.
        case mediation(ID)
        /// Hours about the case.
        case entry(ID)
    }

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .exists, .takenByServiceRecord: .exists
        case .unknown(let noun, _), .notAmong(let noun, _, _): .unknown(noun)
        case .noPosition: .unknown(.position)
        case .voided, .notLastStep, .rests: .wrongOrder
        case .notVoidable, .sealedForPerson, .sealedForWorker: .invalidValue
        case .noStream: .unknown(.stream)
        case .erased: .erased
        case .erasureRefused: .erasureRefused
        }
    }
}
