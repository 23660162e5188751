import LabAPI
import Office

/// Faults of a request that never became a command or a question.
extension Refusal {
    /// Nothing is at that path.
    static func notFound(path: String) -> Refusal {
        Refusal(
            .request(
                .notFound(path: path, known: [Paths.commands, Paths.plan, Paths.events, Paths.health])))
    }

    /// The body of a request is too long.
    static func bodyTooLong(_ limit: Int) -> Refusal { Refusal(.request(.bodyTooLong(most: limit))) }

    /// The body of a request did not arrive in time.
    static func tooSlow(_ seconds: Int) -> Refusal { Refusal(.request(.tooSlow(seconds: seconds))) }

    /// What arrived is not a whole request.
    static let incomplete = Refusal(.request(.incomplete))

    /// labd itself failed; its log says more.
    static let failed = Refusal(.request(.failed))

    /// The path has no such parameter, but these.
    static func unknownParameter(_ name: String, known: [String]) -> Refusal {
        let name = String(name.prefix(64))
        return Refusal(.request(.noSuchParameter(name, known: known)), field: name)
    }

    /// The parameter is given twice.
    static func givenTwice(_ name: String, _ value: String) -> Refusal {
        let name = String(name.prefix(64))
        return Refusal(.question(.givenTwice(name)), field: name, value: String(value.prefix(64)))
    }
}

extension Bool {
    /// Whether a parameter is 1; refused where it is neither 0 nor 1.
    init(parameter name: String, _ value: String) throws(Refusal) {
        guard value == "0" || value == "1" else {
            throw Refusal(.request(.notZeroOrOne), field: name, value: String(value.prefix(64)))
        }
        self = value == "1"
    }
}

extension Int {
    /// A parameter's whole number from 0 on; refused for `reason` where it is none.
    init(parameter name: String, _ value: String, orRefused reason: Reason) throws(Refusal) {
        guard let number = Int(value), number >= 0, value.first != "+" else {
            throw Refusal(reason, field: name, value: String(value.prefix(64)))
        }
        self = number
    }
}
