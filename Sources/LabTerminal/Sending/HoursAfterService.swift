internal import CanonicalJSON
internal import LabAPI
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// The hours that are still to be logged after a service was recorded with its minutes: the two are recorded apart, and
/// `labctl reconciliation` compares them.
struct HoursAfterService: Hashable {
    /// The fields of `hours.log` that follow from the service, by name.
    private var known: [String: String] = [:]

    /// The hours after a command; nil if it records no work, or no amount of it.
    init?(_ type: any Command.Type, _ data: JSONObject) {
        let fields = Catalogue.fields(of: type)
        // A service that the command does not begin has its worker already; one that it begins without a worker is only asked for.
        guard case .integer(let minutes)? = data["minutes"], minutes > 0,
            let about = fields.first(where: { $0.name == VerbName(type.name).noun }), about.isRequired,
            about.reference?.isServiceRecord == true,
            !about.isCreated || fields.contains(where: { $0.name == "worker" })
        else { return nil }
        for name in ["worker", "on", "start"] { take(name, data.word(name)) }
        take("minutes", Speech.language.hours(Int(minutes)))
        for name in ["line", "place"] { take(name, data.word(name)) }
        take("about", data.word(about.name))
    }

    /// Takes what the record says of itself where the command does not: the mediator, the place.
    mutating func take(record: JSONObject) {
        for name in ["worker", "place"] where known[name] == nil {
            take(name, record.word(name))
        }
    }

    /// What the hours are about.
    var about: String { known["about"] ?? "" }
    /// Whether the record is still to be asked for the worker or the place.
    var lacksSomething: Bool { known["worker"] == nil || known["place"] == nil }

    private mutating func take(_ name: String, _ value: String) {
        if !value.isEmpty { known[name] = value }
    }

    /// The command line, in the catalogue's order; what is missing in it is asked for at the terminal.
    var line: String {
        guard let type = Catalogue.command("hours.log") else { return "" }
        let words = Catalogue.fields(of: type).compactMap { field in
            known[field.name].map { "--\(field.typedName) \($0.quotedForShell)" }
        }
        return (["labctl hours log"] + words).joined(separator: " ")
    }

    /// What to tell the person.
    var text: String {
        localized("  the hours are logged apart:", it: "  le ore si registrano a parte:") + "\n    \(line)\n"
    }
}

extension LabClient {
    /// Returns the hours that are still to be logged after a command; nil if there are none.
    func hoursAfter(_ reading: TypedCommand.Reading) async -> HoursAfterService? {
        guard let type = reading.type, var hours = HoursAfterService(type, reading.data) else { return nil }
        let noun = VerbName(type.name).noun
        if hours.lacksSomething,
            let answer = try? await answer(to: .get(Paths.view(noun), [("id", hours.about)])), answer.isAccepted,
            case .object(let record)? = try? JSONReader.read(answer.body, as: .strict)
        {
            hours.take(record: record)
        }
        return hours
    }
}
