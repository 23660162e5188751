import Office

extension English {
    static func message(_ reason: MediationReason) -> Message {
        switch reason {
        case .longerThanADay(let most):
            Message("no day has so many minutes", accepted: "at most \(most), each day's delivery by itself")
        case .overlap(let mediator, let other, let start, let day, let minutes):
            Message(
                "\(mediator.text) delivers \(other.text) at that time already, from \(start) on \(day) for \(minutes) minutes",
                accepted: "a time that no other delivery of the mediator shares")
        case .beyondAuthorised(let ceiling, let delivered):
            Message(
                "\(ceiling) minutes are authorised, of which \(delivered) were delivered",
                accepted: delivered < ceiling
                    ? "at most \(ceiling - delivered), or mediation.authorise again" : "mediation.authorise again")
        case .belowDelivered(let delivered):
            Message("\(delivered) minutes were delivered already", accepted: "\(delivered) or more")
        case .delivered(let mediation, let minutes):
            Message(
                "\(minutes) minutes of \(mediation.text) were delivered",
                accepted: "mediation.cancel before any delivery")
        case .nothingDelivered(let mediation):
            Message("nothing of \(mediation.text) was delivered", accepted: "mediation.deliver first")
        case .evaluated(let mediation):
            Message("\(mediation.text) was evaluated already", accepted: "record.void of the evaluation first")
        case .scoreOutOfRange: Message("a score is 1 to 5", accepted: "1·2·3·4·5")
        case .authorisedByMediator(let by): Message("\(by.text) is the mediator", accepted: "another worker")
        case .assignedToAuthoriser(let mediator):
            Message("\(mediator.text) authorised the request", accepted: "another mediator")
        case .notAMediator(let worker, let day):
            Message("\(worker.text) is not a mediator on \(day)", accepted: "a worker enrolled as mediator")
        case .languageMismatch(let mediator, let language, let fitting):
            Message(
                "\(mediator.text) does not have the language \(language)",
                accepted: fitting.isEmpty
                    ? "a mediator with \(language); nobody has it on that day"
                    : "a mediator with \(language): \(list(fitting))")
        case .finished(let mediation):
            Message("the last delivery of \(mediation.text) was recorded", accepted: "a new mediation.request")
        case .notAuthorised(let mediation):
            Message("\(mediation.text) is not authorised", accepted: "mediation.authorise and mediation.assign first")
        case .notAssigned(let mediation):
            Message("\(mediation.text) is not assigned", accepted: "mediation.authorise and mediation.assign first")
        case .cancelled(let mediation):
            Message("\(mediation.text) was cancelled", accepted: "a new mediation.request")
        }
    }
}
