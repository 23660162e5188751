"""Reads the documents that labctl makes, and holds them against the log.

    python3 check_documents.py LABCTL FOLDER

LABD_SOCKET names a labd with a season. For some workers and months labctl makes the timesheet in each form and both languages. Each PDF
must be well formed (qpdf), have the hours of every day and the totals that labd's own JSON has (pdftotext), its figures
attached, and on each page a QR code (zbar) with one and the same text. The text must verify against the running labd and against an export,
and must not against an export in which a line was changed, or with another root or digest. The workbooks' totals, as
LibreOffice computed them, must be labd's. Prints what was compared, and fails at the first difference."""

import json
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

LABCTL, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*command, language="en", fails=False):
    """What a command prints; it must succeed, or fail with 1."""
    done = subprocess.run(
        [str(part) for part in command], env=dict(os.environ, LABCTL_LANG=language), capture_output=True, text=True, cwd=FOLDER)
    if done.returncode != (1 if fails else 0):
        sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout[-500:]}{done.stderr[-1500:]}")
    return done.stderr if fails else done.stdout


def labctl(*arguments, **options):
    return run(LABCTL, *arguments, **options)


def hours(minutes, language):
    """Minutes as a document has them."""
    whole = f"{minutes // 60:,}".replace(",", "." if language == "it" else "'") if minutes >= 600_000 or language == "it" else minutes // 60
    return f"{whole}:{minutes % 60:02}"


def expect(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")


def read_code(pdf):
    """The text of the QR code of each page, which must be the same."""
    for old in FOLDER.glob("page-*"):
        old.unlink()
    run("pdftoppm", "-r", "150", "-png", pdf, "page")
    pages = sorted(FOLDER.glob("page-*.png"))
    texts = {run("zbarimg", "--quiet", "--raw", "-Sbinary", page) for page in pages}
    expect(len(texts) == 1, f"{pdf} has one QR code on each page: {texts}")
    return texts.pop(), len(pages)


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


OFFICE, TABLE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def check_workbook(path, sheet):
    """LibreOffice's own reading of the second sheet: a row of titles, one for each day, and one of the totals that it computed."""
    run("soffice", f"-env:UserInstallation=file://{FOLDER}/profile", "--headless", "--convert-to", "fods", "--outdir",
        FOLDER / "read", path)
    read = xml.etree.ElementTree.parse(FOLDER / "read" / f"{path.stem}.fods")
    rows = read.findall(f".//{TABLE}table")[1].findall(f".//{TABLE}table-row")
    rows = [row for row in rows if any(cell.get(f"{OFFICE}value-type") for cell in row)]
    expect(len(rows) == len(sheet["days"]) + 2, f"{path} has a row for each day: {len(rows)}")
    cells = []
    for cell in rows[-1]:
        cells += [cell] * int(cell.get(f"{TABLE}number-columns-repeated", "1"))
    total = sheet["total"]
    for name, cell in zip(("projectMinutes", "otherMinutes", "minutes"), cells[1:4]):
        # A span of time is PT4H30M00S; a column without any has no total.
        found = re.fullmatch(r"PT(\d+)H(\d+)M([\d.]+)S", cell.get(f"{OFFICE}time-value", "PT0H0M0S"))
        minutes = int(found[1]) * 60 + int(found[2]) + round(float(found[3]) / 60)
        expect(minutes == total[name], f"{path}: the total {name} is {total[name]}: {minutes}")
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
