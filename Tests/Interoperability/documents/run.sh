#!/usr/bin/env bash
# Has labctl make documents of the demonstration's season in all forms and both languages, reads them with other software, and holds
# them against the log, an export of it, and a forged export (check_documents.py, check_kinds.py).
#   bash Tests/Interoperability/documents/run.sh
# Installs from Debian what makes and reads documents: weasyprint, qrencode, zbar-tools, poppler-utils, qpdf and libreoffice-calc.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../../deploy/prepare.sh"
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 0; }
install_if_missing weasyprint weasyprint
install_if_missing qrencode qrencode
install_if_missing zbarimg zbar-tools
install_if_missing pdftotext poppler-utils
install_if_missing qpdf qpdf
install_if_missing soffice libreoffice-calc

swift build
source Tests/Interoperability/labd.sh
start_labd
"$programs/labctl" import deploy/demo/season.ndjson >/dev/null
mkdir "$work/documents"
python3 Tests/Interoperability/documents/check_documents.py "$programs/labctl" "$work/documents"
python3 Tests/Interoperability/documents/check_kinds.py "$programs/labctl" "$work/documents"
