/// One thing to record: a command as labd takes it, and the line that the other stores keep for it.
struct Work {
    var id: [UInt8] = []
    /// The stream to which the event belongs, and its place there from 1.
    var stream: [UInt8] = []
    var revision = 0
    var command: [UInt8] = []
    /// A line with the members of a line of labd, of about the same length.
    var line: [UInt8] = []
}

/// The commands that one client sends, one after another: a worker who logs hours, and the persons who come to the desk.
///
/// No two clients, and no two values of `run`, make the same command, and labd accepts all of them under the demonstration's plan.
struct Commands {
    enum Kind: String, CaseIterable {
        /// Hours and contacts by turns, and a new person now and then.
        case mixed
        /// Hours alone, and their workers.
        case hours
        /// Contacts and persons: nothing that compliance counts.
        case contacts
    }

    private let kind: Kind
    private let name: String
    private var number = 0
    private var contacts = 0
    private var hours = 0
    private var persons = 0
    private var workers = 0
    /// Days of the plan's line, as they are written.
    private static let days: [String] = [
        (2019, 6, 30), (2019, 7, 31), (2019, 8, 31), (2019, 9, 30), (2019, 10, 31), (2019, 11, 30),
    ]
    .flatMap { year, month, last in
        (1...last).map { "\(year)-\(month < 10 ? "0" : "")\(month)-\($0 < 10 ? "0" : "")\($0)" }
    }
    private static let starts = ["08:00", "09:30", "11:00", "14:00"]

    init(_ kind: Kind, run: String, client: Int) {
        self.kind = kind
        name = "\(run)-\(client)"
    }

    /// The entries after which the hours are another worker's.
    private static let entriesOfWorker = days.count * starts.count

    /// Returns the next command.
    mutating func next() -> Work {
        number += 1
        let needsWorker = workers == 0 || (kind != .contacts && hours == workers * Self.entriesOfWorker)
        if needsWorker { return enrol() }
        if kind == .hours { return logHours() }
        if persons == 0 || contacts == persons * 4 { return register() }
        if kind == .mixed, hours <= contacts { return logHours() }
        return recordContact()
    }

    private func work(_ command: String, _ event: String, stream: String, revision: Int, on day: String, data: String)
        -> Work
    {
        var work = Work()
        let id = "\(name)-\(number)"
        work.id.add(id)
        work.stream.add(stream)
        work.revision = revision
        work.command.add(#"{"command":"\#(command)","data":\#(data),"id":"\#(id)"}"#)
        work.line.add(
            #"{"actor":"root","cause":"\#(id)","data":\#(data),"id":"1000000","occurred":"\#(day)","position":1000000,"revision":\#(revision),"schema":1,"source":"urn:labd:oglio-ovest:1","specversion":"1.0","subject":"\#(stream)","time":"2026-01-01T12:00:00.000000Z","type":"\#(event)"}"#
        )
        return work
    }

    private mutating func enrol() -> Work {
        workers += 1
        return work(
            "worker.enrol", "worker.enrolled", stream: "worker/w-\(name)-\(workers)", revision: 1, on: "2019-06-01",
            data:
                #"{"employer":"cooperativa-a","from":"2019-06-01","profession":"social-worker","worker":"w-\#(name)-\#(workers)"}"#
        )
    }

    private mutating func register() -> Work {
        persons += 1
        return work(
            "person.register", "person.registered", stream: "person/p-\(name)-\(persons)", revision: 1,
            on: "2026-01-01",
            data:
                #"{"basis":"declared","birthYear":1990,"nationality":"MA","person":"p-\#(name)-\#(persons)","sex":"F"}"#
        )
    }

    private mutating func logHours() -> Work {
        let entry = hours % Self.entriesOfWorker
        hours += 1
        let day = Self.days[entry / Self.starts.count]
        return work(
            "hours.log", "hours.logged", stream: "timesheet/w-\(name)-\(workers)/\(day.prefix(7))", revision: entry + 1,
            on: day,
            data:
                #"{"activity":"desk","entry":"h-\#(name)-\#(hours)","fund":"fami","line":"secretariat-office","minutes":60,"on":"\#(day)","place":"ufficio-di-piano","start":"\#(Self.starts[entry % Self.starts.count])","worker":"w-\#(name)-\#(workers)"}"#
        )
    }

    private mutating func recordContact() -> Work {
        contacts += 1
        let day = Self.days[contacts % Self.days.count]
        return work(
            "contact.record", "contact.recorded", stream: "contact/k-\(name)-\(contacts)", revision: 1, on: day,
            data:
                #"{"channel":"mail","contact":"k-\#(name)-\#(contacts)","line":"secretariat-office","minutes":45,"on":"\#(day)","outcome":"referred","person":"p-\#(name)-\#(persons)","place":"ufficio-di-piano","topics":["work","housing"],"worker":"w-\#(name)-\#(workers)"}"#
        )
    }
}
