#!/usr/bin/env bash
# Runs the tests under a sanitizer, in a separate build, and exits with 1 if the sanitizer reports anything.
#   bash Tests/Sanitizers/run.sh thread|address [arguments of swift test, such as --filter LedgerTests]
# Prints each kind of report once, with the number of its occurrences; the reports are kept in .build-thread or .build-address.
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
# The sanitizer prints the backtrace of a crash. If Swift did so too, the process would not end.
export SWIFT_BACKTRACE=enable=no
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
# The programs that tests start, labd and labctl, report as well. Leaks, such as the types that Swift's runtime keeps until the
# end, are not reported.
export TSAN_OPTIONS="log_path=$reports/report halt_on_error=0 exitcode=0 report_signal_unsafe=0"
# A damaged database may end the process that reads it. Some tests cause that, and labd has its own handlers for it.
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
# Without a report there is no file.
summaries=$({ cat "$reports"/report.* 2>/dev/null || true; } | sed -n 's/^SUMMARY: //p' | sort | uniq -c | sort -rn)
printf '%s\n' "${summaries:-nothing}"
[ -z "$summaries" ] || status=1
exit $status
