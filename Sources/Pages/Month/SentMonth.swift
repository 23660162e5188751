package import CanonicalJSON
import CivilTime
import Office

/// A month's grid as a browser sent it, and the commands that it makes: one for each cell whose hours changed.
package struct SentMonth: Sendable {
    /// A cell of the grid.
    struct Place: Hashable, Sendable {
        let day: Day
        let pair: MonthSheet.Pair
    }

    /// What was typed in a cell that was not recorded, and why it was not.
    struct Fault: Sendable {
        let typed: String
        let reason: Why
    }

    /// Why a cell was not recorded.
    enum Why: Sendable {
        /// It is not an amount of hours.
        case notHours
        /// The day has several entries there, so that it is not clear which one is meant.
        case several
        /// Other minutes stand there than when the form was made.
        case changed(Int)
        /// A change of what was recorded needs a reason, which is missing.
        case withoutReason
        /// The column of another pair does not say all of it.
        case incomplete
        /// labd does not accept it.
        case refused(Refusal)
    }

    /// The column that is chosen in the form.
    struct Other: Sendable {
        var fund = ""
        var line = ""
        var place = ""
        var activity = ""
    }

    /// The commands, in the order of the days.
    package private(set) var commands: [JSONObject] = []
    let worker: Ref<Worker>
    let month: Month
    let reason: String
    let other: Other
    /// The cells of the commands.
    private var places: [(place: Place, typed: String)] = []
    private(set) var faults: [Place: Fault] = [:]
    private let id: String
    private let sheet: MonthSheet

    /// Reads the fields of a form of that month.
    ///
    /// The id of each command is made from the form's, the cell and the hours, so that sending a form twice records once.
    init(_ sheet: MonthSheet, _ values: FormValues, id: String, isCorrection: Bool, today: Day) {
        self.sheet = sheet
        self.id = id
        worker = sheet.worker
        month = sheet.month
        reason = values.text("reason").trimmed
        other = Other(
            fund: values.text("c-o-fund"), line: values.text("c-o-line"), place: values.text("c-o-place"),
            activity: values.text("c-o-activity").trimmed)
        var columns: [(name: String, pair: MonthSheet.Pair, activity: String)] = []
        for name in (0..<Self.mostColumns).map(String.init) + ["o"] {
            let fund = values.text("c-\(name)-fund")
            let pair = MonthSheet.Pair(
                fund: fund, line: values.text("c-\(name)-line").nonEmpty,
                place: values.text("c-\(name)-place").nonEmpty)
            if !fund.isEmpty || name == "o" { columns.append((name, pair, values.text("c-\(name)-activity").trimmed)) }
        }
        for day in sheet.days {
            for column in columns {
                let cell = day.day.twoDigits + "-" + column.name
                let typed = values.text("m-\(cell)").trimmed
                let place = Place(day: day.day, pair: column.pair)
                read(
                    place, day, typed, stood: Int(values.text("w-\(cell)")) ?? 0, cell: cell,
                    activity: column.activity, isCorrection: isCorrection, today: today)
            }
        }
    }

    /// The most columns of a form.
    static let mostColumns = 40

    private mutating func read(
        _ place: Place, _ day: MonthSheet.OneDay, _ typed: String, stood: Int, cell: String, activity: String,
        isCorrection: Bool, today: Day
    ) {
        let minutes: Int
        if typed.isEmpty {
            minutes = 0
        } else if let read = TypedHours.minutes(typed) {
            minutes = Int(read)
        } else {
            faults[place] = Fault(typed: typed, reason: .notHours)
            return
        }
        let present = day.cells[place.pair] ?? MonthSheet.Cell()
        // What stands as it was typed was recorded by the same form before, or by somebody who knew the same.
        guard minutes != stood, minutes != present.minutes else { return }
        func refuse(_ reason: Why) { faults[place] = Fault(typed: typed, reason: reason) }
        guard present.minutes == stood else { return refuse(.changed(present.minutes)) }
        guard stood == 0 || present.entries.count == 1 else { return refuse(.several) }
        guard !(stood > 0 || isCorrection) || !reason.isEmpty else { return refuse(.withoutReason) }
        guard !place.pair.fund.isEmpty, !activity.isEmpty || stood > 0 else { return refuse(.incomplete) }
        let name = "\(id)-\(cell)-\(minutes)"
        var data: [JSONObject.Member] = [
            .init("minutes", .integer(Int64(minutes))), .init("worker", .string(sheet.workerID)),
        ]
        if !reason.isEmpty, stood > 0 || isCorrection { data.append(.init("reason", .string(reason))) }
        if stood > 0 {
            data += [.init("entry", .string(present.entries[0])), .init("on", .string(today.description))]
        } else {
            data += [
                .init("activity", .string(activity)),
                .init("entry", .string("entry-\(id.suffix(12))-\(cell)-\(minutes)")),
                .init("fund", .string(place.pair.fund)), .init("on", .string(place.day.description)),
            ]
            if let line = place.pair.line { data.append(.init("line", .string(line))) }
            if let where_ = place.pair.place { data.append(.init("place", .string(where_))) }
        }
        commands.append(
            JSONObject([
                .init("command", .string(stood > 0 ? "hours.adjust" : "hours.log")),
                .init("data", .object(JSONObject(data.sorted { $0.name < $1.name }))), .init("id", .string(name)),
            ]))
        places.append((place, typed))
    }

    /// Takes the refusals of the commands: nil for one that was recorded.
    mutating func take(_ refusals: [Refusal?]) {
        for (place, refusal) in zip(places, refusals) {
            if let refusal { faults[place.place] = Fault(typed: place.typed, reason: .refused(refusal)) }
        }
    }
}

extension Day {
    /// The day of the month with two digits.
    var twoDigits: String {
        let number = String(parts.day)
        return number.count == 1 ? "0" + number : number
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }

    /// Nil if it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
