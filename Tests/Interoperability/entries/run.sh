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
source Tests/Interoperability/labd.sh
make_python openpyxl
start_labd
mkdir "$work/books"
"$python" Tests/Interoperability/entries/check_entries.py "$programs/labctl" deploy/demo/season.ndjson "$work/books"
