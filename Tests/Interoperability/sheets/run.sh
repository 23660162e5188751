#!/usr/bin/env bash
# Has labctl write workbooks of the views, LibreOffice compute all their formulas again, and holds both against labd's answers
# (check_sheets.py); of the demonstration's season, or of others.
#   bash Tests/Interoperability/sheets/run.sh [SEASON.ndjson …]
# Installs Debian's libreoffice-calc, and from PyPI openpyxl in a folder of its own.
set -euo pipefail
seasons=()
for season in "$@"; do seasons+=("$(realpath "$season")"); done
source "$(dirname "${BASH_SOURCE[0]}")/../../../deploy/prepare.sh"
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 0; }
python3 -c 'import ensurepip' 2>/dev/null || install_if_missing /nonexistent python3-venv
install_if_missing soffice libreoffice-calc
[ $# -gt 0 ] || seasons=("$PWD/deploy/demo/season.ndjson")

swift build
programs=$(swift build --show-bin-path)
work=$(mktemp -d)
daemon=
stop() {
    [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null && wait "$daemon" || true; }
    rm -rf "$work"
}
trap stop EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet openpyxl
export LABD_SOCKET="$work/s"
for season in "${seasons[@]}"; do
    rm -rf "$work/data" "$work/sheets"
    mkdir "$work/sheets"
    "$programs/labd" --config config/labd.toml --data "$work/data" --socket "$LABD_SOCKET" --simulated 2>"$work/log" &
    daemon=$!
    for _ in $(seq 300); do
        "$programs/labctl" status >/dev/null 2>&1 && break
        sleep 0.1
    done
    "$programs/labctl" import "$season" >/dev/null
    "$work/python/bin/python" Tests/Interoperability/sheets/check_sheets.py "$programs/labctl" "$work/sheets"
    kill "$daemon"
    wait "$daemon" || true
    daemon=
done
