#!/usr/bin/env bash
# Tests labd against the faults of an office server. Exits with 1 if labd lost an acknowledged event.
#   bash deploy/faults.sh [--quick] [FAULT...]    the names of faults are those in the table that it prints
# --quick runs the reduced form, for every change. Disks that fill up or fail are made with mounts, and attackers with accounts
# of the machine; both need root. Other faults need permission to use strace. A fault that cannot be produced is reported and
# also ends this script with 1, unless --allow-left-out is given. --events N, once or several times, sets the length of the logs
# that are attacked.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
for tool in strace python3 curl; do install_if_missing "$tool" "$tool"; done
install_if_missing /usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 libfaketime

configuration=release
for argument in "$@"; do [ "$argument" = --quick ] && configuration=debug; done
say "building labd and labctl"
swift build -c "$configuration"
exec python3 -u deploy/faults/faults.py --programs "$(swift build -c "$configuration" --show-bin-path)" "$@"
