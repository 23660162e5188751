import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// The frame of every page: the head, the navigation, the two times, the foot.
struct Layout {
    let visit: Visit
    /// The office of the page's figures.
    let office: Office
    /// The part of the site that the page is in; nil for none.
    let section: Section?
    /// The way to the page, without the section's own.
    var trail: [(title: String, address: Address)] = []
    /// What the page is about.
    let title: String

    /// Returns the page with its own content in the frame.
    func page(_ content: Markup) -> Markup {
        """
        <html lang="\(visit.language.tag)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title) — labd</title>
        <link rel="icon" href="\(Asset.icon.address)" type="image/svg+xml">
        <link rel="stylesheet" href="\(Asset.style.address)">
        <script src="\(Asset.script.address)" defer></script>
        </head>
        <body>
        <a class="skip" href="#content">\(visit.say("Skip to the content", it: "Vai al contenuto"))</a>
        <header class="top">
        <div class="band"><a class="home" href="\(visit.home)">\(officeName)</a>\(tools)</div>
        \(navigation)
        \(simulated)
        </header>
        <main id="content" tabindex="-1">
        \(breadcrumb)
        \(content)
        </main>
        \(foot)
        </body>
        </html>

        """
    }

    private var officeName: String { office.identity ?? "labd" }

    private var tools: Markup {
        let other: DisplayLanguage = visit.language == .italian ? .english : .italian
        let name = other == .italian ? "Italiano" : "English"
        return """
            <p class="who"><span>\(visit.account)</span> \
            <a href="\(visit.address.setting("lang", other.tag))" lang="\(other.tag)" hreflang="\(other.tag)">\(name)</a></p>
            """
    }

    /// The sections that the account may see. On a phone they are behind a button that needs no script.
    private var navigation: Markup {
        let links = Section.allCases.compactMap { section -> Markup? in
            guard let first = section.open.first(where: visit.maySee) else { return nil }
            let current: Markup = section == self.section ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(Address.page(first.name))\"\(current)>\(section.title(visit))</a></li>"
        }
        return """
            <nav class="sections" aria-label="\(visit.say("Sections", it: "Sezioni"))">
            <details class="menu"><summary>\(visit.say("Menu", it: "Menu"))</summary><ul>\(links)</ul></details>
            <ul class="wide">\(links)</ul>
            </nav>
            """
    }

    private var simulated: Markup {
        guard office.isSimulated else { return "" }
        return """
            <p class="simulated">\(visit.say(
                "A simulated log: nothing here is real.", it: "Registro simulato: nulla di quanto si vede è reale."))</p>
            """
    }

    private var breadcrumb: Markup {
        // On the page that a section leads to, the path would only repeat the heading.
        if trail.isEmpty, title == section?.title(visit) { return "" }
        var steps: [Markup] = []
        if let section, let first = section.open.first(where: visit.maySee) {
            steps.append("<li><a href=\"\(Address.page(first.name))\">\(section.title(visit))</a></li>")
        }
        for step in trail { steps.append("<li><a href=\"\(step.address)\">\(step.title)</a></li>") }
        steps.append("<li aria-current=\"page\">\(title)</li>")
        return
            "<nav class=\"trail\" aria-label=\"\(visit.say("You are here", it: "Percorso"))\"><ol>\(steps)</ol></nav>"
    }

    private var foot: Markup {
        let known = visit.say(
            "Position \(office.position) of the log, \(office.time.local)",
            it: "Posizione \(office.position) del registro, \(office.time.local)")
        return """
            <footer>
            <p><a href="\(Address.page("log"))">\(known)</a></p>
            <p class="printed">\(visit.address.text)</p>
            </footer>
            """
    }
}
