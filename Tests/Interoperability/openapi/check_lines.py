"""Holds every line of an exported log, and every form of data that labd ever stored, against the schema that the export carries.

    python3 check_lines.py EXPORT GOLDEN      EXPORT.schema.json is the schema, GOLDEN a folder of TYPE.VERSION.json"""

import collections
import json
import pathlib
import sys

import jsonschema


def main():
    export, golden = sys.argv[1:]
    schema = json.loads(pathlib.Path(export + ".schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    of_line = {
        name: jsonschema.Draft202012Validator(form, format_checker=jsonschema.FormatChecker())
        for name, form in schema["$defs"].items()}
    lines = [json.loads(line) for line in pathlib.Path(export).read_text().splitlines()]
    for line in lines:
        for error in of_line[line["type"]].iter_errors(line):
            sys.exit(f"position {line['position']}, {error.json_path}: {error.message}")
    # As a reader who knows no types: exactly one form fits. One line of each type is enough for that.
    whole = jsonschema.Draft202012Validator(schema)
    samples = {line["type"]: line for line in lines}
    for line in samples.values():
        whole.validate(line)
    hours = samples["hours.logged"]
    forms = 0
    for path in sorted(pathlib.Path(golden).glob("*.json")):
        name, version, _ = path.name.rsplit(".", 2)
        line = {**hours, "type": name, "schema": int(version), "data": json.loads(path.read_text())}
        if name not in of_line:
            sys.exit(f"{path.name}: no schema of {name}")
        for error in of_line[name].iter_errors(line):
            sys.exit(f"{path.name}, {error.json_path}: {error.message}")
        forms += 1
    # It must be able to fail.
    for broken in ({**hours, "type": "hours.invented"}, {**hours, "position": "7"}, {**hours, "data": {**hours["data"], "minutes": "7:30"}},
                   {**hours, "note": "x"}, {name: value for name, value in hours.items() if name != "actor"}):
        if whole.is_valid(broken):
            sys.exit(f"a broken line is valid: {json.dumps(broken)}")
    types = collections.Counter(line["type"] for line in lines)
    print(f"{len(lines)} lines of {len(types)} types, and {forms} forms of data, as the schema of {len(of_line)} types says")


if __name__ == "__main__":
    main()
