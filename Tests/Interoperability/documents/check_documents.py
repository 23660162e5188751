"""Reads the documents that labctl makes, and holds them against the log.

    python3 check_documents.py LABCTL FOLDER

LABD_SOCKET names a labd with a season. For some workers and months labctl makes the timesheet in each form and both languages. Each PDF
must be well formed (qpdf), have the hours of every day and the totals that labd's own JSON has (pdftotext), its figures
attached, and on each page a QR code (zbar) with one and the same text. The text must verify against the running labd and against an export,
and must not against an export in which a line was changed, or with another root or digest. The workbooks' totals, as
LibreOffice computed them, must be labd's. Prints what was compared, and fails at the first difference."""

import json
import re

from papers import FOLDER, expect, hours, labctl, read_code, read_workbook, run


def check_pdf(pdf, sheet, language):
    run("qpdf", "--check", pdf)
    text = run("pdftotext", "-layout", pdf, "-")
    compared = 0
    for day in sheet["days"]:
        year, month, number = day["on"].split("-")
        shown = f"{number}/{month}/{year}" if language == "it" else day["on"]
        line = next((line for line in text.splitlines() if shown in line), None)
        expect(line is not None, f"{pdf} has {shown}")
        found = re.findall(r"\b\d+:\d\d\b", line)
        # The hours of lines that continue below are those of the first line.
        wanted = [hours(day[name], language) for name in ("projectMinutes", "otherMinutes", "minutes") if day[name]]
        if not day["absentMinutes"]:
            expect(found == wanted, f"{pdf}: {line!r} has {wanted}")
        compared += len(wanted)
    total = sheet["total"]
    wanted = [hours(total[name], language) for name in ("projectMinutes", "otherMinutes", "minutes")]
    line = next(line for line in text.splitlines() if line.startswith("Totale" if language == "it" else "Total"))
    expect(re.findall(r"[\d.']+:\d\d\b", line) == wanted, f"{pdf}: {line!r} has {wanted}")
    return compared + 3


def check_workbook(path, sheet):
    """The second sheet: a row of titles, one for each day, and one of the totals that LibreOffice computed."""
    rows = list(read_workbook(path).values())[1]
    expect(len(rows) == len(sheet["days"]) + 2, f"{path} has a row for each day: {len(rows)}")
    total = sheet["total"]
    for name, minutes in zip(("projectMinutes", "otherMinutes", "minutes"), rows[-1][1:4]):
        # A column without any has no total.
        expect((minutes or 0) == total[name], f"{path}: the total {name} is {total[name]}: {minutes}")
    return 3


def main():
    compared = documents = 0
    months = [("ed-01", "2019-12"), ("me-01", "2019-11"), ("sw-01", "2020-01"), ("ed-02", "2020-02")]
    references = []
    for worker, month in months:
        for language in ("en", "it"):
            sheet = json.loads(labctl("timesheet", "show", worker, month, "--json"))
            pdf = FOLDER / f"{worker}-{month}-{language}.pdf"
            labctl("document", "timesheet", "--worker", worker, "--month", month, "--output", pdf, language=language)
            compared += check_pdf(pdf, sheet, language)
            text, pages = read_code(pdf)
            references.append((pdf.with_suffix(".txt"), text, sheet, language))
            pdf.with_suffix(".txt").write_text(text)
            attached = run("qpdf", "--list-attachments", pdf)
            name = attached.split(" -> ")[0].strip()
            figures = json.loads(run("qpdf", f"--show-attachment={name}", pdf))
            expect([day["minutes"] for day in figures["days"]] == [day["minutes"] for day in sheet["days"]],
                   f"{pdf} has its figures attached")
            # LibreOffice takes long to start.
            for form in ("xlsx", "ods") if language == "it" and documents < 8 else ():
                workbook = pdf.with_suffix("." + form)
                documents += 1
                labctl("document", "timesheet", "--worker", worker, "--month", month, "--output", workbook, language=language)
                compared += check_workbook(workbook, sheet)
            page = pdf.with_suffix(".html")
            labctl("document", "timesheet", "--worker", worker, "--month", month, "--no-name", "--output", page, language=language)
            html = page.read_text()
            expect("http:" not in html and "https:" not in html, f"{page} loads nothing")
            documents += 2

    # The log, an export, and forged ones.
    export = FOLDER / "log.ndjson"
    labctl("log", "export", "--output", export)
    key = labctl("log", "key").strip()
    for reference, _, sheet, language in references:
        for said in (labctl("document", "verify", reference, language=language),
                     labctl("document", "verify", reference, "--file", export, "--key", key, language=language)):
            expect(hours(sheet["total"]["minutes"], language) in said, f"{reference} verifies, with its total")
    reference, text, sheet, _ = references[0]
    lines = text.splitlines()
    forged = FOLDER / "forged.txt"
    for number, part in ((1, lines[1].replace(months[0][0], "ed-02")), (5, lines[4])):
        forged.write_text("\n".join(lines[:number] + [part] + lines[number + 1:]) + "\n")
        for extra in ((), ("--file", export, "--key", key)):
            said = labctl("document", "verify", forged, *extra, fails=True)
            expect("the figures of this paper are not those" in said, f"a forged reference is refused: {said}")
    forged.write_text("\n".join(lines[:4] + [lines[5]] + lines[5:]) + "\n")
    for extra in ((), ("--file", export, "--key", key)):
        said = labctl("document", "verify", forged, *extra, fails=True)
        expect("this paper was not made from this log" in said, f"another root is refused: {said}")
    stored = export.read_bytes().split(b"\n")
    place = next(number for number, line in enumerate(stored) if b'"hours.logged"' in line and months[0][0].encode() in line)
    changed = FOLDER / "other.ndjson"
    other = re.sub(rb'"minutes":(\d+)', lambda found: b'"minutes":%d' % (int(found[1]) + 60), stored[place], count=1)
    expect(other != stored[place], "a line was changed")
    changed.write_bytes(b"\n".join(stored[:place] + [other] + stored[place + 1:]))
    said = labctl("document", "verify", reference, "--file", changed, "--checkpoint", f"{export}.checkpoint", "--key", key, fails=True)
    expect("changed" in said or "signed" in said, f"a changed line is found: {said}")
    print(f"{documents} documents of {len(months)} months, {compared} figures equal labd's; {2 * len(references)} codes verified, 7 forgeries refused")


main()
