"""The table, with a row for each fault and each way of producing it."""

from dataclasses import dataclass, field


@dataclass
class Row:
    fault: str
    how: str
    runs: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    verified: int = 0
    again: list = field(default_factory=list)
    notes: set = field(default_factory=set)
    faults: list = field(default_factory=list)
    left_out: set = field(default_factory=set)

    def add(self, outcome):
        self.runs += 1
        self.acknowledged += outcome.acknowledged
        self.lost += outcome.lost
        self.doubled += outcome.doubled
        self.verified += outcome.verified
        self.again.append(outcome.again)
        if outcome.note:
            self.notes.add(outcome.note)
        self.faults += outcome.faults

    def holds(self):
        return self.runs > 0 and not self.faults and not self.lost and not self.doubled and self.verified == self.runs

    def cells(self):
        again = f"{max(self.again):.2f} s" if self.again else "-"
        left_out = [f"LEFT OUT: {reason}" for reason in sorted(self.left_out)]
        remark = "; ".join(sorted(self.notes) + left_out + [f"FAULT: {text}" for text in self.faults[:3]])
        return [
            self.fault, self.how, str(self.runs), str(self.acknowledged), str(self.lost), str(self.doubled),
            f"{self.verified}/{self.runs}", again, remark,
        ]


HEADERS = ["fault", "how it was made", "runs", "acknowledged", "lost", "doubled", "verified", "serves again", "remark"]


def show(rows):
    table = [HEADERS] + [row.cells() for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADERS) - 1)]
    for line in table:
        cells = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells + [line[-1]]).rstrip())
