#!/usr/bin/env bash
# Generates a thousand texts with personal data and as many without, using faker, phonenumbers and
# python-codicefiscale, sends them to a labd started for this test, and counts what is flagged: at least 95 % of each kind, and
# at most 1 % false alarms.
#   bash Tests/Interoperability/patterns.sh [--require] [--seed N] [--number N] [--show]
# If the Python packages cannot be installed, it prints `skipped: …` and succeeds; with --require it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

is_required=
arguments=()
for argument in "$@"; do
    if [ "$argument" = --require ]; then is_required=1; else arguments+=("$argument"); fi
done

skip() {
    printf 'skipped: %s\n' "$1"
    [ -z "$is_required" ] || exit 1
    exit 0
}

work=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || { kill "$daemon" 2>/dev/null; wait "$daemon" || true; }; rm -rf "$work"' EXIT
command -v python3 >/dev/null || skip "no python3"
python3 -m venv "$work/venv" >"$work/log" 2>&1 || skip "no python3-venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check --retries 1 --timeout 20 \
    faker phonenumbers python-codicefiscale >"$work/log" 2>&1 || skip "PyPI cannot be reached"

programs=$(swift build --show-bin-path)
# The account that runs this test needs the role to send findings.
sed 's/^owner = .*/owner = ["operator", "coordinator", "auditor"]/' config/labd.toml >"$work/labd.toml"
"$programs/labd" --config "$work/labd.toml" --data "$work/data" --socket "$work/s" --simulated 2>"$work/log" &
daemon=$!
for _ in $(seq 100); do [ -S "$work/s" ] && break; sleep 0.1; done
if [ ! -S "$work/s" ]; then
    cat "$work/log" >&2
    printf 'labd did not start\n' >&2
    exit 1
fi
"$work/venv/bin/python" -B Tests/Interoperability/check_patterns.py --socket "$work/s" ${arguments[@]+"${arguments[@]}"}
