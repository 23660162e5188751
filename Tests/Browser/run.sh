#!/usr/bin/env bash
# Plays two days of an office through the pages (days.py), and walks the pages of a season, and those of an empty log, in headless
# Chromium (walk.py). Takes a quarter of an hour.
#   bash Tests/Browser/run.sh [arguments of walk.py, such as --quick --only compliance]
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
failed=0
say "playing an operator's and a coordinator's day, through the pages and through labctl"
"$work/python/bin/python" Tests/Browser/days.py "$programs" || failed=1
for log in season empty; do
    export LABD_SOCKET="$work/$log.sock"
    "$programs/labd" --config config/labd.toml --data "$work/$log" --socket "$LABD_SOCKET" --simulated 2>"$work/$log.log" &
    running+=($!)
    for _ in $(seq 100); do [ -S "$LABD_SOCKET" ] && break; sleep 0.1; done
    [ "$log" = empty ] || "$programs/labctl" import deploy/demo/season.ndjson
    "$programs/labctl" web >"$work/$log.web" 2>&1 &
    running+=($!)
    for _ in $(seq 50); do grep -q 'http://' "$work/$log.web" 2>/dev/null && break; sleep 0.1; done
    invitation=$(grep -o 'http://[^ ]*' "$work/$log.web" | head -n 1)
    say "walking the pages of a log: $log"
    "$work/python/bin/python" Tests/Browser/walk.py "$invitation" "$@" || failed=1
done
exit "$failed"
