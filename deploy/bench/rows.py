"""The rows of the table: what each is, and where its figures are kept."""

from dataclasses import dataclass, field
import statistics


#: The order of the columns.
COLUMNS = ["labd", "before", "lmdb", "postgresql", "copy", "sqlite", "redis", "nats", "umadb", "eventsourcing"]


@dataclass(frozen=True)
class Row:
    id: str
    title: str
    unit: str
    #: Whether more is better.
    more: bool = True
    #: How figures are written: digits after the point.
    digits: int = 0


ROWS = {row.id: row for row in [
    Row("single-1", "one client, one command at a time", "/s"),
    Row("single-16", "16 clients", "/s"),
    Row("single-64", "64 clients", "/s"),
    Row("single-256", "256 clients", "/s"),
    Row("import", "many at once", "/s"),
    Row("import-memory", "the most memory during that", "MB", False),
    Row("disk", "disk, for each event", "bytes", False),
    Row("disk-line", "disk, for each byte of the lines", "×", False, 2),
    Row("out", "all lines out of one connection", "/s"),
    Row("start-answer", "from the start to an answer", "s", False, 2),
    Row("start-command", "from the start to a command", "s", False, 2),
    Row("start-cold", "from the start to an answer, without a snapshot", "s", False, 2),
    Row("memory", "memory after a start", "MB", False),
    Row("verify", "verification of the whole log", "s", False, 2),
    Row("verify-sha256", "sha256sum of the same lines", "s", False, 2),
    Row("caseload", "caseload now, 16 connections", "/s"),
    Row("compliance", "compliance now, 16 connections, nobody records", "/s"),
    Row("compliance-contacts-1", "the same from 1, while 1,000 contacts a second are recorded", "/s"),
    Row("compliance-contacts-16", "from 16, while 1,000 contacts a second are recorded", "/s"),
    Row("compliance-hours-1", "from 1, while 1,000 hours a second are recorded", "/s"),
    Row("compliance-hours-16", "from 16, while 1,000 hours a second are recorded", "/s"),
    Row("recorders-contacts", "99 % of those contacts are answered within", "ms", False, 1),
    Row("recorders-hours", "99 % of those hours are answered within", "ms", False, 1),
    Row("compliance-day", "compliance of any day, 16 connections", "/s"),
    Row("case", "one case, 16 connections", "/s"),
    Row("position", "any view as of any position, half within", "ms", False),
    Row("position-99", "any view as of any position, 99 % within", "ms", False),
    Row("labctl", "`labctl caseload`", "ms", False, 1),
    Row("memory-asked", "memory after all questions", "MB", False),
    Row("append-long", "16 clients, behind those events", "/s"),
    Row("stall", "the longest wait of one of 64 clients, over many events", "ms", False),
]}


@dataclass
class Figures:
    """What was measured: for each row and each column the figures of the rounds, `None` where a round has none."""

    rounds: list = field(default_factory=list)
    #: Why a column has no figures in a row.
    absent: dict = field(default_factory=dict)

    def begin(self):
        self.rounds.append({})

    def add(self, row, column, value, **more):
        """Keeps a figure of the present round, with what else was measured."""
        self.rounds[-1].setdefault(row, {})[column] = {"value": value, **{name: more[name] for name in more if more[name] is not None}}

    def of(self, row, column, name="value"):
        return [
            each[row][column][name] for each in self.rounds if column in each.get(row, {}) and name in each[row][column]]

    def median(self, row, column, name="value"):
        found = self.of(row, column, name)
        return statistics.median(found) if found else None

    def ratio(self, row, column, to="labd"):
        """Returns how many times the other's figure labd's is: the median of the ratios within rounds."""
        ratios = [
            each[row][to]["value"] / each[row][column]["value"] for each in self.rounds
            if {to, column} <= set(each.get(row, {})) and each[row][column]["value"]]
        return statistics.median(ratios) if ratios else None

    def columns(self, row):
        """Returns the columns that have a figure, labd first."""
        return [column for column in COLUMNS if any(column in each.get(row, {}) for each in self.rounds)]
