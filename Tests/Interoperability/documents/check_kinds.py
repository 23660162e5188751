"""Reads the reports, registers, lists and claims that labctl makes, and holds them against labd's answers and against the log.

    python3 check_kinds.py LABCTL FOLDER

LABD_SOCKET names a simulated labd with a season, to which rates, a claim and a report are added. Each kind of document is made as PDF, which
must be well formed (qpdf) and have the figures of labd's own JSON (pdftotext) in both languages; its code (zbar) must verify against the
running labd, against an export and, with another digest, against neither; and as a workbook, whose sums LibreOffice must compute to
labd's. Prints what was compared, and fails at the first difference."""

import json

from papers import FOLDER, expect, hours, labctl, read_code, read_workbook, run

AT = ("--at", "2020-06-30T20:00:00Z")
DAYS = ("--from", "2020-01-01", "--to", "2020-03-31")
TOTAL = {"en": "Total", "it": "Totale"}


# The position that the paper is of.
AS_OF = []


def answer(*arguments):
    return json.loads(labctl(*arguments, *AS_OF, "--json"))


def lines(pdf):
    run("qpdf", "--check", pdf)
    return [" ".join(line.split()) for line in run("pdftotext", "-layout", pdf, "-").splitlines()]


def has(text, pdf, *parts):
    """Some line of the paper has all of these, in their order."""
    def holds(line):
        place = 0
        for part in map(str, parts):
            place = line.find(part, place)
            if place < 0:
                return False
            place += len(part)
        return True
    expect(any(map(holds, text)), f"{pdf} has {parts} in a line")
    return len(parts)


def total(sheets, title, language):
    """The row of a workbook's totals."""
    name = next((name for name in sheets if name.startswith(title[:28])), None)
    expect(name is not None, f"a sheet {title}: {list(sheets)}")
    rows = [row for row in sheets[name] if row[0] == TOTAL[language]]
    expect(len(rows) == 1, f"{title} has a row of totals")
    return rows[0]


def report(text, pdf, sheets, language):
    compared = 0
    compliance = answer("compliance", *DAYS, "--on", "2020-03-31")
    for row in compliance["rows"]:
        if row["delivered"] == 0 and row.get("owed") == 0:
            continue
        place = compliance["names"]["places"][row["place"]]
        figures = [hours(row["owed"], language)] if "owed" in row else []
        compared += has(text, pdf, place, *figures, hours(row["delivered"], language))
    delivered = sum(row["delivered"] for row in compliance["rows"])
    titles = {"en": "Hours owed and delivered", "it": "Ore dovute ed erogate"}
    expect(delivered in total(sheets, titles[language], language), f"{pdf}: {delivered} minutes are the workbook's sum")
    cases = answer("caseload", *DAYS)
    compared += has(text, pdf, {"en": "Open on the last day", "it": "Aperti l'ultimo giorno"}[language], cases["open"])
    compared += has(text, pdf, TOTAL[language], cases["open"])
    mediation = answer("mediations", *DAYS)
    titles = {"en": "Mediation by place", "it": "Mediazione per sede"}
    row = total(sheets, titles[language], language)
    wanted = [mediation[name] for name in ("requests", "askedMinutes", "authorisedMinutes", "deliveredMinutes")]
    expect(row[1:5] == wanted, f"{pdf}: mediation by place adds up to {wanted}: {row}")
    persons = answer("indicators", *DAYS)
    for place, count in persons["byPlace"].items():
        compared += has(text, pdf, compliance["names"]["places"][place], count)
    for target in persons["targets"]:
        compared += has(text, pdf, target["value"], target["reached"])
    return compared + 1 + len(wanted)


def register(text, pdf, sheets, language):
    requests = answer("mediation", "list", *DAYS)["rows"]
    for request in requests:
        has(text, pdf, request["mediation"])
    titles = {"en": "Requests", "it": "Richieste"}
    row = total(sheets, titles[language], language)
    wanted = [sum(request.get(name, 0) for request in requests) for name in ("askedMinutes", "authorisedMinutes", "deliveredMinutes")]
    expect(row[-3:] == wanted, f"{pdf}: the requests add up to {wanted}: {row}")
    titles = {"en": "Deliveries and missed appointments", "it": "Interventi e appuntamenti mancati"}
    known = answer("mediation", "list", "--to", DAYS[3])["rows"]
    steps = sum(step["minutes"] for request in known for step in answer("mediation", "show", request["mediation"], "--to", DAYS[3])["steps"]
                if step["state"] in ("delivered", "missed") and "minutes" in step and step["on"] >= DAYS[1])
    row = total(sheets, titles[language], language)
    expect(steps in row, f"{pdf}: the deliveries add up to {steps}: {row}")
    return len(requests) + len(wanted) + 1


def attendance(text, pdf, sheets, language):
    activity = answer("activity", "show", "a-000026")
    for person in activity["persons"]:
        has(text, pdf, person, "Persona")
    expect(sum("anonim" in line or "anonymous" in line.split() for line in text) >= activity["anonymous"], f"{pdf} has its anonymous rows")
    return len(activity["persons"]) + activity["anonymous"]


def claim(text, pdf, sheets, language):
    claimed = answer("report", "show", "claim-1")
    for entry in claimed["claimed"]:
        has(text, pdf, entry["entry"], hours(entry["minutes"], language))
    titles = {"en": "Entries", "it": "Registrazioni"}
    row = total(sheets, titles[language], language)
    expect(row[5] == claimed["minutes"], f"{pdf}: {claimed['minutes']} minutes are claimed: {row}")
    expect(round(row[6] * 100) == claimed["cents"], f"{pdf}: {claimed['cents']} cents are claimed: {row}")
    return 2 * len(claimed["claimed"]) + 2


def person(text, pdf, sheets, language):
    known = answer("person", "show", "p-000020")
    for name, field in (("evidence", "position"), ("decisions", "position"), ("contacts", "contact"), ("services", "event")):
        for row in known[name]:
            has(text, pdf, row[field])
    return sum(len(known[name]) for name in ("evidence", "decisions", "contacts", "services"))


KINDS = (
    (report, ("report", "--report", "2020-q1")),
    (report, ("report", "--kind", "final", *DAYS)),
    (register, ("mediations", "--quarter", "2020-Q1")),
    (attendance, ("attendance", "--activity", "a-000026", "--names", "--reason", "prova")),
    (claim, ("claim", "--report", "claim-1")),
    (person, ("person", "--person", "p-000020", "--reason", "prova")),
)


def main():
    for worker in ("ed-01", "ed-02", "sw-01", "sw-02", "sw-03"):
        labctl("worker", "set-rate", "--worker", worker, "--annualCostCents", "3123456", "--from", "2019-06-01", *AT)
    labctl("report", "submit", "--report", "claim-1", "--kind", "claim", "--from", "2019-07-01", "--to", "2019-07-31",
           "--withoutRate", "left-out", *AT)
    labctl("report", "submit", "--report", "2020-q1", "--kind", "quarterly", "--quarter", "2020-Q1", *AT)
    # A report made before, of which some figures are different now: an entry was adjusted.
    entry = answer("hours", "list", "--worker", "ed-01", *DAYS)["rows"][0]
    labctl("hours", "adjust", "--worker", "ed-01", "--entry", entry["entry"], "--minutes", str(entry["minutes"] - 15), "--reason", "prova", *AT)
    compared, references = 0, []
    for number, (check, arguments) in enumerate(KINDS):
        language = ("it", "en")[number % 2]
        pdf = FOLDER / f"{number}-{arguments[0]}-{language}.pdf"
        labctl("document", *arguments, "--output", pdf, language=language)
        labctl("document", *arguments, "--output", pdf.with_suffix(".xlsx"), language=language)
        sheets = read_workbook(pdf.with_suffix(".xlsx"))
        code, _ = read_code(pdf)
        AS_OF[:] = ["--as-of", str(int(code.splitlines()[3]) - 1)]
        compared += check(lines(pdf), pdf, sheets, language)
        reference = pdf.with_suffix(".txt")
        reference.write_text(code)
        references.append((reference, code, language))
    said = labctl("document", "claim", "--report", "2020-q1", "--output", FOLDER / "no.pdf", fails=True)
    expect("no claim" in said, f"a report is no claim: {said}")

    export = FOLDER / "kinds.ndjson"
    labctl("log", "export", "--output", export)
    key = labctl("log", "key").strip()
    for reference, code, language in references:
        labctl("document", "verify", reference, language=language)
        labctl("document", "verify", reference, "--file", export, "--key", key, language=language)
        forged = FOLDER / "forged.txt"
        parts = code.splitlines()
        forged.write_text("\n".join(parts[:5] + [parts[4]]) + "\n")
        for extra in ((), ("--file", export, "--key", key)):
            said = labctl("document", "verify", forged, *extra, fails=True)
            expect("the figures of this paper are not those" in said, f"a forged reference is refused: {said}")
    print(f"{len(KINDS)} documents of other kinds, {compared} figures equal labd's; {2 * len(references)} codes verified, "
          f"{2 * len(references)} forgeries refused")


main()
