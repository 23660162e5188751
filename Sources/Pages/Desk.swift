import CanonicalJSON
package import Office
package import Views

/// Where a page gets what it shows: labd, or an office in a test.
package protocol Desk {
    /// The office as it is now.
    var newest: Office { get }
    /// Returns the office that a question is about: as it is now, or as it was known at the moment that the question names.
    ///
    /// - Throws: `Refusal` if the log does not reach there.
    func office(for question: Question) throws -> Office
    /// Returns what `read` makes of a view's answer in canonical form, as programs get it.
    ///
    /// - Throws: `Refusal` if the question names something unknown; whatever `read` throws.
    func answer<Result>(
        _ view: any Answer.Type, _ question: Question, _ read: (Span<UInt8>) throws -> Result
    ) throws -> Result
    /// Returns the event at a position, with its data in clear.
    ///
    /// - Throws: `Refusal` if the log does not reach there.
    func content(at position: Int) throws -> RecordedEvent
    /// Returns the stored line at a position, byte for byte.
    ///
    /// - Throws: `Refusal` if the log does not reach there.
    func line(at position: Int) throws -> String
    /// Returns the last signed checkpoint; if `isWitnessed`, the last that a witness cosigned, nil if none did.
    func checkpoint(isWitnessed: Bool) throws -> String?
    /// The key that verifies checkpoints.
    var verifierKey: String { get }
    /// Returns the events of a stream after a revision, in order, with their data in clear.
    func events(of stream: Stream, after revision: Int) throws -> [RecordedEvent]
    /// Returns how many events a stream has.
    func revision(of stream: Stream) throws -> Int
}

extension Desk {
    /// Returns a view's answer as an object.
    ///
    /// - Throws: `Refusal` if the question names something unknown.
    func object(_ view: any Answer.Type, _ question: Question) throws -> JSONObject {
        try answer(view, question) { bytes in
            guard case .object(let object) = try JSONReader.read(bytes, as: .strict) else {
                throw Refusal(.request(.failed))
            }
            return object
        }
    }
}
