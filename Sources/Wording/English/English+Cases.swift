import Office

extension English {
    static func message(_ reason: CaseReason) -> Message {
        switch reason {
        case .complexityOfAdult:
            Message(
                "complexity is of a minor's situation, and this case is not a minor's",
                accepted: "minor true, or no complexity")
        case .namedTwice(let person):
            Message("\(person.text) is in the case already", accepted: "each person once, the case's own not at all")
        case .voided(let id): Message("the opening of \(id.text) was voided", accepted: "another case")
        case .closed(let id, let day):
            Message("\(id.text) was closed" + (day.map { " on \($0)" } ?? ""), accepted: "case.reopen first")
        case .open(let id): Message("\(id.text) is open")
        case .unknownPhase(let phase, let phases):
            Message("the plan has no phase \(phase.text)", accepted: list(phases, "·"))
        case .inPhase(let id): Message("\(id.text) is in that phase already", accepted: "another phase")
        case .notNextPhase(let current, let phase, let next):
            Message(
                "from \(current) to \(phase.text) is not the next phase",
                accepted: "a reason" + (next.map { ", or phase " + $0.text } ?? ""))
        case .nothingToTransfer: Message("nothing is to be transferred", accepted: "place, line or both")
        case .wrongPlace(let line, let place, let places):
            Message("\(line.text) is not for \(place.text)", accepted: list(places))
        case .ended(let noun, let id): Message("the \(name(noun)) \(id.text) ended already")
        case .member(let person):
            Message("\(person.text) is in the case already", accepted: "a person who is not")
        case .notMember(let person, let id):
            Message("\(person.text) is not in the household of \(id.text)", accepted: "one of its members")
        }
    }
}
