import Markup
package import Office
import Views
import Wording

/// The office's pages: what a browser sees of labd.
///
/// Every view is a page, made from the view's description; see ``ViewPage``. Pages change nothing.
package enum Site {
    /// Answers a visit, whose roles allow what it asks.
    ///
    /// - Throws: What labd cannot answer at all, such as a log that cannot be read.
    package static func page(_ visit: Visit, _ desk: some Desk) throws -> Page {
        let path = visit.address.path
        if path.starts(with: ["pages", "form"]) { return try form(visit, desk) }
        if path.count == 2, path[0] == "pages" {
            switch path[1] {
            case "recorded": return try recordedPage(visit, desk)
            case "month": return try month(visit, desk)
            case "attendance": return try attendance(visit, desk)
            case "event": return try eventPage(visit, desk)
            case "log": return try logPage(visit, desk)
            default: break
            }
        }
        guard path.first == "pages" || path.isEmpty, path.count <= 2 else { return notFound(visit, desk) }
        guard path.count == 2 else {
            return Page(redirectingTo: visit.home)
        }
        if let download = Download(named: path[1]) { return try download.page(visit, desk) }
        guard let view = view(at: path) else { return notFound(visit, desk) }
        let asked = Asked(visit.address)
        guard asked.address == visit.address else { return Page(redirectingTo: asked.address) }
        return try ViewPage(visit: visit, view: view, desk: desk).page(asked.parameters)
    }

    /// The page for an address that leads nowhere.
    static func notFound(_ visit: Visit, _ desk: some Desk) -> Page {
        noPage(visit, desk.newest)
    }

    /// The page for somebody whose roles do not allow what was asked; it says which would.
    package static func notPermitted(_ visit: Visit, _ desk: some Desk, _ refusal: Refusal) -> Page {
        let title = visit.say("Not for this account", it: "Non per questo account")
        var page = Page(
            Layout(visit: visit, office: desk.newest, section: nil, title: title).page(
                "<h1>\(title)</h1><p>\(visit.sentence(refusal))</p>"), status: 403)
        page.refusal = refusal
        return page
    }
}
