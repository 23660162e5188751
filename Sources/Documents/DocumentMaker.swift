package import CanonicalJSON
package import CivilTime

/// What makes a document of one kind from an answer.
package protocol DocumentMaker {
    /// The figures on the paper, for the digest of its reference. Their form never changes for a version of references.
    var figures: JSONObject { get }

    /// Returns the document.
    ///
    /// - Parameters:
    ///   - name: The name of the person whom it is about, if it was opened.
    ///   - reference: The reference, whose digest is that of ``figures``.
    ///   - recorded: When the last event was recorded that the answer knows of.
    func document(name: String?, _ reference: DocumentReference, recorded: Instant) -> Document
}
