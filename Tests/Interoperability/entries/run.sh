#!/usr/bin/env bash
# Has LibreOffice fill in the workbooks that labctl sheet makes, as a person would, imports them, mends what is refused and imports them
# again, and compares the log with what was typed; then imports workbooks that nobody should (check_entries.py).
#   bash Tests/Interoperability/entries/run.sh
# Installs Debian's libreoffice-calc, and from PyPI openpyxl in a folder of its own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../../deploy/prepare.sh"
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 0; }
python3 -c 'import ensurepip' 2>/dev/null || install_if_missing /nonexistent python3-venv
install_if_missing soffice libreoffice-calc

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
"$programs/labd" --config config/labd.toml --data "$work/data" --socket "$LABD_SOCKET" --simulated 2>"$work/log" &
daemon=$!
for _ in $(seq 300); do
    "$programs/labctl" status >/dev/null 2>&1 && break
    sleep 0.1
done
mkdir "$work/books"
"$work/python/bin/python" Tests/Interoperability/entries/check_entries.py "$programs/labctl" deploy/demo/season.ndjson "$work/books"
