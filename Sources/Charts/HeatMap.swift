public import CivilTime
public import Markup

/// Places by weeks: a cell for each week of each row, from behind (orange, a full dot) over met (white) to ahead (blue, a
/// ring).
///
/// The size of the dot says in grey print what the colour says. A cell is as wide as its days, so that a part of a week is
/// narrower. Months and years stand above, the totals of the rows as bars at the right, and the steps with their numbers
/// below. Links of cells are not in the order of tabulation; those of rows are.
public struct HeatMap: Picture {
    /// What a cell shows.
    public enum State: Sendable, Hashable {
        /// How far it is behind (negative) or ahead (positive).
        case balance(Double)
        /// Nothing was owed, because the work was suspended.
        case suspended
    }

    /// A week of a row, or the part of a week that lies in the period.
    public struct Cell: Sendable {
        /// Its first day.
        public var first: Day
        /// Its last day, in the same ISO week; later days are left out.
        public var last: Day
        /// What it shows.
        public var state: State
        /// What it says: the place, the week and its figures.
        public var title: String
        /// What the figures are the sum of.
        public var link: Address?

        /// A cell of the days from `first` to `last`.
        public init(first: Day, last: Day, state: State, title: String, link: Address? = nil) {
            (self.first, self.last, self.state, self.title, self.link) = (first, last, state, title, link)
        }
    }

    /// What a row comes to.
    public struct Total: Sendable, Hashable {
        /// How far it is behind or ahead.
        public var balance: Double
        /// The same in words.
        public var text: String

        /// A total with its words.
        public init(_ balance: Double, _ text: String) { (self.balance, self.text) = (balance, text) }
    }

    /// A row of cells.
    public struct Row: Sendable {
        /// The name of the row.
        public var title: String
        /// Where the name leads.
        public var link: Address?
        /// Its weeks, in any order.
        public var cells: [Cell]
        /// What it comes to.
        public var total: Total?

        /// A row of cells.
        public init(_ title: String, link: Address? = nil, cells: [Cell], total: Total? = nil) {
            (self.title, self.link, self.cells, self.total) = (title, link, cells, total)
        }
    }

    /// A step of the colours: from this distance on, and how the legend calls it on either side.
    public struct Step: Sendable, Hashable {
        /// The least distance from zero.
        public var from: Double
        /// The legend of those behind.
        public var behind: String
        /// The legend of those ahead.
        public var ahead: String

        /// A step that begins at a distance.
        public init(from: Double, behind: String, ahead: String) {
            (self.from, self.behind, self.ahead) = (from, behind, ahead)
        }
    }

    /// The words of the picture that belong to no row.
    public struct Words: Sendable, Hashable {
        /// The names of the months above the columns, twelve from January, short.
        public var months: [String]
        /// The heading of the totals.
        public var totals: String
        /// The title of the legend.
        public var legend: String
        /// The legend of a cell that is nearer to zero than the first step.
        public var met: String
        /// The legend of a suspended cell.
        public var suspended: String

        /// The words of a heat map.
        public init(months: [String], totals: String, legend: String, met: String, suspended: String) {
            self.months = months
            (self.totals, self.legend, self.met, self.suspended) = (totals, legend, met, suspended)
        }
    }

    /// What the picture is called and says.
    public var caption: Caption
    /// The rows from top to bottom.
    public var rows: [Row]
    /// At most four steps, ascending.
    public var steps: [Step]
    /// The words around the rows.
    public var words: Words

    /// A heat map. Of very many weeks only the last are drawn, ten years at most; see ``cutBefore``. Where there are hundreds of cells, those of a
    /// row are drawn at once and lead where its name leads: links and titles of their own would be a page's greatest part.
    public init(_ caption: Caption, rows: [Row], steps: [Step], words: Words) {
        (self.caption, self.rows, self.steps, self.words) = (caption, rows, Array(steps.prefix(4)), words)
    }

    /// The first day that is drawn, if there are so many weeks that earlier ones are left out.
    public var cutBefore: Day? {
        guard let firstMonday, let earliest = rows.lazy.flatMap(\.cells).map(\.first).min(), earliest < firstMonday
        else {
            return nil
        }
        return firstMonday
    }

    var lastMonday: Day? {
        rows.lazy.flatMap(\.cells).map { max($0.first, $0.last) }.max().map { ISOWeek(containing: $0).monday }
    }

    /// The first week that is drawn.
    var firstMonday: Day? {
        guard let lastMonday, let earliest = rows.lazy.flatMap(\.cells).map({ min($0.first, $0.last) }).min() else {
            return nil
        }
        let most = min(522, max(Self.mostCells / max(rows.count, 1), 26))
        return max(ISOWeek(containing: earliest).monday, lastMonday.adding(-(most - 1) * 7))
    }

    /// The picture as an inline `<svg>`.
    public var svg: Markup { HeatMapDrawing(self).svg }

    /// The step of a balance, from 0 for one that is met.
    func step(_ balance: Double) -> Int {
        (steps.lastIndex { balance.magnitude >= $0.from } ?? -1) + 1
    }
}
