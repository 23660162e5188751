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
source Tests/Interoperability/labd.sh
make_python openpyxl
for season in "${seasons[@]}"; do
    rm -rf "$work/sheets"
    mkdir "$work/sheets"
    start_labd
    "$programs/labctl" import "$season" >/dev/null
    "$python" Tests/Interoperability/sheets/check_sheets.py "$programs/labctl" "$work/sheets"
    stop_labd
done
