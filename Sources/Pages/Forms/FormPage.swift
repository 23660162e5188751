package import CanonicalJSON
import Markup
package import Office
import Views
import Wording

extension Site {
    /// What a browser sent to record something.
    package struct Sent: Sendable {
        /// The command as labd takes it.
        package let command: JSONObject
        /// The form that it came from, to show it again if it is refused.
        let form: SentForm
        /// Whether it was asked again and confirmed.
        let isConfirmed: Bool
        /// The least role that may send it.
        package var leastRole: Role { form.command.leastRole }
    }

    /// The form of a command, with what the address gives of its fields filled in.
    static func form(_ visit: Visit, _ desk: some Desk) throws -> Page {
        guard visit.address.path.count == 3, let command = CommandCatalogue.command(visit.address.path[2]) else {
            return notFound(visit, desk)
        }
        let values = FormValues(visit.address.query)
        let revision = try stream(of: command, values).map { try desk.revision(of: $0) }
        let form = SentForm(command: command, values: values, id: visit.newID, revision: revision)
        return try form.page(visit, desk, nil)
    }

    /// Reads what a form of the command at the visit's address sent.
    ///
    /// - Throws: `Refusal` for a command that does not exist, or a form that labd did not make for this account.
    package static func read(_ visit: Visit, _ fields: [(name: String, value: String)]) throws(Refusal) -> Sent {
        let name = visit.address.path.last ?? ""
        guard let command = CommandCatalogue.command(name) else {
            throw Refusal(.shape(.noSuchCommand(name)), field: "command", value: nil)
        }
        let own = FormValues(fields.filter { CommandForm.ownFields.contains($0.name) })
        guard own.text("form-token") == visit.token else { throw Refusal(.sender(.foreignPage), field: "form-token") }
        let values = FormValues(fields.filter { !CommandForm.ownFields.contains($0.name) })
        let id = own.text("form-id")
        let described = CommandCatalogue.fields(of: command)
        var data = values.data(described)
        for field in described where field.getsNewID && data[field.name] == nil {
            // Made from the form's id, so that the same form always begins the same record.
            data = JSONObject(data.members + [.init(field.name, .string("\(field.name)-\(id.suffix(12))"))])
        }
        let revision = Int(own.text("form-expect"))
        var members: [JSONObject.Member] = [
            .init("command", .string(name)), .init("data", .object(data)), .init("id", .string(id)),
        ]
        if let revision { members.append(.init("expect", .integer(Int64(revision)))) }
        return Sent(
            command: JSONObject(members.sorted { $0.name < $1.name }),
            form: SentForm(
                command: command, values: values, id: id, revision: revision,
                back: Address(ofPages: own.text("form-back"))),
            isConfirmed: own.text("form-confirmed") == "yes")
    }

    /// The form again, with the reason why what it sent was refused and all that was typed.
    package static func refused(_ visit: Visit, _ desk: some Desk, _ sent: Sent, _ refusal: Refusal) throws -> Page {
        try sent.form.page(visit, desk, refusal)
    }

    /// The page for what is no form that labd made for this account since it started: nothing was recorded.
    package static func foreignForm(_ visit: Visit, _ desk: some Desk, _ refusal: Refusal) -> Page {
        let title = visit.say("The form must be opened again", it: "Il modulo va riaperto")
        let text = visit.say(
            "Nothing was recorded. The form was opened before labd last started, or did not come from these pages.",
            it: "Non è stato registrato nulla. Il modulo era aperto da prima dell'ultimo avvio di labd, o non viene da "
                + "queste pagine.")
        let again = visit.say("Open it again", it: "Riaprirlo")
        var page = Page(
            Layout(visit: visit, office: desk.newest, section: nil, title: title).page(
                """
                <h1>\(title)</h1>
                <p>\(text)</p>
                <p><a href="\(visit.address)">\(again)</a></p>
                """), status: 403)
        page.refusal = refusal
        return page
    }

    /// Where to go after something was recorded: the page that the form came from, or the one that says what; each may be loaded
    /// again without harm.
    package static func recorded(_ visit: Visit, _ sent: Sent, at position: Int) -> Page {
        if let back = sent.form.back { return Page(redirectingTo: back.setting("recorded", "\(position)")) }
        var query = [("position", "\(position)")]
        if let language = visit.address["lang"] { query.append(("lang", language)) }
        return Page(redirectingTo: .page("recorded", query))
    }

    /// The stream that a command is about, if its fields name it; see `expect`.
    static func stream(of command: any Command.Type, _ values: FormValues) -> Stream? {
        let noun = String(command.name.prefix { $0 != "." })
        let begins = CommandCatalogue.fields(of: command).contains { $0.name == noun && $0.isCreated }
        guard !begins, let id = ID(values.text(noun)) else { return nil }
        return CommandCatalogue.fields(of: command).contains { $0.name == noun } ? Stream("\(noun)/\(id.text)") : nil
    }
}

/// A form as it was made or sent.
struct SentForm: Sendable {
    let command: any Command.Type
    let values: FormValues
    let id: String
    let revision: Int?
    /// The page that it came from and comes back to, if it is not that of its own form.
    var back: Address?

    /// The page of the form; where it was refused, the page that it came from.
    func page(_ visit: Visit, _ desk: some Desk, _ refusal: Refusal?) throws -> Page {
        if let refusal, case .log(.stale(let stream, let expected, let current)) = refusal.reason {
            return try overtaken(visit, desk, refusal, by: desk.events(of: Stream(stream), after: expected), current)
        }
        if let refusal, let page = try origin(visit, desk, refusal) { return page }
        return page(visit, desk.newest, refusal)
    }

    /// The page that contains the form, with the refusal at the form; nil if the form has a page of its own.
    private func origin(_ visit: Visit, _ desk: some Desk, _ refusal: Refusal) throws -> Page? {
        guard let back else { return nil }
        switch back.path {
        case ["pages", MediationFile.name]:
            var page = ViewPage(visit: visit.at(back), view: MediationFile.self, desk: desk)
            page.attempt = RefusedForm(form: self, refusal: refusal)
            return try page.page(Asked(back).parameters)
        case ["pages", "attendance"]:
            return AttendancePage(
                visit: visit.at(back), office: desk.newest, values: values, id: id, refusal: refusal
            ).page
        default: return nil
        }
    }

    /// The form again on the present revision of what it changes, below what was recorded since it was made.
    private func overtaken(
        _ visit: Visit, _ desk: some Desk, _ refusal: Refusal, by events: [RecordedEvent], _ current: Int
    ) throws -> Page {
        let form = SentForm(command: command, values: values, id: visit.newID, revision: current, back: back)
        let since = events.map { EventWords(visit: visit, office: desk.newest, event: $0).markup }
        let text = visit.say(
            "The form was opened before this was recorded. What was typed stands below: if it still holds, record it.",
            it: "Il modulo era aperto da prima di queste registrazioni. Quanto scritto è qui sotto: se vale ancora, "
                + "va registrato.")
        let title = visit.say("Recorded in the meantime", it: "Registrato nel frattempo")
        var page = form.page(
            visit, desk.newest, nil,
            above: """
                <section class="since" role="alert">
                <h2>\(title)</h2>
                <p>\(text)</p>
                \(since)
                </section>
                <h2>\(visit.say("What was typed", it: "Quanto scritto"))</h2>

                """)
        page.refusal = refusal
        return page
    }

    private func page(_ visit: Visit, _ office: Office, _ refusal: Refusal?, above: Markup = "") -> Page {
        let (title, more) = command.heading(in: visit.language)
        var form = CommandForm(
            visit: visit, office: office, command: command, values: values, id: id, revision: revision,
            refusal: refusal)
        form.back = back
        if command.name.hasSuffix(".erase") { form.action = visit.say("Continue", it: "Continua") }
        var page = Page(
            Layout(visit: visit, office: office, section: Section(of: command), title: title).page(
                """
                <h1>\(title)</h1>
                \(more.isEmpty ? "" : "<p class=\"lead\">\(more)</p>" as Markup)
                \(above)\(form.markup)
                """))
        page.refusal = refusal
        return page
    }
}

/// A form that was refused, to be shown again on the page that it came from.
struct RefusedForm {
    let form: SentForm
    let refusal: Refusal
}

extension Command {
    /// What the command does, as a heading, and what else is to be said of it.
    static func heading(in language: DisplayLanguage) -> (title: String, more: String) {
        let summary = summary(in: language)
        let title = summary.prefix { !",;:.(".contains($0) }
        let rest = summary.dropFirst(title.count).drop { ",;:. ".contains($0) }
        guard let first = rest.first else { return (String(title), "") }
        return (String(title), first.uppercased() + rest.dropFirst())
    }
}

extension Section {
    /// The section in which a command belongs.
    init(of command: any Command.Type) {
        self =
            switch command.name.prefix(while: { $0 != "." }) {
            case "hours", "timesheet", "worker": .hours
            case "case", "contact", "person": .cases
            case "mediation": .mediation
            case "orientation", "activity": .youth
            case "project": .plan
            case "report": .reports
            default: .register
            }
    }

    /// The commands that belong here and that an account may send, in the catalogue's order.
    func commands(_ visit: Visit) -> [any Command.Type] {
        CommandCatalogue.commands.filter { Section(of: $0) == self && visit.sends.contains($0.leastRole) }
    }
}
