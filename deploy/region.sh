#!/usr/bin/env bash
# Runs a region on this machine: three NATS servers, offices that each record a season of their own, and a labregion. Compares the
# region's figures with the offices', then makes faults, and prints a table: fault, lines that offices acknowledged, missing, doubled,
# counted though unverified, and how long until everything was whole again. Exits with 1 if anything is not as it must be.
#   bash deploy/region.sh [--offices N] [--seasons DIR] [--quick] [--measure | FAULT...]
# 35 offices by default. --measure measures instead of making faults. DIR has files of commands, one for each office, instead of
# generated seasons. --quick is the form for every change: a debug build, three offices. Installs Debian's nats-server and libnats-dev, and from PyPI nats-py and nkeys in a folder of
# its own; without them it says so and ends with 0.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 0; }
python3 -c 'import ensurepip' 2>/dev/null || install_if_missing /nonexistent python3-venv
install_region || { echo "skipped: no libnats-dev or no nats-server"; exit 0; }
configuration=release
for argument in "$@"; do [ "$argument" = --quick ] && configuration=debug; done
say "building labd, labctl, labrelay and labregion"
for product in labd labctl labrelay labregion; do swift build -c "$configuration" --product "$product"; done
source Tests/Interoperability/labd.sh
make_python 'nats-py>=2.9,<3' 'nkeys>=0.2,<1'
"$python" -u deploy/region/region.py --programs "$(swift build -c "$configuration" --show-bin-path)" --folder "$work" "$@"
