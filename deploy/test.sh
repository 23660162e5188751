#!/usr/bin/env bash
# Does all set-up on a Debian 12 machine with the Swift toolchain and runs every test.
#   bash deploy/test.sh [arguments of swift test, such as --filter LedgerTests]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

say "building labd, labctl and the tests"
swift build --build-tests
say "testing"
swift test --skip-build "$@"
