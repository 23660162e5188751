"""Fills in labctl's workbooks as a person would, with the hours, contacts, deliveries and activities of a month of the demonstration's
season, imports them, mends what is refused, imports them again, and compares what labd then has with the season.

    check_entries.py LABCTL SEASON FOLDER     with LABD_SOCKET naming a simulated labd whose log is empty
"""

import collections
import json
import os
import pathlib
import subprocess
import sys

import openpyxl
from openpyxl.utils import get_column_letter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import unix_http

from bad_workbooks import check_bad_workbooks
from office import Office

MONTH = "2019-10"
KINDS = {"hours": "hours.log", "contacts": "contact.record", "mediations": "mediation.deliver", "attendance": "activity.hold"}
#: What the rows of a month cannot be recorded after.
LATER = ("hours.", "timesheet.", "report.", "finding.", "project.record-final", "mediation.evaluate", "record.void")
#: The id that the season gave what a row begins, and labctl another.
IDS = {"hours.log": "entry", "contact.record": "contact", "activity.hold": "activity"}


class Check:
    def __init__(self, labctl, season, folder):
        self.labctl = labctl
        self.folder = pathlib.Path(folder)
        self.season = [json.loads(line) for line in open(season)]
        self.office = Office(folder)
        self.count = 0

    def run(self, *arguments, fails=False, language="en"):
        done = subprocess.run([self.labctl, "--lang", language, *map(str, arguments)], capture_output=True, text=True)
        if (done.returncode != 0) != fails:
            raise SystemExit(f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def holds(self, condition, text):
        self.count += 1
        if not condition:
            raise SystemExit(f"FAILED: {text}")

    def position(self):
        return self.ask("/healthz")["position"]

    def ask(self, path):
        connection = unix_http.Connection(os.environ["LABD_SOCKET"])
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())

    # The office before the month's work is recorded.

    def prepare(self):
        """Records the season up to the month's end, without what the workbooks will bring and what follows from it."""
        self.rows = {kind: [] for kind in KINDS}
        kept = []
        skipped = set()
        for line in self.season:
            name, data = line["command"], line["data"]
            if line["at"] >= "2019-11-01":
                break
            kind = next((kind for kind, command in KINDS.items() if command == name), None)
            if kind and data["on"].startswith(MONTH):
                self.rows[kind].append(data)
                skipped.add(data.get(IDS.get(name, ""), ""))
            elif name.startswith(LATER):
                continue
            elif data.get("contact") in skipped or data.get("about") in skipped:
                continue
            else:
                kept.append(line)
        path = self.folder / "before.ndjson"
        path.write_text("".join(json.dumps(line) + "\n" for line in kept))
        subprocess.run(
            [self.labctl, "import", "--keep-going", "--refused", str(self.folder / "refused"), str(path)], capture_output=True)
        # Cases that came from the month's contacts are not there: hours about them, and members, neither.
        for row in self.rows["hours"]:
            row.pop("about", None)

    # A workbook as a person sees it.

    def layout(self, path, form):
        book = openpyxl.load_workbook(path, data_only=True)
        sheet = book[form]
        titles = next(row for row in sheet.iter_rows(min_row=1, max_row=10) if row[1].value and row[0].value in ("No.", "N."))
        about = {row[0].value: row[1].value for row in book["labd"].iter_rows()}
        columns = {cell.value: cell.column for cell in titles}
        fields = {key.removeprefix("field:"): columns[title] for key, title in about.items() if key.startswith("field:")}
        result = columns[about["result"]]
        lists = {}
        for column in book.worksheets[1].iter_cols():
            lists[column[0].value] = [cell.value for cell in column[1:] if cell.value is not None]
        titles_of = {key.removeprefix("field:"): title for key, title in about.items() if key.startswith("field:")}
        return sheet, titles[0].row, fields, result, lists, titles_of

    def typed(self, field, value, choices):
        """What a person types or chooses for a value."""
        if isinstance(value, bool):
            return choices[0] if value else choices[1]
        if field == "minutes":
            return f"{value // 60}:{value % 60:02}"
        if field in ("present", "persons"):
            return ", ".join(value)
        chosen = [choice for choice in choices or [] if choice == value or choice.startswith(f"{value} (") or choice.endswith(f"({value})")]
        return chosen[0] if chosen else str(value)

    def fill(self, kind, language, suffix):
        form = {"en": {"hours": "Hours", "contacts": "Contacts", "mediations": "Mediations", "attendance": "Activities"},
                "it": {"hours": "Ore", "contacts": "Contatti", "mediations": "Mediazioni", "attendance": "Attività"}}[language][kind]
        empty = self.folder / f"{kind}.empty.xlsx"
        filled = self.folder / f"{kind}{suffix}"
        self.run("sheet", kind, "--month", MONTH, "--output", empty, language=language)
        sheet, title_row, fields, result, lists, titles = self.layout(empty, form)
        cells = []
        where = {}
        for number, data in enumerate(self.rows[kind]):
            row = title_row + 1 + number
            for field, value in data.items():
                if field == IDS.get(KINDS[kind]):
                    continue
                if field == "topics":
                    for index, code in enumerate(value):
                        name = field if index == 0 else f"{field}:{index + 1}"
                        cells.append((form, self.address(fields[name], row), "type", self.typed(field, code, lists[titles["topics"]])))
                    continue
                text = self.typed(field, value, lists.get(titles[field]))
                where[number, field] = self.address(fields[field], row)
                cells.append((form, where[number, field], "type", text))
        return form, filled, empty, cells, where, result, title_row, titles

    @staticmethod
    def address(column, row):
        return f"{get_column_letter(column)}{row}"

    # The whole way.

    def check(self, kind, language, suffix, faults):
        """Fills in a workbook with some faults, imports it, mends it, imports it twice more."""
        form, filled, empty, cells, where, result, title_row, titles = self.fill(kind, language, suffix)
        count = len(self.rows[kind])
        self.holds(count > len(faults), f"{kind}: {count} rows in {MONTH} are too few")
        right = {address: text for _, address, _, text in cells}
        wrong = [(form, where[number, field], "type", text) for number, field, text, _ in faults]
        self.office.type(empty, filled, cells + wrong)
        before = self.position()
        said = self.run("import", filled, fails=True, language=language)
        self.holds(self.position() == before, f"{kind}: something was recorded though rows are faulty")
        given = self.copy_named_in(said)
        self.holds(given == filled.with_suffix(f".result{suffix}"), f"{kind}: the copy is {given}")
        for number, field, text, reason in faults:
            place = where[number, field]
            self.holds(
                any(f"({place})" in line and reason in line for line in said.splitlines()), f"{kind}, {place} {text!r}: not named in\n{said}")
        outcome = self.results(given, form, title_row, result)
        faulty = {title_row + 1 + number for number, *_ in faults}
        for number in range(count):
            row = title_row + 1 + number
            self.holds(
                outcome[row].startswith(("not read", "non leggibile") if row in faulty else ("not recorded", "non ancora")),
                f"{kind}, row {row}: {outcome[row]}")
        mended = self.folder / f"{kind}.mended{suffix}"
        self.office.type(given, mended, [(form, where[number, field], "type", right[where[number, field]]) for number, field, *_ in faults])
        trial = self.run("import", "--dry-run", mended, language=language)
        self.holds(self.position() == before, f"{kind}: a dry run recorded something")
        said = self.run("import", mended, language=language)
        self.holds(self.position() == before + count, f"{kind}: {self.position() - before} events of {count} rows\n{trial}\n{said}")
        given = self.copy_named_in(said)
        # The copy of the dry run is there already, and stays.
        self.holds(given == mended.with_suffix(f".result-2{suffix}"), f"{kind}: the copy is {given}")
        outcome = self.results(given, form, title_row, result)
        self.holds(
            len(outcome) == count and all(text.startswith(("recorded", "registrata")) for text in outcome.values()), f"{kind}: {outcome}")
        # The copy, once more: all of it is known.
        said = self.run("import", given, language=language)
        self.holds(self.position() == before + count, f"{kind}: rows were recorded twice\n{said}")
        self.holds(self.copy_named_in(said) == given, f"{kind}: a copy is written into itself, but {said}")
        outcome = self.results(given, form, title_row, result)
        self.holds(all(text.startswith(("known", "già")) for text in outcome.values()), f"{kind}: {outcome}")
        self.compare(kind)
        return count

    @staticmethod
    def copy_named_in(said):
        """The workbook with the results that labctl says it wrote."""
        line = next(line for line in said.splitlines() if line.startswith(("what became of each row: ", "l'esito di ogni riga: ")))
        return pathlib.Path(line.split(": ", 1)[1])

    def results(self, path, form, title_row, column):
        if path.suffix == ".ods":
            converted = self.folder / "converted.xlsx"
            self.office.type(path, converted, [])
            path = converted
        sheet = openpyxl.load_workbook(path, data_only=True)[form]
        texts = {row: sheet.cell(row, column).value for row in range(title_row + 1, sheet.max_row + 1)}
        return {row: text for row, text in texts.items() if text}

    def compare(self, kind):
        """Holds the events of a kind's month against the season's commands."""
        event_name = {"hours.log": "hours.logged", "contact.record": "contact.recorded", "mediation.deliver": "mediation.delivered",
                      "activity.hold": "activity.held"}[KINDS[kind]]
        exported = self.folder / f"{kind}.log.ndjson"
        self.run("log", "export", "--output", exported)
        events = [event for event in map(json.loads, open(exported)) if event["type"].endswith(event_name)]

        def plain(data):
            own = IDS.get(KINDS[kind])
            return json.dumps(
                {name: sorted(value) if name == "topics" else value for name, value in data.items()
                 if name != own and value != [] and name not in ("flags",)}, sort_keys=True)

        found = collections.Counter(
            plain(event["data"]) for event in events if event["data"]["on"].startswith(MONTH))
        wanted = collections.Counter(plain(data) for data in self.rows[kind])
        self.holds(found == wanted, f"{kind}: {found - wanted} and not {wanted - found}")


def main():
    check = Check(sys.argv[1], sys.argv[2], sys.argv[3])
    check.prepare()
    counts = {}
    counts["hours"] = check.check("hours", "it", ".xlsx", [
        (0, "minutes", "sette", "testo"), (1, "on", "'04/10/2019", "testo"), (2, "line", "sportello-x", "non è nell'elenco"),
        (3, "on", "2019-11-04", "4 novembre 2019 non è in ottobre 2019"), (4, "worker", "", "vuota"), (5, "minutes", "7,5", "testo"),
    ])
    counts["contacts"] = check.check("contacts", "en", ".ods", [
        (0, "channel", "telegram", "is not in the list"), (1, "minutes", "200:00", "half a day or more"), (2, "on", "1", "1899"),
    ])
    counts["mediations"] = check.check("mediations", "en", ".xlsx", [
        (0, "anonymous", "2.5", "not a whole number"), (1, "start", "25:00", "no time of day"), (2, "operatorPresent", "perhaps", "is not in the list"),
    ])
    counts["attendance"] = check.check("attendance", "it", ".xlsx", [
        (0, "minutes", "=1/0", "#DIV/0!"), (1, "anonymous", "-1", "zero o più"), (2, "worker", "nessuno", "non è nell'elenco"),
    ])
    bad = check_bad_workbooks(check)
    print(f"   {', '.join(f'{count} {kind}' for kind, count in counts.items())} typed into workbooks and recorded once; "
          f"{bad} bad workbooks named; {check.count} checks")


if __name__ == "__main__":
    main()
