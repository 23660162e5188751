"""Holds the examples of /openapi.json against what labd answers with the demonstration's season in its log, or writes them.

    check_examples.py SOCKET OPENAPI SEASON EXAMPLES [--write]
"""

import json
import pathlib
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import unix_http

#: What views are asked, besides their first two rows where they take `limit`; the last day of the season where nothing is said.
QUESTIONS = {
    "claimable": {"from": "2019-06-03", "to": "2019-06-03"},
    "compliance": {"place": "rovato", "line": "secretariat-towns", "on": "2019-06-30"},
    "costs": {"worker": "sw-02", "month": "2019-06"},
    "diff": {"since": "4790"},
    "explain": {"of": "compliance", "line": "secretariat-towns", "place": "rovato", "week": "2019-W45"},
    "indicators": {"from": "2019-06-01", "to": "2019-06-30", "place": "rovato"},
    "mediations": {"month": "2019-06"},
    "timesheets": {"worker": "sw-02", "month": "2019-06"},
    "youth": {"place": "castelcovati"},
}
#: What parameters are that must be given.
VALUES = {"worker": "sw-02", "month": "2019-11"}
#: What these answer depends on the account that asks.
ASKERS = {"today", "undo", "usual"}


def ask(socket, path):
    connection = unix_http.Connection(socket)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {body.decode()}")
    return json.loads(body)


def main():
    socket, openapi, season, examples = sys.argv[1:5]
    document = json.load(open(openapi))
    lines = [json.loads(line) for line in open(season)]
    made = {"answers": {}, "commands": {}}
    for line in lines:
        made["commands"].setdefault(line["command"], line)
    first = {"entry": next(line["data"]["entry"] for line in lines if line["command"] == "hours.log")}
    for line in lines:
        name = line["command"].split(".")[0]
        if name in line["data"]:
            first.setdefault(name, line["data"][name])
    for path, item in sorted(document["paths"].items()):
        view = path.split("/")[-1]
        if "Views" not in item.get("get", {}).get("tags", []) or view == "plan" or view in ASKERS:
            continue
        query = dict(QUESTIONS.get(view, {}))
        names = {parameter["name"]: parameter for parameter in item["get"].get("parameters", [])}
        for name, parameter in names.items():
            if parameter["required"] and name not in query:
                query[name] = first.get(view) if name == "id" else VALUES[name]
        if None in query.values():
            # The season has nothing of that kind.
            continue
        if "limit" in names:
            query.setdefault("limit", "2")
        answer = ask(socket, f"{path}?{urllib.parse.urlencode(query)}" if query else path)
        made["answers"][view] = {"query": query, "answer": answer}
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    if sys.argv[5:] == ["--write"]:
        pathlib.Path(examples).write_text(text, encoding="utf-8")
        sizes = sorted(((len(json.dumps(asked["answer"])), view) for view, asked in made["answers"].items()), reverse=True)
        print(f"{len(text)} bytes; the longest answers: {sizes[:8]}")
        return
    kept = json.loads(pathlib.Path(examples).read_text(encoding="utf-8"))
    for kind, wanted in made.items():
        for name in sorted(wanted.keys() | kept[kind].keys()):
            if kept[kind].get(name) != wanted.get(name):
                raise SystemExit(f"the example of {name} is not what the season gives; run check_examples.py with --write")
    print(f"{len(made['answers'])} answers and {len(made['commands'])} commands in the document are the season's")


if __name__ == "__main__":
    main()
