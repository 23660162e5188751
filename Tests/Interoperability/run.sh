#!/usr/bin/env bash
# Exports a season as NDJSON, XES and OCEL, and reads the files with the programs for which they are made:
# pm4py and the CloudEvents SDK (pip install pm4py cloudevents). If they are not installed, it says so.
#   bash Tests/Interoperability/run.sh [--require]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v python3 >/dev/null; then
    echo "skipped: no python3"
    exit 0
fi
programs=$(swift build --show-bin-path)
work=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || { kill "$daemon"; wait "$daemon" || true; }; rm -rf "$work"' EXIT
export LABD_SOCKET="$work/s"
"$programs/labd" --config config/labd.toml --data "$work/data" --socket "$LABD_SOCKET" --simulated 2>"$work/log" &
daemon=$!
for _ in $(seq 100); do [ -S "$LABD_SOCKET" ] && break; sleep 0.1; done
"$programs/labctl" import deploy/demo/season.ndjson
for format in ndjson xes ocel; do
    "$programs/labctl" export --format "$format" --output "$work/season.$format"
done
# The numbers that labd itself counts: open and closed cases, and requests for mediation.
cases=$("$programs/labctl" caseload --json | python3 -c 'import json, sys; a = json.load(sys.stdin); print(a["open"] + a["closed"])')
requests=$("$programs/labctl" mediations --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["requests"])')
python3 Tests/Interoperability/check_exports.py "$work/season.ndjson" --xes "$work/season.xes" \
    --ocel "$work/season.ocel" --cases $((cases + requests)) "$@"
