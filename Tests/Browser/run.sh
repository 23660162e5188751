#!/usr/bin/env bash
# Plays two days of an office through the pages (days.py), sends every form with good and bad input (forms.py), and walks the pages
# of a season, of an empty log, and of one that has only a plan (walk.py), in headless Chromium. Takes half an hour.
#   bash Tests/Browser/run.sh [arguments of walk.py, such as --quick --only compliance]
#   bash Tests/Browser/run.sh --memory 10000      only loads so many pages, and reads the memory of labd (memory.py)
# Installs Debian's chromium and its driver, and from PyPI selenium and axe-core (as axe-playwright-python carries it), in a
# folder of its own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../deploy/prepare.sh"
for package in chromium chromium-driver python3-venv; do
    command=$package
    [ "$package" = chromium-driver ] && command=chromedriver
    [ "$package" = python3-venv ] && command=python3
    install_if_missing "$command" "$package"
done

work=$(mktemp -d)
running=()
trap 'for process in "${running[@]}"; do kill "$process" 2>/dev/null && wait "$process" || true; done; rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet selenium
# Without what it depends on: of this package only the file axe.min.js is used.
"$work/python/bin/pip" install --quiet --no-deps axe-playwright-python

swift build
programs=$(swift build --show-bin-path)
# start LOG [FILE TO IMPORT]: a labd on a new log, and what lets a browser in, in $invitation.
start() {
    export LABD_SOCKET="$work/$1.sock"
    "$programs/labd" --config config/labd.toml --data "$work/$1" --socket "$LABD_SOCKET" --simulated 2>"$work/$1.log" &
    running+=($!)
    for _ in $(seq 100); do [ -S "$LABD_SOCKET" ] && break; sleep 0.1; done
    [ -z "${2:-}" ] || "$programs/labctl" import "$2"
    "$programs/labctl" web >"$work/$1.web" 2>&1 &
    running+=($!)
    for _ in $(seq 50); do grep -q 'http://' "$work/$1.web" 2>/dev/null && break; sleep 0.1; done
    invitation=$(grep -o 'http://[^ ]*' "$work/$1.web" | head -n 1)
}
season=deploy/demo/season.ndjson
if [ "${1:-}" = --memory ]; then
    start memory "$season"
    "$work/python/bin/python" Tests/Browser/memory.py "$LABD_SOCKET" "$2"
    exit
fi

failed=0
say "playing an operator's and a coordinator's day, through the pages and through labctl"
"$work/python/bin/python" Tests/Browser/days.py "$programs" || failed=1
say "sending every form"
start forms "$season"
"$work/python/bin/python" Tests/Browser/forms.py "$invitation" || failed=1
head -n 1 "$season" >"$work/plan.ndjson"
for log in season plan empty; do
    case $log in season) start season "$season" ;; plan) start plan "$work/plan.ndjson" ;; empty) start empty ;; esac
    say "walking the pages of a log: $log"
    "$work/python/bin/python" Tests/Browser/walk.py "$invitation" "$@" || failed=1
done
exit "$failed"
