#!/usr/bin/env bash
# Makes a Python package that speaks to labd, from the description that the running labd gives of itself, with
# openapi-python-client (PyPI): a function for each route, a class for each command and answer.
#   bash deploy/clients/python.sh FOLDER [SOCKET]    # FOLDER/labd_client, with FOLDER/python to run it; default $LABD_SOCKET
# The package needs httpx and attrs. It is made again after an upgrade of labd; nothing of it is kept here.
set -euo pipefail
[ $# -ge 1 ] || { sed -n 's/^#   //p' "${BASH_SOURCE[0]}"; exit 2; }
folder=$1
socket=${2:-${LABD_SOCKET:-/run/labd/labd.sock}}
mkdir -p "$folder"
if ! python3 -m venv "$folder/python" >"$folder/log" 2>&1; then
    echo "python3 cannot create an environment (apt-get install python3-venv): $(tail -n 1 "$folder/log")" >&2
    exit 1
fi
if ! "$folder/python/bin/python" -m pip install --quiet --disable-pip-version-check \
    'openapi-python-client>=0.29,<0.30' ruff >"$folder/log" 2>&1; then
    echo "openapi-python-client cannot be installed from PyPI: $(tail -n 1 "$folder/log")" >&2
    exit 1
fi
"$folder/python/bin/python" - "$socket" >"$folder/openapi.json" <<'PYTHON'
import sys, httpx
with httpx.Client(transport=httpx.HTTPTransport(uds=sys.argv[1])) as labd:
    sys.stdout.write(labd.get("http://labd/openapi.json").raise_for_status().text)
PYTHON
# Bodies of text and of many lines are no objects: for these it makes no functions, and says so.
PATH="$folder/python/bin:$PATH" "$folder/python/bin/openapi-python-client" generate --path "$folder/openapi.json" \
    --output-path "$folder/labd_client" --meta none --overwrite >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
echo "$folder/labd_client, to be run by $folder/python/bin/python"
