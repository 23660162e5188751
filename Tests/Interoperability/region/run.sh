#!/usr/bin/env bash
# Runs three NATS servers on this machine, a labd and its labrelay, kills each of them again and again while a season is imported, and
# compares the stream with the log (check_relay.py).
#   bash Tests/Interoperability/region/run.sh
# Installs Debian's nats-server and libnats-dev, and from PyPI nats-py and nkeys in a folder of its own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../../deploy/prepare.sh"
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 0; }
python3 -c 'import ensurepip' 2>/dev/null || install_if_missing /nonexistent python3-venv
install_region || { echo "skipped: no libnats-dev or no nats-server"; exit 0; }
swift build
source Tests/Interoperability/labd.sh
make_python 'nats-py>=2.9,<3' 'nkeys>=0.2,<1'
"$python" Tests/Interoperability/region/check_relay.py "$programs" deploy/demo/season.ndjson "$work"
