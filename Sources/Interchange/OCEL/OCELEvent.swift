internal import CanonicalJSON

/// An event as OCEL has it: what it says, and the objects that it concerns.
struct OCELEvent: Sendable {
    let event: StoredEvent
    /// The objects it names, each once in each part, in the order of the fields; its stream's last if no field names it.
    let references: [ObjectReference]
    /// What is no reference, by the names that exports use.
    let attributes: [(name: String, value: AttributeValue)]

    /// Reads an event. `aboutType` is the type of the object whose id is the event's `about`, if that is known.
    init(_ event: StoredEvent, aboutType: String?) {
        var references: [ObjectReference] = []
        var attributes = event.envelopeAttributes
        for member in event.data.members {
            var named = ObjectReference.named(by: member, in: event)
            if member.name == "about", let id = event.text("about"), let type = aboutType {
                named = [ObjectReference(type: type, id: id, qualifier: "about")]
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
