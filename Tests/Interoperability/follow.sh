#!/usr/bin/env bash
# Follows a labd as Server-Sent Events from a program of thirty lines while labd is killed again and again during an import, and
# compares what arrived with what the log has: every line once, in order.
#   bash Tests/Interoperability/follow.sh [KILLS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v python3 >/dev/null; then
    echo "skipped: no python3"
    exit 0
fi
kills=${1:-5}
programs=$(swift build --show-bin-path)
work=$(mktemp -d)
daemon= follower=
stop() {
    for process in $follower $daemon; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap stop EXIT
export LABD_SOCKET="$work/s"
start() {
    rm -f "$LABD_SOCKET"
    "$programs/labd" --config config/labd.toml --data "$work/data" --socket "$LABD_SOCKET" --simulated 2>>"$work/log" &
    daemon=$!
    for _ in $(seq 300); do
        "$programs/labctl" status >/dev/null 2>&1 && return
        sleep 0.1
    done
    cat "$work/log"
    exit 1
}
start
python3 Tests/Interoperability/follow_events.py "$LABD_SOCKET" >"$work/followed" &
follower=$!
lines=$(wc -l <deploy/demo/season.ndjson)
for kill in $(seq "$kills"); do
    # Each time some more of the season, and the kill falls somewhere into it.
    head -n $((lines * kill / kills)) deploy/demo/season.ndjson >"$work/part"
    "$programs/labctl" import "$work/part" >/dev/null 2>&1 &
    import=$!
    sleep "0.$((RANDOM % 8 + 1))"
    kill -9 "$daemon"
    wait "$daemon" 2>/dev/null || true
    wait "$import" || true
    start
done
"$programs/labctl" import deploy/demo/season.ndjson >/dev/null
"$programs/labctl" export --format ndjson --output "$work/export"
count=$(wc -l <"$work/export")
for _ in $(seq 300); do
    [ "$(wc -l <"$work/followed")" -ge "$count" ] && break
    sleep 0.1
done
# Whatever came twice has come by now.
sleep 0.5
cut -d ' ' -f 2- "$work/followed" | cmp - "$work/export"
cut -d ' ' -f 1 "$work/followed" | cmp - <(seq 0 $((count - 1)))
echo "$count lines followed through $kills kills: every one once, in order"
