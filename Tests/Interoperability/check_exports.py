#!/usr/bin/env python3
"""Checks labd's exports with the tools for which they are made: pm4py reads the exports, and the cloudevents SDK reads the
lines of the log.

    check_exports.py events.ndjson [--xes FILE] [--ocel FILE] [--cases N] [--events N] [--require]

The expected contents of the exports are computed here from events.ndjson (curl .../v1/events?from=0), by the same rules but
with different code. --cases and --events give the known number of cases (streams case/ID and mediation/ID) and of events,
so that an empty log with empty exports does not pass.

Exits with 0 if everything is correct. If a package is missing, it prints "skipped: no ..." and exits with 0; with --require
it fails. Packages: pip install pm4py cloudevents
"""

import argparse
import collections
import importlib.metadata
import json
import os
import re
import sys
import warnings

PROCESSES = ("case", "mediation")
OCEL_TYPES = {"string": str, "time": str, "integer": int, "float": float, "boolean": bool}
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


# pm4py reads this when it is imported. Its progress bars would hide this program's output.
os.environ.setdefault("PM4PY_SHOW_PROGRESS_BAR", "False")


class Wrong(Exception):
    """An export differs from what is expected."""


def expect(found, expected, what):
    if found != expected:
        raise Wrong(f"{what}: {found!r} found, {expected!r} expected")


def import_or_none(name):
    try:
        with warnings.catch_warnings():
            # Warnings of a package about itself or its dependencies during import are not about our files.
            warnings.simplefilter("ignore")
            return __import__(name)
    except ImportError:
        return None


def strictly():
    """Turns warnings into errors, except one: for any file, pm4py recommends a faster reader that is not installed."""
    catcher = warnings.catch_warnings()
    catcher.__enter__()
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", message=r"Install the optional requirement `r4pm`")
    warnings.filterwarnings("ignore", message=r"The import/export operation is using the line-by-line backend")
    warnings.filterwarnings("ignore", message=r"In the current version, the import/export operation uses")
    return catcher


def read_events(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def standing(events):
    """Returns the events without the voided ones and those that voided them."""
    voided = {event["data"]["position"] for event in events if event["type"] == "record.voided"}
    return [event for event in events if event["type"] != "record.voided" and event["position"] not in voided]


def processes(events):
    """Returns the events of each case and mediation, by id, ordered by day."""
    streams = collections.defaultdict(list)
    for event in standing(events):
        kind, _, name = event["subject"].partition("/")
        if kind in PROCESSES:
            streams[name].append(event)
    for stream in streams.values():
        stream.sort(key=lambda event: (event["occurred"], event["position"]))
    return streams


def phases(events):
    """Returns the phase that each event enters, by position, for the events that enter one."""
    entered, first = {}, None
    for event in events:
        if event["type"] == "project.plan-adopted":
            first = event["data"]["plan"]["phases"][0]["id"]
        elif event["type"] == "case.opened":
            entered[event["position"]] = first
        elif event["type"] == "case.phase-advanced":
            entered[event["position"]] = event["data"]["phase"]
    return entered


def workers(stream):
    """Returns who performed each event of a case or mediation, in order: the worker whom it names, otherwise the case's
    worker at that point."""
    found, has = [], None
    for event in stream:
        data, kind = event["data"], event["type"]
        named = data.get("worker") or data.get("mediator") or (data["by"] if kind == "mediation.authorised" else None)
        if kind in ("case.opened", "case.assigned", "mediation.assigned"):
            has = named
        whose = kind.startswith("case.") or kind in ("mediation.delivered", "mediation.missed")
        found.append(named or (has if whose else None) or event["actor"])
    return found


def check_phases(pm4py, frame, expected, entered, name):
    """Returns what is mined from the moves alone: the phases, how often each is entered, and which phase follows which."""
    moves = frame[frame["type"].isin(["case.opened", "case.phase-advanced"])]
    counts = collections.Counter(phase for stream in expected.values() for e in stream
                                 if (phase := entered.get(e["position"])))
    expect(moves["concept:name"].value_counts().to_dict(), dict(counts), f"XES, phases entered ({name})")
    pairs = collections.Counter()
    for stream in expected.values():
        way = [entered[e["position"]] for e in stream if e["position"] in entered]
        pairs.update(zip(way, way[1:]))
    graph, _, _ = pm4py.discover_dfg(pm4py.format_dataframe(moves))
    expect(dict(graph), dict(pairs), f"XES, phases that follow each other ({name})")
    for column in ("concept:name", "type"):
        activities = pm4py.get_event_attribute_values(frame, column)
        expect(sum(activities.values()), len(frame), f"XES, each event has its {column} ({name})")


def check_xes(pm4py, path, events):
    expected = processes(events)
    entered = phases(events)
    count = sum(len(stream) for stream in expected.values())
    for variant in (None, "iterparse", "iterparse_20", "line_by_line", "chunk_regex"):
        catcher = strictly()
        try:
            frame = pm4py.read_xes(path, variant=variant)
            log = pm4py.read_xes(path, variant=variant, return_legacy_log_object=True)
            ordered = pm4py.format_dataframe(frame)
            graph, starts, ends = pm4py.discover_dfg(ordered)
        finally:
            catcher.__exit__(None, None, None)
        name = variant or "as pm4py chooses"
        expect(frame["case:concept:name"].nunique(), len(expected), f"XES, cases ({name})")
        expect(len(frame), count, f"XES, events ({name})")
        expect(sum(starts.values()), len(expected), f"XES, first events ({name})")
        expect(str(frame["time:timestamp"].dtype).startswith("datetime64"), True, f"XES, times are times ({name})")
        for trace in log:
            stream = expected[trace.attributes["concept:name"]]
            expect([e["type"] for e in trace], [e["type"] for e in stream], f"XES, what happened ({name})")
            expect([e["concept:name"] for e in trace], [entered.get(e["position"], e["type"]) for e in stream],
                   f"XES, activities ({name})")
            expect({e["lifecycle:transition"] for e in trace}, {"complete"}, f"XES, transitions ({name})")
            expect([e["position"] for e in trace], [e["position"] for e in stream], f"XES, positions ({name})")
            expect([e["time:timestamp"].strftime("%Y-%m-%d") for e in trace], [e["occurred"] for e in stream],
                   f"XES, days ({name})")
            expect([e["org:resource"] for e in trace], workers(stream), f"XES, workers ({name})")
        # The other readers do not preserve a log's classifiers.
        if name.startswith("iterparse"):
            expect(dict(log.classifiers), {"Activity": ["concept:name"], "Type": ["type"]},
                   f"XES, classifiers ({name})")
        check_phases(pm4py, ordered, expected, entered, name)
    lost = [e for e in events if e["subject"].startswith(tuple(f"{kind}/" for kind in PROCESSES))]
    expect(log.attributes["voided"], sum(e["type"] == "record.voided" for e in lost), "XES, voided")
    print(f"XES: {len(expected)} cases, {count} events, {log.attributes['voided']} voided, no warnings, 5 readers")


def check_ocel_document(path, events):
    """Checks what OCEL 2.0 requires of a document: everything used is declared, everything referenced exists, and ids are
    unique."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    expect(sorted(document), ["eventTypes", "events", "objectTypes", "objects"], "OCEL, members")
    types = {t["name"]: {a["name"]: a["type"] for a in t["attributes"]} for t in document["eventTypes"]}
    expect(len(types), len(document["eventTypes"]), "OCEL, event types are unique")
    object_types = {t["name"] for t in document["objectTypes"]}
    objects = {o["id"]: o["type"] for o in document["objects"]}
    expect(len(objects), len(document["objects"]), "OCEL, objects are unique")
    expect(set(objects.values()), object_types, "OCEL, object types are declared and used")
    named = set()
    for event in document["events"]:
        expect(bool(UTC.fullmatch(event["time"])), True, f"OCEL, time of {event['id']}")
        for attribute in event["attributes"]:
            kind = OCEL_TYPES[types[event["type"]][attribute["name"]]]
            expect(type(attribute["value"]), kind, f"OCEL, {attribute['name']} of {event['id']}")
        for relationship in event["relationships"]:
            expect(bool(relationship["qualifier"]), True, f"OCEL, a qualifier in {event['id']}")
            named.add(relationship["objectId"])
        expect(bool(event["relationships"]), True, f"OCEL, objects of {event['id']}")
    expect(sorted(named - set(objects)), [], "OCEL, objects that are named and do not exist")
    expect(sorted(set(objects) - named), [], "OCEL, objects that exist and are not named")
    expect([e["id"] for e in document["events"]],
           [e["id"] for e in sorted(standing(events), key=lambda e: (e["occurred"], e["position"]))], "OCEL, events")
    return document


def check_ocel(pm4py, path, events):
    document = check_ocel_document(path, events)
    catcher = strictly()
    try:
        ocel = pm4py.read_ocel2_json(path)
        flat = pm4py.ocel_flattening(ocel, "mediation")
    finally:
        catcher.__exit__(None, None, None)
    expect(len(ocel.events), len(standing(events)), "OCEL, events as pm4py has them")
    expect(len(ocel.objects), len(document["objects"]), "OCEL, objects as pm4py has them")
    expect(len(ocel.relations), sum(len(e["relationships"]) for e in document["events"]), "OCEL, relationships")
    expect(set(pm4py.ocel_get_object_types(ocel)), {t["name"] for t in document["objectTypes"]}, "OCEL, object types")
    mediations = {(event["id"], relationship["objectId"]) for event in document["events"]
                  for relationship in event["relationships"] if relationship["objectId"].startswith("mediation/")}
    expect(len(flat), len(mediations), "OCEL, events with their mediations")
    print(f"OCEL: {len(ocel.events)} events, {len(ocel.objects)} objects, {len(ocel.relations)} relationships, "
          "no warnings")


def cloudevents_reader():
    """Returns the function that reads one line as a CloudEvent, for version 2 or version 1 of the SDK; None without the
    SDK."""
    if import_or_none("cloudevents") is None:
        return None
    try:
        from cloudevents.core.formats.json import JSONFormat

        return lambda line: JSONFormat().read(None, line).get_attributes()
    except ImportError:
        from cloudevents.http import from_json

        return lambda line: from_json(line).get_attributes()


def check_cloudevents(read, path, events):
    with open(path, "rb") as file:
        for line, event in zip(file, events, strict=True):
            catcher = strictly()
            try:
                attributes = read(line)
            finally:
                catcher.__exit__(None, None, None)
            for name in ("id", "source", "specversion", "type", "subject", "position", "revision", "actor", "cause"):
                expect(attributes[name], event[name], f"CloudEvents, {name} of {event['id']}")
    print(f"CloudEvents: {len(events)} events, no warnings")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", help="the log's lines, from position 0")
    parser.add_argument("--xes", help="the XES export of them")
    parser.add_argument("--ocel", help="the OCEL 2.0 JSON export of them")
    parser.add_argument("--cases", type=int, help="the known number of cases in the log")
    parser.add_argument("--events", dest="count", type=int, help="the known number of events in the log")
    parser.add_argument("--require", action="store_true", help="a missing package is a failure")
    options = parser.parse_args()
    skipped = []
    try:
        events = read_events(options.events)
        if options.count is not None:
            expect(len(events), options.count, "events of the log")
        if options.cases is not None:
            expect(len(processes(events)), options.cases, "cases of the log")
        if options.xes or options.ocel:
            pm4py = import_or_none("pm4py")
            if pm4py is None:
                skipped.append("pm4py")
            else:
                print(f"pm4py {importlib.metadata.version('pm4py')}")
                if options.xes:
                    check_xes(pm4py, options.xes, events)
                if options.ocel:
                    check_ocel(pm4py, options.ocel, events)
        read = cloudevents_reader()
        if read is None:
            skipped.append("cloudevents")
        else:
            print(f"cloudevents {importlib.metadata.version('cloudevents')}")
            check_cloudevents(read, options.events, events)
    except Wrong as wrong:
        print(f"wrong: {wrong}", file=sys.stderr)
        return 1
    except Warning as warning:
        print(f"wrong: a warning: {type(warning).__name__}: {warning}", file=sys.stderr)
        return 1
    for name in skipped:
        print(f"skipped: no {name}")
    return 1 if skipped and options.require else 0


if __name__ == "__main__":
    sys.exit(main())
