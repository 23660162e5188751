#!/usr/bin/env bash
# Does all set-up on a Debian 12 machine with the Swift toolchain and runs every test.
#   bash deploy/test.sh [arguments of swift test, such as --filter LedgerTests]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
# What the auditors' page is followed with; without them its test is skipped.
for tool in jq openssl python3; do
    install_if_missing "$tool" "$tool" || say "no $tool: the auditors' page will not be followed"
done
# What labd is killed with at each of its system calls.
install_if_missing strace strace || say "no strace: what a crash leaves of an erasure will not be tried"

say "building labd, labctl and the tests"
swift build --build-tests
say "testing"
# Few at a time: hundreds that are begun at once wait for each other's turns on two cores for half a minute, which tests of
# a second's deadline take for a fault.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6
swift test --skip-build "$@"
