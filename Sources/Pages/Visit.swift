package import CivilTime
package import Markup
package import Office
package import Views
package import Wording

/// Who looks at a page, from where, and in which language.
package struct Visit: Sendable {
    /// The account, as events name it.
    package let account: String
    /// Its roles.
    package let roles: Set<Role>
    /// The least roles of the commands that it may send.
    package let sends: Set<Role>
    /// The views that it may ask, by who may ask them.
    package let audiences: Set<Audience>
    /// The language of the page.
    package let language: DisplayLanguage
    /// The address that was asked for, with its parameters decoded.
    package private(set) var address: Address
    /// The day on which it is asked: the clock's, or the log's in a simulated one.
    package let today: Day
    /// What proves that a form was made by labd for this account.
    package let token: String
    /// Whether it may read the log's lines.
    package let readsLines: Bool
    /// Whether it may open sealed fields.
    package let opensSealed: Bool
    /// An id for the command of a form, new with each visit.
    package let newID: String

    /// A visit with all that a page depends on beside the office.
    package init(
        account: String, roles: Set<Role>, sends: Set<Role>, audiences: Set<Audience>, language: DisplayLanguage,
        address: Address, today: Day, token: String,
        newID: String, readsLines: Bool, opensSealed: Bool
    ) {
        self.account = account
        self.roles = roles
        self.sends = sends
        self.audiences = audiences
        self.language = language
        self.address = address
        self.today = today
        self.token = token
        self.newID = newID
        self.readsLines = readsLines
        self.opensSealed = opensSealed
    }

    /// Returns the same visit of another address.
    package func at(_ address: Address) -> Visit {
        var visit = self
        visit.address = address
        return visit
    }

    /// Returns a text of the pages in the visit's language. Both stand at the place that says them, so that neither can be
    /// missing.
    func say(_ english: @autoclosure () -> String, it italian: @autoclosure () -> String) -> String {
        language == .italian ? italian() : english()
    }

    /// Returns whether it may ask a view.
    func maySee(_ view: any Answer.Type) -> Bool { audiences.contains(view.audience) }

    /// The page that the account sees first.
    var home: Address { .page(maySee(DaySummary.self) ? DaySummary.name : Aggregates.name) }

    /// The worker and the month that the address names, as other pages take them.
    var askedMonth: [(name: String, value: String)] {
        address.query.filter { ["worker", "month"].contains($0.name) }
    }

    /// The asker of views that answer each account differently.
    var asker: Asker { Asker(account: account, roles: roles, sends: sends, today: today) }
}

extension Address {
    /// The page of a view, `/pages/compliance`.
    static func page(_ name: String, _ query: [(name: String, value: String)] = []) -> Address {
        Address(["pages", name], query)
    }
}
