"""What the checks of documents share: they run programs, read codes, and read workbooks as LibreOffice does. The command line is that of
the check: LABCTL FOLDER."""

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


OFFICE, TABLE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_workbook(path):
    """The sheets of a workbook as LibreOffice reads and computes them: rows of cells, each minutes, a number or a text."""
    run("soffice", f"-env:UserInstallation=file://{FOLDER}/profile", "--headless", "--convert-to", "fods", "--outdir",
        FOLDER / "read", path)
    read = xml.etree.ElementTree.parse(FOLDER / "read" / f"{path.stem}.fods")
    return {sheet.get(f"{TABLE}name"): [row for row in map(cells, sheet.iter(f"{TABLE}table-row")) if row] for sheet in read.iter(f"{TABLE}table")}


def cells(row):
    """The values of a row, without the empty ones at its end."""
    values = []
    for cell in row:
        kind = cell.get(f"{OFFICE}value-type")
        if kind == "time":
            # A span of time is PT4H30M00S.
            found = re.fullmatch(r"PT(\d+)H(\d+)M([\d.]+)S", cell.get(f"{OFFICE}time-value"))
            value = int(found[1]) * 60 + int(found[2]) + round(float(found[3]) / 60)
        elif kind in ("float", "currency", "percentage"):
            value = float(cell.get(f"{OFFICE}value"))
        else:
            value = "".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p")) or None
        if kind is None and value is None and int(cell.get(f"{TABLE}number-columns-repeated", "1")) > 100:
            continue
        values += [value] * int(cell.get(f"{TABLE}number-columns-repeated", "1"))
    while values and values[-1] is None:
        values.pop()
    return values
