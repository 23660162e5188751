import Office

extension English {
    static func message(_ reason: RecordReason) -> Message {
        switch reason {
        case .exists(let noun, let id):
            Message("there is a \(name(noun)) \(id.text) already", accepted: "an id that is not taken")
        case .takenByServiceRecord(let id, let kind):
            Message(
                "\(id.text) is a \(name(kind)) already: contacts, cases, mediations, orientations and activities share ids",
                accepted: "an id that is not taken")
        case .unknown(let noun, let id):
            Message(
                "there is no \(name(noun)) \(id.text)",
                accepted: noun == .about ? "the id of a contact, case, mediation, orientation or activity" : nil)
        case .notAmong(let noun, let id, let known):
            Message("there is no \(name(noun)) \(id.text)", accepted: list(known))
        case .noPosition(let position, let last):
            Message("the log has no position \(position)", accepted: "0 to \(last)")
        case .voided(let position): Message("position \(position) was voided already")
        case .notLastStep(let last):
            Message("of a stream's steps only the last can be voided", accepted: "\(last)")
        case .notVoidable(let position):
            Message(
                "the event at position \(position) is not of a kind that can be voided",
                accepted:
                    "a contact, note, step, delivery, miss, evaluation, orientation, activity, decision, evidence, "
                    + "absence, rate or measure, or a case that nothing rests on")
        case .rests(let dependent, let id):
            Message(
                "\(name(dependent)) rests on the case \(id.text)",
                accepted: "a case that nothing rests on, or case.close")
        case .sealedForPerson(let person):
            Message(
                "what is sealed there is sealed for \(person.text), and goes with all that is held of them",
                accepted: "person.erase of \(person.text)")
        case .sealedForWorker(let worker):
            Message(
                "what is sealed of a worker's months is sealed for the worker", accepted: "worker/\(worker.text)")
        case .noStream(let stream): Message("there is no stream \(stream)", accepted: "one that has events")
        case .erased(let stream):
            Message("what was sealed in \(stream) was erased", accepted: "another stream")
        case .erasureRefused(let stream, let reasons, let earliest):
            erasureRefused(stream, reasons, earliest, command: "record.erase")
        }
    }

    private static func name(_ dependent: RecordReason.Dependent) -> String {
        switch dependent {
        case .step(let position): "the step at position \(position)"
        case .mediation(let id): "the mediation \(id.text)"
        case .entry(let id): "the entry \(id.text)"
        }
    }

    private static func name(_ kind: ServiceRecord.Kind) -> String {
        switch kind {
        case .contact: "contact"
        case .case: "case"
        case .mediation: "mediation"
        case .orientation: "orientation"
        case .activity: "activity"
        }
    }
}
