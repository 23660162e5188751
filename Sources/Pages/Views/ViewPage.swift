import CanonicalJSON
import Markup
import Office
import Presentation
import Views
import Wording

/// The page of a view: its pictures, its tables, the two times and the filters.
struct ViewPage<Source: Desk> {
    let visit: Visit
    let view: any Answer.Type
    let desk: Source
    /// A form of the page that was just refused.
    var attempt: RefusedForm?
    /// A request to open sealed fields that the page answers, and what it came to.
    var sealed: (sent: Site.SealedRequest, outcome: Site.SealedOutcome)?

    /// Answers the view as a page.
    ///
    /// - Throws: What cannot be said at a field of the page.
    func page(_ parameters: [(name: String, value: String)]) throws -> Page {
        var question = Question()
        do {
            question = try Question(parameters: parameters, to: view)
            question.asker = visit.asker
            let office = try desk.office(for: question)
            var page = Page(try content(of: answer(question), question, office))
            page.refusal = attempt?.refusal
            return page
        } catch let refusal as Refusal {
            return refused(refusal, question)
        }
    }

    /// Asks the view for what the page shows: of long lists only the rows that it has room for.
    private func answer(_ question: Question) throws -> PartialAnswer {
        guard let asked = AskedRows(visit, of: view, question) else {
            return PartialAnswer(try desk.object(view, question))
        }
        let (part, skipped) = asked.question(question)
        let answer = PartialAnswer(try desk.object(view, part), after: skipped)
        guard let list = asked.list, let count = answer.counts[list], count <= skipped, skipped > 0 else {
            return answer
        }
        // The list does not go so far: its last rows.
        let (last, before) = asked.question(question, among: count)
        return PartialAnswer(try desk.object(view, last), after: before)
    }

    private func content(of answer: PartialAnswer, _ question: Question, _ office: Office) throws -> Markup {
        let tables = TableMarkup(answer, of: view, office, visit)
        let asked: Markup =
            """
            \(TimeBar(visit: visit, question: question, view: view, newest: desk.newest, office: office).markup)
            \(FilterForm(visit: visit, view: view, office: desk.newest).markup)
            """
        // Who opens the day wants to see it, on a phone too, and seldom another.
        let isNow = view.name == DaySummary.name && question.on == nil && question.asOf == nil
        return frame(
            office,
            """
            \(head)
            \(isNow ? "" : asked)
            \(try course(answer.object, question))
            \(sealedFields(question))
            \(try report(answer.object, question, office))
            \(try tables.markup(below: Pictures(answer.object, of: view, question, office, visit).markup()))
            \(isNow ? asked : "")
            \(DownloadLinks(visit: visit, view: view, answer: answer, question: question).markup)
            """)
    }

    /// A mediation as a piece of work, if it is one and shown as it is now.
    private func course(_ answer: JSONObject, _ question: Question) throws -> Markup {
        guard view.name == MediationFile.name, question.asOf == nil, question.on == nil, let id = question.id else {
            return ""
        }
        let recorded = try visit.address["recorded"].flatMap { Int($0) }.map { try desk.content(at: $0) }
        return MediationCourse(
            visit: visit, office: desk.newest, answer: answer, id: id,
            revision: try desk.revision(of: Stream("mediation/\(id.text)")),
            recorded: recorded.flatMap { $0.note.subject == "mediation/\(id.text)" ? $0 : nil }, attempt: attempt
        ).markup
    }

    /// What became of a report since it was submitted, and how the submission is proved.
    private func report(_ answer: JSONObject, _ question: Question, _ office: Office) throws -> Markup {
        guard view.name == ReportFile.name, visit.address["rows"] == nil, let id = question.id else { return "" }
        var compared = Question()
        (compared.report, compared.asOf) = (id, question.asOf)
        let diff = try desk.object(Diff.self, compared)
        return ReportSections(visit: visit, office: office, report: id, answer: answer, diff: diff).markup
    }

    /// What is sealed of a person, on the person's page as it is now.
    private func sealedFields(_ question: Question) -> Markup {
        guard view.name == PersonFile.name, question.asOf == nil, visit.address["rows"] == nil, let id = question.id
        else { return "" }
        return SealedFields(visit: visit, person: id, sent: sealed?.sent, outcome: sealed?.outcome).markup
    }

    /// The page of a question that was refused: the sentence at its field, with what was asked kept.
    private func refused(_ refusal: Refusal, _ question: Question) -> Page {
        let field = refusal.field.flatMap { field in view.parameters.first { $0.rawValue == field } }
        let text = visit.sentence(
            refusal, label: field.map { Column.title(of: $0.rawValue, in: visit.language) })
        let isMissing = field.map { visit.address[$0.rawValue] == nil } ?? false
        let summary: Markup =
            """
            <div class="problem" role="alert" tabindex="-1"><h2>\(visit.say(
                "This cannot be shown", it: "Non si può mostrare"))</h2>
            <p>\(field.map { "<a href=\"#f-\($0.rawValue)\">\(text)</a>" as Markup } ?? Markup(escaping: text))</p></div>

            """
        let form = FilterForm(
            visit: visit, view: view, office: desk.newest,
            fault: isMissing ? nil : field.map { ($0.rawValue, text) }, isAsked: isMissing)
        var page = Page(
            frame(
                desk.newest,
                """
                \(head)
                \(isMissing ? "" : summary)
                \(TimeBar(
                    visit: visit, question: question, view: view, newest: desk.newest, office: desk.newest).markup)
                \(form.markup)
                """))
        page.refusal = isMissing ? nil : refusal
        return page
    }

    private var head: Markup {
        """
        <h1>\(title)</h1>
        \(siblings)
        \(actions)
        """
    }

    private var title: String {
        let title = view.title(in: visit.language)
        guard
            let id = visit.address["id"] ?? visit.address["worker"].flatMap({ view.name == Timesheet.name ? $0 : nil })
        else { return title }
        return "\(title) \(id)"
    }

    /// The other views of the section.
    private var siblings: Markup {
        let views = Section(of: view).open.filter(visit.maySee)
        let forms = Section(of: view).dailyForms(visit).map { form -> Markup in
            "<li><a class=\"form\" href=\"\(form.address)\">\(form.title)</a></li>"
        }
        guard views.count + forms.count > 1 else { return "" }
        let links = views.map { other -> Markup in
            let current: Markup = other.name == view.name ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(Address.page(other.name))\"\(current)>\(other.title(in: visit.language))</a></li>"
        }
        return "<nav class=\"tabs\" aria-label=\"\(Section(of: view).title(visit))\"><ul>\(links)\(forms)</ul></nav>"
    }

    /// The forms of the commands that the account may send here; on the page of one thing, about that thing.
    private var actions: Markup {
        let noun = view.name
        let id = visit.address["id"]
        let commands = Section(of: view).commands(visit).filter { command in
            if view.name == Timesheet.name { return command.name.hasPrefix("timesheet.") }
            let isAbout = CommandCatalogue.fields(of: command).contains { $0.name == noun && !$0.isCreated }
            return id == nil ? view.required.isEmpty : isAbout
        }
        guard !commands.isEmpty, id == nil || noun != MediationFile.name else { return "" }
        let known =
            view.name == Timesheet.name
            ? visit.askedMonth : id.map { [(noun, $0)] } ?? []
        let links = commands.map { command -> Markup in
            "<li><a href=\"\(Address(["pages", "form", command.name], known))\">\(command.heading(in: visit.language).title)</a></li>"
        }
        return """
            <details class="actions"><summary>\(visit.say("Record", it: "Registra"))</summary><ul>\(links)</ul></details>
            """
    }

    private func frame(_ office: Office, _ content: Markup) -> Markup {
        Layout(visit: visit, office: office, section: Section(of: view), title: title).page(content)
    }
}
