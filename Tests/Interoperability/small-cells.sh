#!/usr/bin/env bash
# Plays a viewer who tries to compute what aggregates withhold, over random seasons, with the solver HiGHS
# (PyPI: highspy). If the solver cannot be installed, it says so and succeeds; with --require it fails. The seed of each season
# is printed.
#   bash Tests/Interoperability/small-cells.sh [--require] [--seasons N] [--seed N]      # the whole form: --seasons 50
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
require=
options=()
for option in "$@"; do
    if [ "$option" = --require ]; then require=yes; else options+=("$option"); fi
done
skip() {
    echo "skipped: $1"
    [ -z "$require" ] || exit 1
    exit 0
}
command -v python3 >/dev/null || skip "no python3"
python3 -c 'import tomllib' 2>/dev/null || skip "python3 is older than 3.11"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=$work/solver/bin/python
if ! python3 -m venv "$work/solver" >"$work/log" 2>&1; then
    skip "python3 cannot create an environment (python3-venv): $(tail -n 1 "$work/log")"
fi
if ! "$python" -m pip install --quiet --disable-pip-version-check 'highspy>=1.8,<2' >"$work/log" 2>&1; then
    skip "highspy cannot be installed from PyPI: $(tail -n 1 "$work/log")"
fi
"$python" -B Tests/Interoperability/small_cells.py --labd "$(swift build --show-bin-path)/labd" "${options[@]}"
