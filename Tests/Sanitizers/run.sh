#!/usr/bin/env bash
# Runs the tests under a sanitizer, in a build of their own, and ends with 1 if it reports anything.
#   bash Tests/Sanitizers/run.sh thread|address [arguments of swift test, such as --filter LedgerTests]
# Prints each kind of report once, with how often it came up; the reports are kept in .build-thread or .build-address.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kind=${1:-}
case $kind in
thread | address) shift ;;
*)
    sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
source "$here/../../deploy/prepare.sh"

build=$PWD/.build-$kind
flags=(--sanitize "$kind" --scratch-path "$build")
say "building the tests for the $kind sanitizer"
swift build --build-tests "${flags[@]}"
reports=$build/reports
rm -rf "$reports"
mkdir -p "$reports"
# The backtrace of a crash, which Swift would make itself, is the sanitizer's; with both, an ended process stays.
export SWIFT_BACKTRACE=enable=no
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
# The programs that tests start, labd and labctl, report as well. What is never given back until the end, such as what
# Swift's runtime keeps of types, is not a report.
export TSAN_OPTIONS="log_path=$reports/report halt_on_error=0 exitcode=0 report_signal_unsafe=0"
# A damaged database may end the process that reads it, which tests bring about: labd has handlers of its own for that.
export ASAN_OPTIONS="log_path=$reports/report detect_leaks=0 handle_segv=0 handle_sigbus=0"
preload=
if [ "$kind" = thread ]; then
    clang -shared -fPIC -O1 -Wall -Wextra -Werror -o "$build/mutex.so" "$here/MutexSlowPaths.c"
    preload=$build/mutex.so
fi

say "testing"
status=0
LD_PRELOAD=$preload swift test --skip-build "${flags[@]}" "$@" || status=$?

say "what the $kind sanitizer reported"
summaries=$(cat "$reports"/report.* 2>/dev/null | sed -n 's/^SUMMARY: //p' | sort | uniq -c | sort -rn)
printf '%s\n' "${summaries:-nothing}"
[ -z "$summaries" ] || status=1
exit $status
