#!/usr/bin/env python3
"""Plays a viewer who tries to compute the figures that aggregates withhold.

    small_cells.py --labd PROGRAM [--seasons N] [--seed N]

For each random season, it starts a labd with a simulated log and records the season. At several moments, before and after
late entries, links, voided records and erasures, it requests every range of quarters. From all the answers together it
computes a lower and an upper bound for each withheld cell (viewer_attack.py). It fails if fewer than five values are
possible for a cell, if a disclosed figure changed later, if a figure from 1 to 4 was disclosed, or if a cell's true value,
taken from the coordinator's views, is not among the possible ones, which would mean that the attacker's model is wrong.
"""

import argparse
import collections
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

from random_season import Season
from unix_http import Connection
from viewer_attack import CASES, OPEN, TABLES, TOTAL, Attack, is_told

QUARTERS = ["2019-Q2", "2019-Q3", "2019-Q4", "2020-Q1"]
MOMENTS = ["2019-07-31", "2019-10-15", "2019-11-04", "2020-01-20", "2020-02-10", "2020-03-30", "2020-05-04",
           "2020-06-20", "2020-10-01", "2021-09-01", "2026-03-01"]
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")


class Labd:
    """A separate labd with an empty simulated log; the account that runs this has every role."""

    def __init__(self, program, directory):
        with open(os.path.join(ROOT, "config", "labd.toml"), encoding="utf-8") as file:
            lines = ['owner = ["viewer", "operator", "coordinator"]\n' if line.startswith("owner =") else line
                     for line in file]
        settings = os.path.join(directory, "labd.toml")
        with open(settings, "w", encoding="utf-8") as file:
            file.writelines(lines)
        path = os.path.join(directory, "s")
        self.journal = open(os.path.join(directory, "journal"), "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [program, "--config", settings, "--data", os.path.join(directory, "data"), "--socket", path, "--simulated"],
            stderr=self.journal)
        for _ in range(300):
            if os.path.exists(path):
                break
            time.sleep(0.05)
        self.connection = Connection(path)
        self.positions = {}
        self.refused = collections.Counter()

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait()
        self.journal.close()

    def send(self, rows):
        """Records commands and skips refused ones, such as a step of a case that was overtaken by a late one."""
        lines = []
        for at, command in rows:
            if command["command"] == "record.void":
                self.post(lines)
                lines = []
                position = self.positions.get(command["data"]["position"])
                if position is None:
                    continue
                command = dict(command, data=dict(command["data"], position=position))
            lines.append(json.dumps(dict(command, at=at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))))
        self.post(lines)

    def post(self, lines):
        if not lines:
            return
        body = "\n".join(lines) + "\n"
        self.connection.request("POST", "/v1/commands", body.encode(), {"Content-Type": "application/x-ndjson"})
        for line in self.connection.getresponse().read().decode().splitlines():
            answer = json.loads(line)
            if "events" in answer:
                self.positions[answer["id"]] = answer["events"][0]["position"]
            else:
                self.refused[answer.get("code")] += 1

    def ask(self, view, **parameters):
        """Returns a view's answer; None for days that it does not accept, or not yet."""
        query = urllib.parse.urlencode({key.rstrip("_"): value for key, value in parameters.items()})
        self.connection.request("GET", f"/v1/{view}?{query}")
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        if response.status == 200:
            return answer
        if answer.get("code") in ["invalid-value", "no-plan"] and answer.get("accepted"):
            return None
        raise SystemExit(f"labd answered {response.status} to {view}?{query}: {answer}")


def edges(span):
    """Returns the first and the last day of consecutive quarters."""
    def parts(quarter):
        year, number = quarter.split("-Q")
        return int(year), int(number)
    year, number = parts(span[0])
    first = dt.date(year, 3 * number - 2, 1)
    year, number = parts(span[-1])
    after = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - dt.timedelta(days=1)


def look(labd):
    """Returns every range that is answered now."""
    answers = {}
    for first in range(len(QUARTERS)):
        for last in range(first, len(QUARTERS)):
            span = tuple(QUARTERS[first:last + 1])
            start, end = edges(span)
            answer = labd.ask("aggregates", from_=start, to=end)
            if answer is not None:
                answers[span] = answer
    return answers


def truth(labd, answers, cell, quarters):
    """Returns the true value of a cell, taken from the views that a coordinator may ask."""
    spans = [quarters]
    moment = {}
    now = {"asOf": max(answer["position"] for answer in answers.values())}
    if all("quarters" in answer for answer in answers.values()):
        spans = [(quarter,) for quarter in quarters]
        moment = {each["quarter"]: {"asOf": each["position"]} for answer in answers.values()
                  for each in answer["quarters"]}
    value = 0
    for span in spans:
        start, end = edges(span)
        known = moment.get(span[0], now)
        if cell == OPEN or cell[0] in CASES:
            view = labd.ask("caseload", on=end, **known)
            counts = {"casesOpen": view["open"], "casesByPhase": view["openByPhase"],
                      "casesByPlace": {place: each["open"] for place, each in view["byPlace"].items()}}[cell[0]]
        else:
            counts = labd.ask("indicators", from_=start, to=end, **known)[cell[0]]
        value += counts if isinstance(counts, int) else counts.get(cell[1], 0)
    return value


def told(answers):
    """Returns the figures disclosed for single quarters, by quarter and cell."""
    figures = {}
    for span, answer in answers.items():
        if len(span) == 1:
            figures[span[0], TOTAL] = answer["personsServed"]
            figures[span[0], OPEN] = answer["casesOpen"]
            for table in TABLES:
                for name, figure in answer[table].items():
                    figures[span[0], (table, name)] = figure
    return figures


def play(labd, season, tally):
    rows = season.commands()
    sent = 0
    before = {}
    asked = {}
    for moment in MOMENTS:
        at = dt.datetime.fromisoformat(moment)
        upto = sent
        while upto < len(rows) and rows[upto][0] < at:
            upto += 1
        labd.send(rows[sent:upto])
        sent = upto
        # The simulated time is the time of the last event.
        labd.send([(at, {"id": f"now-{moment}", "command": "person.register",
                         "data": {"person": f"now-{moment}", "nationality": "XX", "basis": "declared"}})])
        answers = look(labd)
        now = told(answers)
        changed = [key for key in before if key[0] in {quarter for quarter, _ in now} and before[key] != now.get(key, 0)]
        for key in changed:
            tally["figures that changed after they were told"] += 1
            old, new = before[key], now.get(key, 0)
            if is_told(old) and is_told(new) and abs(new - old) < 5:
                tally["changes of 1 to 4 that two answers tell"] += 1
        # Figures seen earlier are included in those seen later, unless they change.
        if changed:
            attack(labd, asked, season, tally)
        before |= now
        asked = answers
    attack(labd, asked, season, tally)
    tally["commands refused"] += sum(labd.refused.values())
    tally["commands recorded"] += len(labd.positions)


def attack(labd, answers, season, tally):
    if not answers:
        return
    for (_, cell), figure in told(answers).items():
        tally["figures of quarters"] += 1
        if is_told(figure):
            tally["figures of quarters that are told"] += 1
            if 1 <= figure <= 4:
                tally["figures from 1 to 4 that are told"] += 1
    model = Attack(answers, season.plan)
    for cell, quarters in model.withheld():
        low, high = model.bounds(cell, quarters)
        tally["withheld cells"] += 1
        tally[f"remaining values, least: {min(high - low + 1, 10)}"] += 1
        if low == high:
            tally["solved"] += 1
            if 1 <= low <= 4:
                tally["solved, and from 1 to 4"] += 1
        if high - low + 1 < 5:
            tally["narrowed to fewer than five values"] += 1
        if 1 <= low and high <= 4:
            tally["narrowed to within 1 to 4"] += 1
        if not low <= truth(labd, answers, cell, quarters) <= high:
            tally["true values outside of what remains"] += 1


FAILURES = ["figures that changed after they were told", "changes of 1 to 4 that two answers tell",
            "figures from 1 to 4 that are told", "solved", "solved, and from 1 to 4",
            "narrowed to fewer than five values", "narrowed to within 1 to 4", "true values outside of what remains"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--labd", required=True, help="the program")
    arguments.add_argument("--seasons", type=int, default=3)
    arguments.add_argument("--seed", type=int, default=1, help="of the first season; the others' follow")
    options = arguments.parse_args()
    # labd must be stopped together with this program.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    tally = collections.Counter()
    for seed in range(options.seed, options.seed + options.seasons):
        season = Season(seed, os.path.join(ROOT, "config", "lab-impact.toml"))
        with tempfile.TemporaryDirectory() as directory:
            labd = Labd(options.labd, directory)
            own = collections.Counter()
            try:
                play(labd, season, own)
            finally:
                labd.stop()
        failed = [f"{own[name]} {name}" for name in FAILURES if own[name]]
        print(f"seed {seed}: {season.size} persons, {own['withheld cells']} withheld cells, "
              f"{own['figures of quarters that are told']} of {own['figures of quarters']} figures told"
              + "".join(f"; {each}" for each in failed), flush=True)
        tally += own
    for name in sorted(set(tally) | set(FAILURES)):
        print(f"{tally[name]:8}  {name}")
    if not tally["withheld cells"] or not tally["figures of quarters that are told"]:
        raise SystemExit("no figure was withheld, or none was disclosed: these seasons test nothing")
    if any(tally[name] for name in FAILURES):
        raise SystemExit("withheld figures can be computed")


if __name__ == "__main__":
    main()
