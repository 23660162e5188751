#!/usr/bin/env bash
# Sets up a Debian 12 machine that has the Swift toolchain, and runs every test.
#   bash deploy/test.sh [arguments of swift test, such as --filter LedgerTests]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
# The commands on the auditors' page need these tools; without them the page's test is skipped.
for tool in jq openssl python3; do
    install_if_missing "$tool" "$tool" || say "no $tool: the commands on the auditors' page will not be tested"
done
# strace kills labd at each of its system calls.
install_if_missing strace strace || say "no strace: erasures interrupted by a crash will not be tested"
install_region || say "no libnats-dev or no nats-server: the programs of a region will not be tested"

say "building labd, labctl and the tests"
swift build --build-tests
say "testing"
# Runs few tests at a time: on two cores, hundreds of tests that start together wait for each other for half a minute, and those
# with a deadline of a second fail.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift test --skip-build "$@" 2>&1 | tee "$log"; then
    # Thousands of lines lie between what failed and the end.
    say "what failed"
    grep -A 12 ' recorded an issue at \|: error: ' "$log" | grep -v -e '^✔' -e '^◇' -e '^--$' | head -200 || true
    grep '^[^ ]* Test run with ' "$log" || true
    exit 1
fi
