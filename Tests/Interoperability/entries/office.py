"""Drives LibreOffice as a person at a spreadsheet would: opens a workbook, types into cells, merges some, and saves it."""

import pathlib
import subprocess

# Typed as a person types: LibreOffice reads "7:30" as a time and "2019-10-04" as a day, unless the cell is of text.
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">
Sub Main(source As String, target As String, filter As String, password As String, typed As String)
    Dim opening(0) As New com.sun.star.beans.PropertyValue
    opening(0).Name = "Hidden"
    opening(0).Value = True
    book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, opening())
    files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    lines = CreateUnoService("com.sun.star.io.TextInputStream")
    lines.setInputStream(files.openFileRead(ConvertToURL(typed)))
    lines.setEncoding("UTF-8")
    Do While Not lines.isEOF()
        text = lines.readLine()
        If InStr(text, Chr(9)) &gt; 0 Then
            parts = Split(text, Chr(9))
            range = book.Sheets.getByName(parts(0)).getCellRangeByName(parts(1))
            Select Case parts(2)
                Case "type"
                    range.FormulaLocal = parts(3)
                Case "number"
                    range.Value = CDbl(parts(3))
                Case "merge"
                    range.merge(True)
            End Select
        End If
    Loop
    lines.closeInput()
    Dim saving(1) As New com.sun.star.beans.PropertyValue
    saving(0).Name = "FilterName"
    saving(0).Value = filter
    saving(1).Name = "Password"
    saving(1).Value = password
    If password = "" Then
        Dim plain(0) As New com.sun.star.beans.PropertyValue
        plain(0).Name = "FilterName"
        plain(0).Value = filter
        book.storeToURL(ConvertToURL(target), plain())
    Else
        book.storeToURL(ConvertToURL(target), saving())
    End If
    book.close(True)
End Sub
</script:module>
"""

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
    library:passwordprotected="false">
 <library:element library:name="Typing"/>
</library:library>
"""

LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
"""

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xlsm": "Calc MS Excel 2007 VBA XML"}


class Office:
    """A LibreOffice with a profile of its own in a folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.profile = self.folder / "profile"
        # A new profile gets LibreOffice's own libraries at its first start.
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{self.profile}", "--headless", "--terminate_after_init"],
            check=True, capture_output=True, timeout=180)
        basic = self.profile / "user" / "basic"
        (basic / "Standard").mkdir(parents=True, exist_ok=True)
        (basic / "script.xlc").write_text(LIBRARIES)
        (basic / "Standard" / "script.xlb").write_text(LIBRARY)
        (basic / "Standard" / "Typing.xba").write_text(MACRO)

    def type(self, source, target, cells, password=""):
        """Types into cells: (sheet, address, action, text), and saves as another file, in the form that its ending says."""
        typed = self.folder / "typed.tsv"
        # The last line is empty: of the last, the stream keeps the newline.
        typed.write_text("".join("\t".join(cell) + "\n" for cell in cells) + "\n", encoding="utf-8")
        target = pathlib.Path(target)
        target.unlink(missing_ok=True)
        arguments = ",".join(f'"{value}"' for value in (source, target, FILTERS[target.suffix], password, typed))
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{self.profile}", "--headless", "--norestore",
             f"macro:///Standard.Typing.Main({arguments})"],
            check=True, capture_output=True, timeout=90)
        if not target.exists():
            raise SystemExit(f"LibreOffice did not save {target}")
