"""Workbooks that nobody should import: each is named with where the fault is and what is accepted, and nothing of it is recorded."""

import shutil
import struct
import zipfile

import openpyxl


def check_bad_workbooks(check):
    folder = check.folder
    empty = folder / "empty.xlsx"
    check.run("sheet", "hours", "--month", "2019-10", "--output", empty)
    worker = check.rows["hours"][0]["worker"]
    before = check.position()
    tried = 0

    def refused(path, *words):
        nonlocal tried
        tried += 1
        said = check.run("import", path, fails=True)
        for word in words:
            check.holds(word in said, f"{path.name}: {word!r} is not in\n{said}")
        check.holds(check.position() == before, f"{path.name}: something was recorded")

    def changed(name, change):
        """A copy whose cells a program changed."""
        path = folder / name
        book = openpyxl.load_workbook(empty)
        change(book)
        book.save(path)
        return path

    sheet, title_row, fields, *_ = check.layout(empty, "Hours")
    first = title_row + 1

    def put(book, number, **more):
        values = {"worker": worker, "fund": "own", "activity": "desk", "minutes": None, **more}
        for field, value in values.items():
            if value is not None:
                book["Hours"].cell(first + number, fields[field]).value = value

    def many(book):
        for number in range(100_000):
            put(book, number)

    # Of an older plan.
    def older(book):
        put(book, 0)
        for cells in book["labd"].iter_rows():
            if cells[0].value == "plan":
                cells[1].value = "0123456789abcdef"

    refused(changed("older.xlsx", older), "another plan", "--keep-going", "labctl sheet hours --month 2019-10")
    refused(changed("number.xlsx", lambda book: put(book, 0, minutes="seven")), f"Hours, row {first}, column", "is text, not a time", "7:30")
    refused(changed("number.xlsx", lambda book: put(book, 0, on="4 October")), f"Hours, row {first}, column", "is text, not a day", "31 October 2019")
    refused(changed("copied.xlsx", lambda book: (put(book, 0), put(book, 1), setattr(book["Hours"].cell(first + 1, 1), "value", 1))),
            f"row {first + 1}, column \"No.\" (A{first + 1})", f"that of row {first} too", "type ")
    refused(changed("unnumbered.xlsx", lambda book: (put(book, 0), setattr(book["Hours"].cell(first, 1), "value", None))), "has no number")

    # What stands elsewhere on this machine is not read.
    refused(changed("elsewhere.xlsx", lambda book: put(book, 0, activity='=_xlfn.WEBSERVICE("file:///etc/hostname")')), "the formula gives")
    refused(changed("linked.xlsx", lambda book: put(book, 0, activity="='file:///etc/hostname'#$x.A1")), "the formula gives")

    def merged(book):
        put(book, 0)
        book["Hours"].merge_cells(start_row=first, end_row=first + 1, start_column=fields["worker"], end_column=fields["worker"])

    refused(changed("merged.xlsx", merged), f"row {first}, column", "merged", "not merged")
    refused(changed("untitled.xlsx", lambda book: setattr(book["Hours"].cell(title_row, fields["fund"]), "value", None)), "is missing")
    refused(changed("twice.xlsx", lambda book: setattr(
        book["Hours"].cell(title_row, fields["fund"]), "value", book["Hours"].cell(title_row, fields["worker"]).value)), "twice")
    refused(changed("other.xlsx", lambda book: book.remove(book["labd"])), "does not say what it is", "--map")
    refused(changed("many.xlsx", many), "Hours, row 20'001", "at most 20'000")

    # No workbooks, or no plain ones.
    text = folder / "text.xlsx"
    text.write_text("worker,day\n")
    refused(text, "is no workbook", ".xlsx and .ods")
    broken = folder / "broken.xlsx"
    broken.write_bytes(empty.read_bytes()[:2000])
    refused(broken, "is no workbook")
    hollow = folder / "hollow.xlsx"
    with zipfile.ZipFile(hollow, "w") as parts:
        parts.writestr("xl/workbook.xml", "<nothing/>")
    refused(hollow, "hollow.xlsx")
    macros = folder / "macros.xlsm"
    shutil.copy(empty, macros)
    with zipfile.ZipFile(macros, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"\0" * 100)
    refused(macros, "holds macros", "xl/vbaProject.bin", "without them")
    bomb = folder / "bomb.xlsx"
    shutil.copy(empty, bomb)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/bomb.xml", b" " * (400 << 20))
    refused(bomb, "unpacked it has", "at most 209'715'200")
    # LibreOffice reads no more than the headers say, or gives up.
    refused(liar(folder, empty), "liar.xlsx")
    secret = folder / "secret.ods"
    check.office.type(empty, secret, [], password="segreto")
    refused(secret, "needs a password")
    # LibreOffice's macros cannot encrypt in Excel's form; its file begins like this, as a workbook of Excel 97 does.
    compound = folder / "secret.xlsx"
    compound.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096)
    refused(compound, "needs a password, or is a workbook of Excel before 2007")
    return tried


def liar(folder, empty):
    """A bomb that says it is small: its sheet is a gigabyte of blanks, and both its headers say a thousand bytes."""
    path = folder / "liar.xlsx"
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
        content = source.read(part).decode()
        with target.open(part, "w", force_zip64=False) as sheet:
            sheet.write(content.split("<sheetData>")[0].encode() + b"<sheetData>")
            for _ in range(1024):
                sheet.write(b" " * (1 << 20))
            sheet.write(b"</sheetData></worksheet>")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as parts:
        offset = parts.getinfo(part).header_offset
    data[offset + 22:offset + 26] = struct.pack("<I", 1000)
    name = part.encode()
    at = data.rfind(b"PK\x01\x02")
    while at >= 0 and data[at + 46:at + 46 + len(name)] != name:
        at = data.rfind(b"PK\x01\x02", 0, at)
    data[at + 24:at + 28] = struct.pack("<I", 1000)
    path.write_bytes(bytes(data))
    return path
