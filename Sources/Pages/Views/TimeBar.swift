import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// The two times that govern the figures of a page: up to which day things happened, and up to when they were known.
///
/// Each has a field and a slider. Without a script, whichever of the two was changed counts, since the form also sends the day
/// at which the slider stood; ``Asked`` reads it.
struct TimeBar {
    let visit: Visit
    let question: Question
    let view: any Answer.Type
    /// The office as it is now.
    let newest: Office
    /// The office of the figures.
    let office: Office

    private var takesOn: Bool { view.parameters.contains(.on) }
    private var takesAsOf: Bool { view.parameters.contains(.asOf) }

    /// The day up to which things were known; nil for now.
    private var knownOn: Day? {
        switch question.asOf {
        case nil: nil
        case .instant(let instant): EuropeRome.day(of: Instant(microseconds: instant.microseconds - 1))
        case .position: EuropeRome.day(of: office.time)
        }
    }

    /// The days over which the sliders go: from the plan's beginning, or the log's first day, to today.
    private var span: ClosedRange<Int> {
        let last = max(visit.today, EuropeRome.day(of: newest.time))
        let first = newest.plan?.period.from ?? last
        return Int(min(first, last).number)...Int(last.number)
    }

    /// The bar; nothing for a view without times.
    var markup: Markup {
        guard takesOn || takesAsOf else { return "" }
        let isPast = question.on != nil || question.asOf != nil
        return """
            <form class="times\(" past", if: isPast)" method="get" action="\(Address(visit.address.path))">
            \(carried)
            \(takesOn ? field(
                .on, visit.say("As things stood on", it: "Situazione al"), question.on,
                marks: happenings) : "")
            \(takesAsOf ? field(
                .asOf, visit.say("As known on", it: "Noto al"), knownOn, marks: recordings) : "")
            <p class="act"><button>\(visit.say("Show", it: "Mostra"))</button>\(now(isPast))</p>
            \(sentence)
            </form>

            """
    }

    private func now(_ isPast: Bool) -> Markup {
        guard isPast else { return "" }
        let address = visit.address.setting("on", nil).setting("asOf", nil)
        return " <a href=\"\(address)\">\(visit.say("Back to now", it: "Torna a oggi"))</a>"
    }

    /// The other parameters of the address, so that the form keeps them.
    private var carried: [Markup] {
        visit.address.query.filter { !["on", "asOf"].contains($0.name) }.map {
            "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n"
        }
    }

    private func field(_ parameter: Parameter, _ title: String, _ day: Day?, marks: [Day]) -> Markup {
        let name = parameter.rawValue
        let shown = day.map(\.description) ?? ""
        let span = span
        let stands = min(max(Int((day ?? Day(number: span.upperBound)).number), span.lowerBound), span.upperBound)
        let points = Set(marks.map { Int($0.number) }).filter(span.contains).sorted().map { point -> Markup in
            "<option value=\"\(point)\"></option>"
        }
        let slider = visit.say("\(title): slider", it: "\(title): cursore")
        return """
            <div class="time">
            <label for="t-\(name)">\(title)</label>
            <input type="date" id="t-\(name)" name="\(name)" value="\(shown)">
            <input type="range" aria-label="\(slider)" name="\(name)Slide" min="\(span.lowerBound)" max="\(span.upperBound)" \
            value="\(stands)" list="m-\(name)">
            <input type="hidden" name="\(name)Stood" value="\(stands)">
            <datalist id="m-\(name)">\(points)</datalist>
            </div>

            """
    }

    /// The days on which something happened to the plan.
    private var happenings: [Day] {
        newest.suspensions.flatMap { [$0.from, $0.to].compactMap(\.self) }
            + newest.reports.reports.map(\.to)
    }

    /// The days on which reports were submitted.
    private var recordings: [Day] {
        newest.reports.reports.flatMap { $0.submissions.map { EuropeRome.day(of: $0.time) } }
    }

    /// Says in words which moment the figures are of, if it is not now.
    private var sentence: Markup {
        let language = visit.language
        let on = question.on.map(language.long)
        let known = knownOn.map { day in
            guard case .position(let position)? = question.asOf else { return language.long(day) }
            return visit.say(
                "position \(position) (\(language.long(day)))", it: "posizione \(position) (\(language.long(day)))")
        }
        let text: String? =
            switch (known, on) {
            case (nil, nil): nil
            case (nil, let on?):
                visit.say(
                    "What happened until \(on), as known now.", it: "Quanto avvenuto fino al \(on), come noto ora.")
            case (let known?, nil): visit.say("As was known on \(known).", it: "Come era noto al \(known).")
            case (let known?, let on?):
                visit.say(
                    "As was known on \(known), for what happened until \(on).",
                    it: "Come era noto al \(known), per quanto avvenuto fino al \(on).")
            }
        return text.map { "<p class=\"when\" role=\"status\">\($0)</p>" } ?? ""
    }
}
