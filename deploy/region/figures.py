"""Holds the region's answers against the offices' own, and the sums against sums computed here."""

import json
import os

from offices import unix_connection, ask

VIEWS = ["compliance", "caseload", "mediations", "indicators", "youth", "costs", "audit"]
# Some totals of each view, as paths of members; the sum is computed from the offices' own answers.
TOTALS = {
    "compliance": [("total", "owed"), ("total", "delivered"), ("total", "balance")],
    "caseload": [("open",), ("closed",), ("flow", "opened"), ("openByPhase",)],
    "mediations": [("requests",), ("askedMinutes",), ("deliveredMinutes",), ("byState",), ("byMonth",)],
    "indicators": [("personsServed",), ("byLine",), ("byAge",), ("servedNotCounted",)],
    "youth": [("orientation", "sessions"), ("orientation", "persons"), ("activities", "minutes"), ("bySchoolExit",)],
    "costs": [],
    "audit": [],
}


def member(value, path):
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def total(values):
    """Adds numbers, and objects of numbers member by member; what is no number is left out as the region does."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    if all(isinstance(value, dict) for value in values):
        names = sorted({name for value in values for name in value})
        sums = {name: total([value.get(name) for value in values]) for name in names}
        return {name: sum for name, sum in sums.items() if sum is not None}
    return sum(values) if all(isinstance(value, int) for value in values) else None


def check_figures(trial, views=VIEWS, query=""):
    """Every office's row in the region is what its own labd answers, and the totals are the sums."""
    compared = sums = 0
    for view in views:
        answer = trial.region.view(f"/v1/{view}{query}")
        rows = {row["office"]: row for row in answer["offices"]}
        own = {}
        for office in trial.offices:
            status, body = ask(office.socket, f"/v1/{view}{query}")
            if status != 200:
                raise SystemExit(f"{office.name} does not answer {view}: {body[:200]}")
            own[office.name] = json.loads(body)
            mine = rows[office.name].get("answer")
            if mine != own[office.name]:
                differing = [name for name in own[office.name] if (mine or {}).get(name) != own[office.name][name]]
                raise SystemExit(f"{view} of {office.name} differs in the region, in {differing}: {json.dumps(rows[office.name])[:500]}")
            compared += 1
            # The office's own socket in the region answers byte for byte as the office does.
            if ask(trial.region.office_socket(office), f"/v1/{view}{query}")[1] != body:
                raise SystemExit(f"{view} of {office.name} differs on its socket in the region")
        added = [rows[name]["answer"] for name in rows if "answer" in rows[name]]
        for path in TOTALS[view]:
            expected, found = total([member(each, path) for each in added]), member(answer["sum"], path)
            if expected != found:
                raise SystemExit(f"the sum of {view} {path}: expected {expected}, found {found}")
            sums += 1
    office = trial.offices[0]
    connection = unix_connection(trial.region.office_socket(office))
    connection.request("POST", "/v1/commands", b"{}", {"Content-Type": "application/json"})
    refused = connection.getresponse()
    if refused.status != 403 or b"not-permitted" not in refused.read():
        raise SystemExit(f"a copy takes commands: {refused.status}")
    print(f"figures: {compared} answers of offices are the offices' own, {sums} totals are the sums", flush=True)


def freeze(trial):
    """Freezes the figures of all offices in a file."""
    path = f"{trial.folder}/frozen.json"
    done = trial.region.labctl("region", "--on", "2019-12-31", "--output", path)
    if done.returncode or not os.path.exists(path):
        raise SystemExit(f"labctl region --output: {done}")
    if trial.region.labctl("region", "--on", "2019-12-31", "--output", path).returncode != 2:
        raise SystemExit("what was frozen was replaced")
    return path


def hold(trial, path):
    """Holds the frozen figures against the offices' logs, which have gone on; then forged ones."""
    done = trial.region.labctl("region", "--against", path)
    if done.returncode:
        raise SystemExit(f"the frozen figures do not follow from the logs: {done.stdout[-3000:]} {done.stderr}")
    with open(path) as file:
        report = json.load(file)
    for name, forge, everywhere, code in [
            ("nothing", lambda view: None, False, 0),
            ("a figure and its sum", lambda view: [
                each.update(requests=each["requests"] + 1) for each in (view["offices"][0]["answer"], view["sum"])], False, 1),
            ("a figure", lambda view: view["offices"][0]["answer"].update(requests=-1), False, 1),
            ("a sum", lambda view: view["sum"].update(requests=-1), False, 1),
            ("a root", lambda view: view["offices"][0].update(root=view["offices"][1]["root"]), True, 1),
            # Of wrong usage: labctl writes no such file.
            ("an office's row, twice", lambda view: view["offices"].append(view["offices"][0]), True, 2)]:
        forged = json.loads(json.dumps(report))
        for view in forged["views"]:
            if everywhere or view["view"] == "mediations":
                forge(view)
        with open(path + ".forged", "w") as file:
            file.write(json.dumps(forged, separators=(",", ":"), sort_keys=True, ensure_ascii=False))
        done = trial.region.labctl("region", "--against", path + ".forged")
        if done.returncode != code:
            raise SystemExit(f"{name} was forged, and labctl says: {done}")
    print(f"frozen: {len(report['views'])} views of {len(report['views'][0]['offices'])} offices still follow from the logs; 5 forgeries found", flush=True)
