"""The figures as JSON and as tables."""

import time

from rows import COLUMNS, ROWS

#: The columns that are not peers of their own.
TITLES = {"copy": "PostgreSQL COPY", "labd": "labd", "before": "labd before"}

def collected(bench, machine, seconds):
    """Returns everything that was measured."""
    figures = bench.figures
    rows = {}
    for id, row in ROWS.items():
        columns = {}
        for column in figures.columns(id):
            columns[column] = {
                "median": figures.median(id, column), "rounds": figures.of(id, column), "ratio": figures.ratio(id, column),
                **{
                    name: figures.median(id, column, name)
                    for name in ("p50", "p90", "p99", "p999", "max", "server", "generator")
                    if figures.of(id, column, name)}}
        if columns:
            rows[id] = {"title": row.title, "unit": row.unit, "digits": row.digits, "more": row.more, "columns": columns}
    return {
        "day": time.strftime("%Y-%m-%d", time.gmtime()), "machine": machine, "seconds": seconds, "quick": bench.quick,
        "rounds": len(figures.rounds), "rate_seconds": bench.seconds, "events": bench.events, "stall_events": bench.stall_events,
        "rows": rows, "syncs": bench.syncs, "absent": figures.absent,
        "peers": {peer.name: {"title": peer.title, "fairness": peer.fairness} for peer in bench.everything},
        "failed": bench.failed}


def title(measured, column):
    return TITLES.get(column) or measured["peers"][column]["title"]


def number(value, digits):
    return "" if value is None else f"{value:,.{digits}f}"


def compared(measured):
    """Returns the table of rows in which labd has peers: labd's figure, then each peer's with labd's part of it."""
    rows = {id: row for id, row in measured["rows"].items() if len(row["columns"]) > 1}
    columns = [column for column in COLUMNS if column in measured["absent"] or any(column in row["columns"] for row in rows.values())]
    lines = [["", *[title(measured, column) for column in columns]]]
    for row in rows.values():
        cells = [f"{row['title']}, {unit(row)}"]
        for column in columns:
            cell = row["columns"].get(column)
            if cell is None:
                missing = column in measured["absent"]
                cells.append("not here" if missing else "–")
            elif column == "labd" or cell["ratio"] is None:
                cells.append(number(cell["median"], row["digits"]))
            else:
                cells.append(f"{number(cell['median'], row['digits'])} ({cell['ratio']:.2f})")
        lines.append(cells)
    return lines


def alone(measured):
    """Returns the table of labd's own rows."""
    lines = [["", "labd", "half within", "99 % within"]]
    for row in measured["rows"].values():
        if len(row["columns"]) == 1 and "labd" in row["columns"]:
            cell = row["columns"]["labd"]
            times = [f"{cell[name]:.1f} ms" if row["unit"] == "/s" and name in cell else "" for name in ("p50", "p99")]
            lines.append([row["title"], f"{number(cell['median'], row['digits'])} {row['unit']}", *times])
    return lines


def latencies(measured):
    """Returns the table of how long single commands take and cost."""
    lines = [["clients", "", "/s", "half within", "99 %", "99.9 %", "longest", "CPU of the server", "of the generator"]]
    for id, row in measured["rows"].items():
        if not id.startswith("single-"):
            continue
        for column, cell in row["columns"].items():
            if "p50" not in cell:
                continue
            lines.append([
                id.removeprefix("single-"), title(measured, column), number(cell["median"], 0),
                *[f"{cell[name]:.2f} ms" for name in ("p50", "p99", "p999", "max")],
                f"{cell['server']:.0f} µs" if "server" in cell else "in one process", f"{cell['generator']:.0f} µs"])
    return lines


def durable(measured):
    """Returns the table of the syncs."""
    lines = [["", "syncs for each command of a lone client", "by"]]
    for name, seen in measured["syncs"].items():
        lines.append([title(measured, name), f"{seen['syncs'] / seen['commands']:.2f}", ", ".join(seen["calls"]) or "nothing"])
    return lines


def unit(row):
    return {"/s": "a second", "×": "times"}.get(row["unit"], row["unit"])


def aligned(lines):
    widths = [max(len(line[index]) for line in lines) for index in range(len(lines[0]))]
    left = [index == 0 or not any(character.isdigit() for line in lines[1:] for character in line[index]) for index in range(len(widths))]
    return "\n".join(
        "  ".join(cell.ljust(width) if is_left else cell.rjust(width) for cell, width, is_left in zip(line, widths, left)).rstrip()
        for line in lines)


def table(measured):
    """Returns the tables for a terminal."""
    parts = [aligned(lines) for lines in tables(measured).values() if len(lines) > 1]
    if measured["quick"]:
        parts.insert(0, "These figures mean nothing: too short, too small, and possibly without optimisation.")
    parts += [f"{title(measured, name)}: not here ({reason})" for name, reason in measured["absent"].items()]
    return "\n\n".join(parts) + "\n\nIn brackets: how many times the other's figure labd's is, the median of the ratios within rounds."


def tables(measured):
    return {
        "labd and the others": compared(measured), "labd alone": alone(measured), "How long, and at what cost": latencies(measured),
        "What is on the disk when it is acknowledged": durable(measured)}
