#!/usr/bin/env bash
# Does to labd what happens to an office server, and counts what it lost: nothing, or this ends with 1.
#   bash deploy/faults.sh [--quick] [FAULT...]    the faults' names are the table's
# --quick is the reduced form, for every change. Disks that fill and fail are made with mounts, and attackers with accounts
# of the machine, which need root, and others need strace to be allowed: what cannot be made is said, and ends this with 1
# too, unless --allow-left-out is given. --events N, once or more, is how long the logs are that are attacked.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
for tool in strace python3 curl; do install_if_missing "$tool" "$tool"; done
install_if_missing /usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 libfaketime

configuration=release
for argument in "$@"; do [ "$argument" = --quick ] && configuration=debug; done
say "building labd and labctl"
swift build -c "$configuration"
exec python3 -u deploy/faults/faults.py --programs "$(swift build -c "$configuration" --show-bin-path)" "$@"
