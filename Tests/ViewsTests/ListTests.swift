import CanonicalJSON
import CivilTime
import Foundation
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

/// Lists and shows of single records, held against the views that count the same records.
struct ListTests {
    private let season: Season.Recorded
    private let past: RecordedPast

    init() throws {
        season = try Season.recorded.get()
        past = RecordedPast(events: season.events)
    }

    private func answer<View: Answer>(_ view: View.Type, _ parameters: (String, String)...) throws -> View {
        let question = try Question(parameters: parameters.map { (name: $0.0, value: $0.1) }, to: view)
        return try View(season.office, question, past)
    }

    @Test(arguments: ["2019-08-31", "2019-12-31"])
    func `cases are those that the caseload counts, with the same silent ones`(_ on: String) throws {
        let whole = try answer(Caseload.self, ("on", on))
        let cases = try answer(Cases.self, ("on", on)).rows
        #expect(
            cases.count { $0.state == "open" } == whole.open && cases.count { $0.state == "closed" } == whole.closed)
        #expect(
            Dictionary(grouping: cases.filter { $0.state == "open" }, by: \.phase).mapValues(\.count)
                == whole.openByPhase)
        #expect(
            try answer(Cases.self, ("on", on), ("silent", "true")).rows.map(\.case).sorted()
                == whole.silent.map(\.case).sorted())
        for (place, count) in whole.byPlace {
            let rows = try answer(Cases.self, ("on", on), ("place", place)).rows
            #expect(rows == cases.filter { $0.place == place })
            #expect(rows.count { $0.state == "open" } == count.open)
        }
        for (worker, _) in whole.byWorker {
            #expect(
                try answer(Cases.self, ("on", on), ("worker", worker), ("state", "open")).rows
                    == cases.filter { $0.worker == worker && $0.state == "open" })
        }
        for phase in whole.openByPhase.keys {
            #expect(try answer(Cases.self, ("on", on), ("phase", phase)).rows == cases.filter { $0.phase == phase })
        }
        let states = cases.map(\.state)
        #expect(states == states.sorted().reversed())
        let opened = cases.filter { $0.state == "open" }.map(\.opened)
        #expect(opened == opened.sorted().reversed())
    }

    @Test func `cases of a person are those of the household, also under linked ids`() throws {
        let first = try #require(try answer(Cases.self).rows.first)
        let own = try answer(Cases.self, ("person", first.person)).rows
        #expect(own.contains(first) && own.count < 10)
        let refusal = #expect(throws: Refusal.self) { try answer(Cases.self, ("person", "p-none")) }
        #expect(refusal?.code.word == "unknown-person" && refusal?.field == "person")
        let state = #expect(throws: Refusal.self) { try answer(Cases.self, ("state", "waiting")) }
        #expect(state?.accepted == "open, closed")
    }

    @Test(arguments: ["2019-08-31", "2019-12-31"])
    func `requests are those that mediation counts, and those that wait are the unmet ones that were not cancelled`(
        _ on: String
    ) throws {
        let whole = try answer(Mediations.self, ("on", on))
        let requests = try answer(Requests.self, ("on", on)).rows
        #expect(requests.count == whole.requests)
        #expect(Dictionary(grouping: requests, by: \.state).mapValues(\.count) == whole.byState)
        #expect(requests.reduce(0) { $0 + $1.deliveredMinutes } == whole.deliveredMinutes)
        #expect(requests.reduce(0) { $0 + ($1.authorisedMinutes ?? 0) } == whole.authorisedMinutes)
        let waiting = try answer(Requests.self, ("on", on), ("waiting", "true")).rows
        #expect(waiting == requests.filter(\.waits) && Array(requests.prefix(waiting.count)) == waiting)
        #expect(
            Dictionary(grouping: waiting, by: \.state).mapValues(\.count)
                == whole.unmet.filter { $0.key != "cancelled" })
        #expect(waiting.map(\.on) == waiting.map(\.on).sorted())
        #expect(requests.filter { !$0.waits }.compactMap(\.waitedDays).max() == whole.waiting.longestDays)
        for (language, count) in whole.byLanguage {
            #expect(try answer(Requests.self, ("on", on), ("language", language)).rows.count == count)
        }
        let mediator = try #require(requests.lazy.compactMap(\.worker).first)
        #expect(
            try answer(Requests.self, ("on", on), ("worker", mediator)).rows
                == requests.filter { $0.worker == mediator })
    }

    @Test func `hours are the minutes of costs, timesheets and compliance, whatever they are narrowed to`() throws {
        let hours = try answer(Hours.self).rows
        let sheets = try answer(Timesheets.self).rows
        #expect(hours.reduce(0) { $0 + $1.minutes } == sheets.reduce(0) { $0 + $1.minutes })
        for sheet in sheets.prefix(12) {
            let month = try answer(Hours.self, ("worker", sheet.worker), ("month", sheet.month)).rows
            #expect(month.reduce(0) { $0 + $1.minutes } == sheet.minutes)
        }
        let costs = try answer(Costs.self, ("line", "secretariat-towns"), ("place", "rovato"))
        let own = try answer(Hours.self, ("line", "secretariat-towns"), ("place", "rovato"), ("fund", "fami"))
        #expect(own.rows.reduce(0) { $0 + $1.minutes } == costs.total.total.minutes && !own.rows.isEmpty)
        #expect(hours.map(\.on) == hours.map(\.on).sorted().reversed())
        let about = try #require(hours.lazy.compactMap(\.about).first)
        #expect(try answer(Hours.self, ("thing", about)).rows == hours.filter { $0.about == about })
    }

    @Test func `contacts, sessions, activities and workers are all that were recorded, and filters choose among them`()
        throws
    {
        let youth = try answer(Youth.self)
        let sessions = try answer(Orientations.self).rows
        #expect(sessions.count == youth.orientation.sessions)
        let activities = try answer(Activities.self).rows
        #expect(activities.count == youth.activities.activities)
        for desk in Set(sessions.map(\.desk)) {
            #expect(try answer(Orientations.self, ("desk", desk)).rows == sessions.filter { $0.desk == desk })
        }
        let present = try #require(activities.lazy.compactMap(\.persons.first).first)
        #expect(try answer(Activities.self, ("person", present)).rows.contains { $0.persons.contains(present) })
        let contacts = try answer(Contacts.self).rows
        let voided = try answer(Audit.self).voids.count { $0.voided.type == "contact.recorded" }
        #expect(contacts.count + voided == season.events.count { $0.type == "contact.recorded" } && voided > 0)
        #expect(
            try answer(Contacts.self, ("month", "2019-06")).rows == contacts.filter { $0.on.hasPrefix("2019-06") })
        let workers = try answer(Workers.self, ("on", "2019-12-31")).rows
        #expect(workers.count == season.events.count { $0.type == "worker.enrolled" })
        let mediators = try answer(Workers.self, ("on", "2019-12-31"), ("profession", "mediator")).rows
        #expect(mediators == workers.filter { $0.profession == "mediator" } && !mediators.isEmpty)
        #expect(try answer(Workers.self, ("on", "2019-01-01"), ("state", "employed")).rows.isEmpty)
    }

    @Test func `persons have the cases and services that their own answers show`() throws {
        let persons = try answer(Persons.self).rows
        #expect(persons.count == season.events.count { $0.type == "person.registered" })
        #expect(persons.map(\.person) == persons.map(\.person).sorted())
        for row in persons where row.linked.isEmpty {
            #expect(try answer(Cases.self, ("person", row.person)).rows.count == row.cases, "\(row.person)")
        }
        let eligible = try answer(Persons.self, ("verdict", "eligible")).rows
        #expect(eligible == persons.filter { $0.verdict == "eligible" } && !eligible.isEmpty)
    }

    @Test func `what is shown of a record begins with its row in the list`() throws {
        let request = try #require(try answer(Requests.self).rows.last { $0.deliveredMinutes > 0 })
        let shown = try answer(MediationFile.self, ("id", request.mediation))
        #expect(shown.row == request)
        #expect(shown.detail.steps.first?.minutes == request.askedMinutes)
        #expect(
            shown.detail.steps.filter { $0.state == "delivered" }.reduce(0) { $0 + ($1.minutes ?? 0) }
                == request.deliveredMinutes)
        #expect(shown.detail.steps.last { $0.state != "evaluated" }?.left == request.left)
        let contact = try #require(try answer(Contacts.self).rows.first { $0.outcome == "case-opened" })
        #expect(try answer(ContactFile.self, ("id", contact.contact)).row == contact)
        let adjusted = try #require(try answer(Hours.self).rows.first { $0.logged != nil })
        let entry = try answer(EntryFile.self, ("id", adjusted.entry))
        #expect(entry.row == adjusted && entry.detail.adjustments.first?.before == adjusted.logged)
        #expect(entry.detail.adjustments.last?.after == adjusted.minutes)
        let worker = try answer(WorkerFile.self, ("id", "sw-01"))
        #expect(worker.detail.terms.first?.profession == worker.row.profession && !worker.detail.rates.isEmpty)
    }

    @Test func `a record of another kind or of no kind is unknown`() throws {
        let wrong = #expect(throws: Refusal.self) { try answer(ContactFile.self, ("id", "m-000035")) }
        #expect(wrong?.code.word == "unknown-contact" && wrong?.field == "id")
        #expect(throws: Refusal.self) { try answer(EntryFile.self, ("id", "h-none")) }
        #expect(throws: Refusal.self) { try ContactFile(season.office, Question(), past) }
    }

    @Test func `what was voided is not listed, and is shown as voided`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.contact("k-1", "2019-06-04", ["person": "p-1"]))
        let position = scenario.office.position
        let past = RecordedPast(events: scenario.events)
        #expect(try Contacts(scenario.office, Question(), past).rows.map(\.contact) == ["k-1"])
        try scenario.given(.void(position))
        let later = RecordedPast(events: scenario.events)
        #expect(try Contacts(scenario.office, Question(), later).rows.isEmpty)
        #expect(try ContactFile(scenario.office, Question(id: ID("k-1")), later).detail.voided)
    }

    @Test(arguments: [
        [], [("place", "rovato")], [("line", "secretariat-towns")], [("quarter", "2019-Q4")], [("from", "2019-10-01")],
    ])
    func `the persons of a figure are those that it counts, and of the others why not`(_ narrow: [(String, String)])
        throws
    {
        let parameters = [("of", "indicators")] + narrow
        let question = try Question(parameters: parameters.map { (name: $0.0, value: $0.1) }, to: Explanation.self)
        let explained = try Explanation(season.office, question, past)
        let persons = try #require(explained.persons)
        #expect(persons.count { $0.counts } == explained.figure && explained.figure > 0)
        let encoded = try JSONReader.read(Array(try JSONEncoder().encode(explained)), as: .strict)
        #expect(try JSON.canonicalBytes(encoding: explained) == encoded.canonicalBytes)
        #expect(persons.allSatisfy { $0.counts == ($0.reason == nil) && ($0.reason == "linked") == ($0.same != nil) })
        #expect(Set(persons.map(\.person)).count == persons.count)
        if question.facets[.quarter] == nil {
            let whole = try Indicators(season.office, question)
            #expect(persons.count { !$0.counts && $0.reason != "linked" } == whole.servedNotCounted)
        }
        #expect(try answer(Explanation.self, ("of", "caseload")).persons == nil)
    }

    @Test func `a person who is not counted is told with the decision, and a linked id with the one that counts`()
        throws
    {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .person("p-7"), .person("p-8"), .contact("k-1", "2019-06-04", ["person": "p-1"]),
            .contact("k-2", "2019-06-04", ["person": "p-7"]), .contact("k-3", "2019-06-04", ["person": "p-8"]))
        func persons() throws -> [CountedPerson] {
            var question = Question()
            question.of = "indicators"
            return try #require(
                try Explanation(scenario.office, question, RecordedPast(events: scenario.events)).persons)
        }
        #expect(try persons().map(\.reason) == ["no-decision", "no-decision", "no-decision"])
        try scenario.given(.decide("p-1", "eligible"), .decide("p-7", "not-eligible"))
        let decided = try persons()
        #expect(decided.map(\.person) == ["p-1", "p-7", "p-8"] && decided.map(\.counts) == [true, false, false])
        #expect(decided.map(\.reason) == [nil, "not-eligible", "no-decision"])
        #expect(decided[1].decidedBy == scenario.office.position)
        try scenario.given(.link("p-8", "p-1"))
        let linked = try #require(try persons().first { $0.person == "p-8" })
        #expect(!linked.counts && linked.reason == "linked" && linked.same == "p-1")
    }

    @Test func `a Union citizen without a decision is outside the target, and one with another nationality is not`()
        throws
    {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .person("p-7", ["nationality": "RO"]), .person("p-8", ["nationality": "RO", "otherNationalities": ["MD"]]),
            .contact("k-1", "2019-06-04", ["person": "p-7"]), .contact("k-2", "2019-06-04", ["person": "p-8"]))
        var question = Question()
        question.of = "indicators"
        func reasons() throws -> [String?] {
            try #require(try Explanation(scenario.office, question, RecordedPast(events: scenario.events)).persons)
                .map(\.reason)
        }
        #expect(try reasons() == ["outside-target", "no-decision"])
        try scenario.given(.decide("p-7", "undecided"))
        #expect(try reasons() == ["undecided", "no-decision"])
    }

    @Test func `lists are narrowed to what their rows say`() throws {
        let contacts = try answer(Contacts.self).rows
        for channel in Set(contacts.map(\.channel)) {
            #expect(
                try answer(Contacts.self, ("channel", channel)).rows == contacts.filter { $0.channel == channel })
        }
        let opened = try answer(Contacts.self, ("outcome", "case-opened")).rows
        #expect(opened == contacts.filter { $0.outcome == "case-opened" } && !opened.isEmpty)
        let cases = try answer(Cases.self).rows
        for outcome in Set(cases.compactMap(\.outcome)) {
            #expect(try answer(Cases.self, ("outcome", outcome)).rows == cases.filter { $0.outcome == outcome })
        }
        #expect(try answer(Cases.self, ("minor", "true")).rows == cases.filter(\.minor))
        let sessions = try answer(Orientations.self).rows
        for exit in Set(sessions.map(\.schoolExit)) {
            #expect(
                try answer(Orientations.self, ("schoolExit", exit)).rows == sessions.filter { $0.schoolExit == exit })
        }
        let activities = try answer(Activities.self).rows
        for kind in Set(activities.map(\.kind)) {
            #expect(try answer(Activities.self, ("kind", kind)).rows == activities.filter { $0.kind == kind })
        }
        let persons = try answer(Persons.self).rows
        for status in ["valid", "expired", "unknown"] {
            #expect(try answer(Persons.self, ("status", status)).rows == persons.filter { $0.status == status })
        }
        let workers = try answer(Workers.self).rows
        for supervisor in Set(workers.compactMap(\.supervisor)) {
            #expect(
                try answer(Workers.self, ("supervisor", supervisor)).rows
                    == workers.filter { $0.supervisor == supervisor })
        }
    }

    @Test func `cases and persons can be narrowed to those whose record is restricted`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.person("p-7"), .open("c-1", "2019-06-04"), .open("c-2", "2019-06-04", ["person": "p-7"]))
        try scenario.given(.restrict("p-7"))
        func asked<Row: ListedRow>(_ list: Listing<Row>.Type, _ value: String) throws -> [Row] {
            let question = try Question(parameters: [("restricted", value)], to: list)
            return try list.init(scenario.office, question, RecordedPast(events: scenario.events)).rows
        }
        #expect(try asked(Cases.self, "true").map(\.case) == ["c-2"])
        #expect(try asked(Cases.self, "false").map(\.case) == ["c-1"])
        #expect(try asked(Persons.self, "true").map(\.person) == ["p-7"])
    }

    @Test func `a word that the list does not have is refused with those that it has`() throws {
        let outcome = #expect(throws: Refusal.self) { try answer(Contacts.self, ("outcome", "moved")) }
        #expect(outcome?.code.word == "invalid-value" && outcome?.field == "outcome")
        #expect(try answer(Cases.self, ("outcome", "moved")).rows.allSatisfy { $0.outcome == "moved" })
        let supervisor = #expect(throws: Refusal.self) { try answer(Workers.self, ("supervisor", "sw-none")) }
        #expect(supervisor?.code.word == "unknown-worker" && supervisor?.field == "supervisor")
    }

    @Test func `a person's own answer has their cases, contacts and services under all ids`() throws {
        let file = try answer(PersonFile.self, ("id", "p-000034"))
        #expect(file.cases == (try answer(Cases.self, ("person", "p-000034")).rows))
        #expect(file.contacts == (try answer(Contacts.self, ("person", "p-000034")).rows))
        let row = try #require(try answer(Persons.self).rows.first { $0.person == "p-000034" })
        #expect(file.services.count { $0.person == "p-000034" } == row.services)
    }

    @Test func `a timesheet has the month's entries in the order of the day`() throws {
        let sheet = try answer(Timesheet.self, ("worker", "sw-01"), ("month", "2019-10"))
        let listed = try answer(Hours.self, ("worker", "sw-01"), ("month", "2019-10")).rows
        #expect(Set(sheet.hours) == Set(listed) && sheet.hours.reduce(0) { $0 + $1.minutes } == sheet.total.minutes)
        #expect(sheet.hours.map(\.on) == sheet.hours.map(\.on).sorted() && sheet.hours.contains { $0.start != nil })
    }
}
