import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// The page that records who came to an activity: the last one's list with ticks, more persons by pseudonym, and a count of those
/// who are not identified.
struct AttendancePage {
    let visit: Visit
    let office: Office
    /// What was sent, if it was refused.
    var values: FormValues?
    /// The id of the command.
    let id: String
    var refusal: Refusal?
    /// What was just recorded.
    var recorded: RecordedEvent?

    /// The activity whose list it begins with: the named one, or the last of the kind, desk and place that the address names.
    private var last: Activity? {
        if let id = visit.address["activity"], let ref = office.serviceRecords.find(id),
            office.serviceRecords[ref].kind == .activity
        {
            return office.activities[Ref(Int(office.serviceRecords[ref].row))]
        }
        let place = visit.address["place"]?.nonEmpty
        let kind = visit.address["kind"]?.nonEmpty
        let desk = visit.address["desk"]?.nonEmpty
        var found: Activity?
        office.activities.forEach { _, row in
            guard !row.isVoided, place.map({ $0 == office.symbols[row.place] }) ?? true,
                kind.map({ $0 == row.kind.rawValue }) ?? true, desk.map({ $0 == row.desk.rawValue }) ?? true,
                row.on >= found?.on ?? .earliest
            else { return }
            found = row
        }
        return found
    }

    /// The page.
    var page: Page {
        let title = visit.say("Attendance", it: "Presenze")
        guard let command = CommandCatalogue.command("activity.hold") else { return Site.noPage(visit, office) }
        let last = last
        let held = values ?? FormValues(last.map(likely) ?? asked)
        let listed = last.map { people($0) } ?? []
        let known = Set(listed)
        let ticked = Set(values?.all("present").flatMap(Self.ids) ?? listed)
        let more = ticked.subtracting(known).sorted()
        var form = CommandForm(
            visit: visit, office: office, command: command, values: held, id: id, revision: nil, refusal: refusal)
        form.given = ["present", "anonymous"]
        form.back = Address(["pages", "attendance"], visit.address.query.filter { $0.name != "recorded" })
        form.inner = attendance(listed, ticked, more, anonymous: values?.text("anonymous") ?? "0")
        var page = Page(
            Layout(visit: visit, office: office, section: .youth, title: title).page(
                """
                <h1>\(title)</h1>
                \(outcome)
                \(choice)
                \(origin(last))
                \(form.markup)
                """))
        page.refusal = refusal
        return page
    }

    /// The ids in a text: between them are commas, semicolons or white space.
    static func ids(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init)
    }

    private var outcome: Markup {
        guard let recorded else { return "" }
        let words = EventWords(visit: visit, office: office, event: recorded)
        return """
            <div class="done" role="status"><p>\(visit.say("Recorded", it: "Registrato"))</p>\(words.facts)</div>
            """
    }

    /// The form that chooses another list to begin with.
    private var choice: Markup {
        let names = office.names(in: visit.language)
        let places = (office.plan?.places ?? []).map { ($0.id.text, names.name(.place, $0.id.text)) }
        let kinds = ActivityKind.allCases.map { kind in
            (kind.rawValue, Codes.text(of: kind.rawValue, as: "kind", in: visit.language))
        }
        let language = visit.address["lang"].map { "<input type=\"hidden\" name=\"lang\" value=\"\($0)\">" as Markup }
        return """
            <form class="which" method="get" action="\(Address(["pages", "attendance"]))">\(language)
            \(select("place", visit.say("Place", it: "Luogo"), places))\(select(
                "kind", visit.say("Kind", it: "Tipo"), kinds))
            <p class="act"><button class="second">\(visit.say("Take the last list", it: "Prendi l'ultimo elenco"))</button></p>
            </form>

            """
    }

    private func select(_ name: String, _ title: String, _ choices: [(String, String)]) -> Markup {
        let options = choices.map { choice -> Markup in
            "<option value=\"\(choice.0)\"\(" selected", if: choice.0 == visit.address[name])>\(choice.1)</option>"
        }
        return """
            <div class="field"><label for="q-\(name)">\(title)</label><select id="q-\(name)" name="\(name)">\
            <option value="">\(visit.say("— any —", it: "— qualsiasi —"))</option>\(options)</select></div>

            """
    }

    /// Says whose list it is.
    private func origin(_ last: Activity?) -> Markup {
        guard let last else {
            let text = visit.say(
                "No such activity was recorded yet: the list begins empty.",
                it: "Non c'è ancora un'attività di questo tipo: l'elenco comincia vuoto.")
            return "<p class=\"lead\">\(text)</p>"
        }
        let id = office.serviceRecords.id(last.serviceRecord)
        let day = visit.language.long(last.on)
        let link = Address.page(ActivityFile.name, [("id", id)] + (visit.address["lang"].map { [("lang", $0)] } ?? []))
        return """
            <p class="lead">\(visit.say("The list is that of", it: "L'elenco è quello di"))
            <a href="\(link)">\(id)</a>, \(day). \(visit.say(
                "Whoever did not come is unticked.", it: "Chi non è venuto va deselezionato."))</p>
            """
    }

    /// What another activity of the same kind mostly has.
    private func likely(_ last: Activity) -> [(name: String, value: String)] {
        let worker = visit.asker.worker(in: office, on: visit.today) ?? last.worker
        return [
            ("place", office.symbols[last.place]), ("desk", last.desk.rawValue), ("kind", last.kind.rawValue),
            ("minutes", visit.language.hours(Int(last.minutes))), ("worker", office.workers.id(worker)),
        ]
    }

    /// What the address gives.
    private var asked: [(name: String, value: String)] {
        visit.address.query.filter { ["place", "desk", "kind"].contains($0.name) }
    }

    private func people(_ activity: Activity) -> [String] {
        office.lists.values(activity.present, of: Person.self).map { office.people.id($0) }
    }

    // MARK: - Who came

    private func attendance(
        _ listed: [String], _ ticked: Set<String>, _ more: [String], anonymous: String
    ) -> Markup {
        let boxes = listed.enumerated().map { number, person -> Markup in
            """
            <div class="box"><input type="checkbox" id="b-present-\(number)" name="present" \
            value="\(person)"\(" checked", if: ticked.contains(person))>\
            <label for="b-present-\(number)">\(person)</label></div>

            """
        }
        let field = refusal?.field ?? ""
        let command = CommandCatalogue.command("activity.hold")
        let label = refusal.flatMap { command?.label(ofFault: $0, in: visit.language) }
        let sentence = refusal?.message(in: visit.language, label: label).detail ?? ""
        func error(_ name: String) -> Markup {
            field.hasPrefix(name) ? "<p class=\"error\" id=\"e-\(name)\">\(sentence)</p>\n" : ""
        }
        return """
            <fieldset class="field presence" id="f-present">
            <legend>\(visit.say("Present", it: "Presenti"))</legend>
            \(error("present"))\(boxes)</fieldset>
            <div class="field"><label for="f-more">\(visit.say(
                "Others, by pseudonym", it: "Altre persone, per pseudonimo"))</label>
            <p class="hint" id="h-more">\(visit.say(
                "Several are separated by commas", it: "Più pseudonimi si separano con la virgola"))</p>
            <input id="f-more" name="present" type="text" value="\(more.joined(separator: ", "))" autocomplete="off" \
            list="l-more" aria-describedby="h-more"><datalist id="l-more">\(suggested(listed))</datalist></div>
            <div class="field"><label for="f-anonymous">\(visit.say(
                "Not identified", it: "Persone non identificate"))</label>
            \(error("anonymous"))<input id="f-anonymous" name="anonymous" type="number" min="0" inputmode="numeric" \
            value="\(anonymous)" required></div>

            """
    }

    /// The persons who were registered last and are not listed.
    private func suggested(_ listed: [String]) -> [Markup] {
        let known = Set(listed)
        var found: [Markup] = []
        var index = office.people.count - 1
        while index >= 0, found.count < 500 {
            let person = Ref<Person>(index)
            let id = office.people.id(person)
            if !known.contains(id), !office.people[person].isErased {
                found.append("<option value=\"\(id)\"></option>")
            }
            index -= 1
        }
        return found
    }
}

extension Site {
    /// The page of an activity's attendance.
    static func attendance(_ visit: Visit, _ desk: some Desk) throws -> Page {
        var page = AttendancePage(visit: visit, office: desk.newest, id: visit.newID)
        page.recorded = try visit.address["recorded"].flatMap { Int($0) }.map { try desk.content(at: $0) }
        return page.page
    }

    /// The page for an address that leads nowhere in an office.
    static func noPage(_ visit: Visit, _ office: Office) -> Page {
        let title = visit.say("There is no such page", it: "La pagina non esiste")
        let text = visit.say(
            "Choose a section above, or go to", it: "Scegliere una sezione qui sopra, o andare a")
        return Page(
            Layout(visit: visit, office: office, section: nil, title: title).page(
                "<h1>\(title)</h1><p>\(text) <a href=\"\(Address.page(DaySummary.name))\">\(Section.today.title(visit))</a>.</p>"
            ), status: 404)
    }
}
