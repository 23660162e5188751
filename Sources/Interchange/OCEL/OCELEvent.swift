internal import CanonicalJSON
internal import EventFormat

/// An event as OCEL has it: what it says, and the objects that it concerns.
struct OCELEvent: Sendable {
    let event: StoredEvent
    /// The objects it names, each once in each part, in the order of the fields; its stream's last if no field names it.
    let references: [ObjectReference]
    /// What is no reference, by the names that exports use.
    let attributes: [(name: String, value: AttributeValue)]

    /// Reads an event by what its type names. `aboutType` is the type of the object whose id is in the field `about` of the
    /// vocabulary, if that is known.
    init(_ event: StoredEvent, _ vocabulary: EventVocabulary.Event, aboutType: String?) {
        var references: [ObjectReference] = []
        var attributes = event.envelopeAttributes
        for member in event.fields {
            var named = ObjectReference.named(by: member, vocabulary)
            if member.name == vocabulary.about, let id = event.text(member.name), let type = aboutType {
                named = [ObjectReference(type: type, id: id, qualifier: member.name)]
            }
            for reference in named where !references.contains(reference) { references.append(reference) }
            if named.isEmpty, let value = AttributeValue(member.value) {
                attributes.append((StoredEvent.exportName(member.name), value))
            }
        }
        let stream = ObjectReference.ofStream(event)
        if !references.contains(where: { $0.objectID == stream.objectID }) { references.append(stream) }
        self.event = event
        self.references = references
        self.attributes = attributes
    }
}
