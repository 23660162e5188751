#!/usr/bin/env bash
# Tries labd by its own description: openapi-spec-validator reads /openapi.json, whose examples are what labd answers with the
# demonstration's season (check_examples.py), a Python client that openapi-python-client makes of it
# asks and records (client.py), jsonschema holds every line of a log against the schema that is exported with it (check_lines.py), and
# schemathesis sends labd what it allows and what it does not, over a log with a season in it, with
# every check. All come from PyPI; if they cannot be installed, it says so and succeeds; with --require it fails.
#   bash Tests/Interoperability/openapi/run.sh [--require] [--examples N]    # the whole form: --examples 2, some 10,000 cases
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
require=
examples=1
while [ $# -gt 0 ]; do
    case "$1" in
    --require) require=yes ;;
    --examples) examples=$2 && shift ;;
    *) echo "unknown option $1" && exit 2 ;;
    esac
    shift
done
skip() {
    echo "skipped: $1"
    [ -z "$require" ] || exit 1
    exit 0
}
command -v python3 >/dev/null || skip "no python3"
work=$(mktemp -d)
daemon= forward=
stop() {
    for process in $forward $daemon; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap stop EXIT
bin=$work/python/bin
if ! python3 -m venv "$work/python" >"$work/log" 2>&1; then
    skip "python3 cannot create an environment (python3-venv): $(tail -n 1 "$work/log")"
fi
if ! "$bin/python" -m pip install --quiet --disable-pip-version-check 'openapi-spec-validator>=0.7,<1' 'schemathesis>=4.32,<5' \
    >"$work/log" 2>&1; then
    skip "openapi-spec-validator and schemathesis cannot be installed from PyPI: $(tail -n 1 "$work/log")"
fi
programs=$(swift build --show-bin-path)
export LABD_SOCKET="$work/s"
# Who searches as often as this does is asked to wait, which would be taken for a failure.
sed 's/^searchesPerMinute = .*/searchesPerMinute = 100000/' config/labd.toml >"$work/labd.toml"
"$programs/labd" --config "$work/labd.toml" --data "$work/data" --socket "$LABD_SOCKET" --simulated 2>"$work/labd" &
daemon=$!
for _ in $(seq 100); do [ -S "$LABD_SOCKET" ] && break; sleep 0.1; done
"$programs/labctl" import deploy/demo/season.ndjson
python3 Tests/Interoperability/openapi/forward.py "$LABD_SOCKET" 0 >"$work/port" &
forward=$!
for _ in $(seq 100); do [ -s "$work/port" ] && break; sleep 0.1; done
address="http://127.0.0.1:$(cat "$work/port")/openapi.json"
python3 -c 'import sys, urllib.request; sys.stdout.buffer.write(urllib.request.urlopen(sys.argv[1]).read())' "$address" \
    >"$work/openapi.json"
"$bin/python" -m openapi_spec_validator "$work/openapi.json"
python3 Tests/Interoperability/openapi/check_examples.py "$LABD_SOCKET" "$work/openapi.json" deploy/demo/season.ndjson \
    Sources/OpenAPI/Examples/examples.json
bash deploy/clients/python.sh "$work/client"
"$programs/labctl" log export --output "$work/lines"
"$bin/python" Tests/Interoperability/openapi/check_lines.py "$work/lines" Tests/OfficeTests/Golden
PYTHONPATH=$work/client "$work/client/python/bin/python" Tests/Interoperability/openapi/client.py "$LABD_SOCKET"
# It keeps what it has seen in the folder in which it runs.
settings=$PWD/Tests/Interoperability/openapi
cd "$work"
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$settings "$bin/schemathesis" --config-file "$settings/schemathesis.toml" run "$address" \
    --checks all --max-examples "$examples" --no-color
