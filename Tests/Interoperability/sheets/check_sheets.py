"""Holds the workbooks that labctl writes against labd's answers, after LibreOffice computed every formula again.

    python3 check_sheets.py LABCTL FOLDER

LABD_SOCKET names a labd with a season. For each view labctl writes a workbook, which LibreOffice opens, computes anew and stores as
another. openpyxl reads both. Each cell must have what labctl's CSV of the table has, exact to the minute, the cent and the day; each
total, as LibreOffice computed it, the sum of labd's own JSON. No text may be a formula. Prints what was compared, and fails at
the first difference."""

import csv
import datetime
import io
import json
import math
import os
import pathlib
import subprocess
import sys

import openpyxl

# Commands, their table, and the sheet of it.
VIEWS = [
    ("compliance", "rows", "rows"),
    ("compliance", "weeks", "By week"),
    ("compliance", "months", "By month"),
    ("hours list", "rows", "rows"),
    ("costs", "rows", "rows"),
    ("reconciliation", "rows", "rows"),
    ("mediation list", "rows", "rows"),
    ("timesheets", "rows", "rows"),
]


def labctl(*arguments):
    done = subprocess.run(
        [sys.argv[1], *arguments], env=dict(os.environ, LABCTL_LANG="en"), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"labctl {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def computed(workbook, folder):
    """LibreOffice's own workbook of this one, with all formulas computed."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", folder / "computed", workbook],
        check=True, capture_output=True)
    return folder / "computed" / workbook.name


def minutes(value, form):
    """What a cell of time has, in minutes; openpyxl reads [h]:mm as a span of time."""
    if isinstance(value, datetime.timedelta):
        return round(value.total_seconds() / 60)
    return round(value * (1_440 if "h" in form else 60))


def per_euro(name):
    """How many of labd's units of money, by the name of their field, are a euro."""
    return 103_200 * 100 if "raction" in name else 100


def same(cell, text, unit, name):
    """Whether a cell has what the CSV has."""
    if text == "" or cell.value is None:
        return (text or "") == (cell.value or "")
    if unit == "hours":
        return minutes(cell.value, cell.number_format) == int(text)
    if unit == "euro":
        return round(cell.value * per_euro(name)) == int(text)
    if isinstance(cell.value, datetime.datetime):
        return cell.value.date().isoformat() == text
    if isinstance(cell.value, (int, float)):
        return cell.value == float(text)
    # Names stand for ids and words.
    return True


def number(row, path):
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row if isinstance(row, int) else 0


def check(command, table, sheet, folder):
    words = command.split()
    path = folder / (command.replace(" ", "-") + ".xlsx")
    labctl(*words, "--xlsx", str(path))
    written = openpyxl.load_workbook(path)[sheet]
    values = openpyxl.load_workbook(computed(path, folder), data_only=True)[sheet]
    rows = list(csv.reader(io.StringIO(labctl(*words, "--csv", "--table", table))))
    header, rows = rows[0], rows[1:]
    answer = json.loads(labctl(*words, "--json"))[table]
    columns = [index for index, name in enumerate(header) if not name.endswith((".hours", ".euro"))]
    units = {index: header[index + 1].rsplit(".", 1)[1] for index in columns
             if index + 1 < len(header) and header[index + 1] in (header[index] + ".hours", header[index] + ".euro")}
    if len(answer) != len(rows) or written.max_row not in (len(rows) + 1, len(rows) + 2):
        sys.exit(f"{command}: {len(answer)} rows in the answer, {len(rows)} in CSV, {written.max_row} in the workbook")
    cells = totals = 0
    for place, index in enumerate(columns, start=1):
        for number_of_row, row in enumerate(rows, start=2):
            cell = values.cell(number_of_row, place)
            if written.cell(number_of_row, place).data_type == "f":
                sys.exit(f"{command}, {cell.coordinate}: a formula among the data")
            if not same(cell, row[index], units.get(index), header[index]):
                sys.exit(f"{command}, {cell.coordinate}: {cell.value!r} where CSV has {row[index]!r}")
            cells += 1
        total = written.cell(len(rows) + 2, place)
        if total.data_type != "f":
            continue
        found, form = values.cell(len(rows) + 2, place).value, total.number_format
        wanted = sum(number(row, header[index]) for row in answer)
        unit = units.get(index)
        if unit == "hours":
            is_same = minutes(found, form) == wanted
        elif unit == "euro":
            is_same = math.isclose(found, wanted / per_euro(header[index]), rel_tol=0, abs_tol=0.000_5)
        else:
            is_same = found == wanted
        if not is_same:
            sys.exit(f"{command}, {total.coordinate}: LibreOffice computes {found!r}, labd's rows are {wanted}")
        totals += 1
    return cells, totals


def main():
    folder = pathlib.Path(sys.argv[2]).resolve()
    cells = totals = 0
    for view in VIEWS:
        more = check(*view, folder)
        cells, totals = cells + more[0], totals + more[1]
    if totals < len(VIEWS):
        sys.exit(f"only {totals} totals were compared")
    print(f"{len(VIEWS)} sheets: {cells} cells as in CSV, {totals} totals as LibreOffice computes them as in labd's answers")


if __name__ == "__main__":
    main()
