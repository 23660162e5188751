import CivilTime
import Office

extension English {
    static func message(_ reason: PersonReason) -> Message {
        switch reason {
        case .erased(let person): Message("the data of \(person.text) was erased", accepted: "another person")
        case .erasedOf(let id):
            Message("the data of the person of \(id.text) was erased", accepted: "what concerns another person")
        case .restricted(let person, let id):
            Message(
                "the record of \(person.text) is restricted (GDPR art. 18)"
                    + (id == person ? "" : ", by that of \(id.text), who is the same person"),
                accepted: "person.lift-restriction of \(id.text) first")
        case .notLinked(let person, let same):
            Message(
                "\(person.text) and \(same.text) are not linked with each other", accepted: "a pair that was linked")
        case .sameID: Message("that is the same id", accepted: "another person's id")
        case .restrictedAlready(let person): Message("the record of \(person.text) is restricted already")
        case .notRestricted(let person): Message("the record of \(person.text) is not restricted")
        case .nothingToCorrect:
            Message(
                "nothing is to be corrected",
                accepted: "one of nationality, otherNationalities, birthYear, sex, place, unaccompaniedMinor, basis, "
                    + "external, name, born, taxCode, contact")
        case .birthYearNotYet(let year): Message("that year has not come yet", accepted: "1900 to \(year)")
        case .birthNotYet: Message("that day has not come yet", accepted: "today or earlier")
        case .birthYearOfAnotherDay:
            Message(
                "that is not the year of born", accepted: "the year of born, or one of the two fields alone")
        case .erasureRefused(let person, let reasons, let earliest):
            erasureRefused(person.text, reasons, earliest, command: "person.erase")
        }
    }

    static func message(_ reason: PersonalDataReason) -> Message {
        switch reason {
        case .nobodyNamed, .severalNamed:
            Message("of whom or what is not said, once", accepted: "one of person, worker and stream")
        case .noFieldNamed(let sealed):
            Message("no field is named", accepted: "a list of: " + sealed.joined(separator: ", "))
        case .notSealed(let sealed):
            Message("no field of that name is sealed", accepted: "a list of: " + sealed.joined(separator: ", "))
        case .emptyTerm: Message("it has neither letters nor digits", accepted: text(.text))
        case .noTerm: Message("what to search by is not said", accepted: "name, taxCode or both")
        case .ambiguousOwner: Message("neither or both of person and stream are there")
        }
    }

    /// The text of an erasure that was asked for too early.
    static func erasureRefused(_ name: String, _ reasons: [String], _ earliest: Day?, command: String) -> Message {
        let when = earliest.map { "from \($0) on" } ?? "from a day on that nobody knows yet"
        return Message(
            "the records of \(name) must be kept (\(reasons.joined(separator: ", "))); the request is recorded",
            accepted: "\(command) \(when), with an id of its own")
    }
}
