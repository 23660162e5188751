"""Writes the page of the last figures into the documentation.
   python3 deploy/bench/page.py .build/bench/figures.json"""

import json
import pathlib
import sys

from picture import picture
from report import tables, title

PAGE = pathlib.Path("Sources/LabServer/LabServer.docc")


def markdown(lines):
    header, *rest = lines
    return "\n".join(
        ["| " + " | ".join(header) + " |", "|" + "---|" * len(header), *["| " + " | ".join(line) + " |" for line in rest]])


def write_page(measured):
    """Writes the page of the last figures and its picture into the documentation."""
    machine = measured["machine"]
    texts = [
        "# Figures",
        f"The last figures of `deploy/bench.sh`, of {measured['day']}; the page is written by it, and <doc:Speed> says what each row is."
        f" Medians of {measured['rounds']} round(s), each rate over {measured['rate_seconds']:g} s; the long log has {measured['events']:,}"
        f" events, the longest wait is taken over {measured['stall_events']:,}. In brackets: how many times the other's figure labd's is,"
        " the median of the ratios within rounds.",
        f"Measured on {machine['processor']}, {machine['memory']}, Linux {machine['kernel']}, {machine['disk']}, with"
        f" {'; '.join(machine['versions'].values())}. The load generator runs on the same processors.",
        "![Commands a second of labd and of the others, by the number of clients.](speed)",
    ]
    for name, lines in tables(measured).items():
        if len(lines) > 1:
            texts += [f"## {name}", markdown(lines)]
    if measured["absent"]:
        texts.append("Not here: " + "; ".join(f"{title(measured, name)} ({reason})" for name, reason in measured["absent"].items()) + ".")
    fairness = [f"- **{peer['title']}.** {peer['fairness']}" for peer in measured["peers"].values() if peer["title"] != "labd before"]
    texts += ["## What is fair and what is not", "\n".join(fairness)]
    (PAGE / "Figures.md").write_text("\n\n".join(texts) + "\n")
    (PAGE / "Resources" / "speed.svg").write_text(picture(measured))


if __name__ == "__main__":
    write_page(json.loads(pathlib.Path(sys.argv[1]).read_text()))
