#!/usr/bin/env bash
# The main job, on real input: builds labd, imports a season of the office, asks what labd answers, and cleans up.
#   bash deploy/demo.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

say "building labd and labctl (some minutes the first time)"
# As for the tests, and not optimised: it is sooner ready. For speed, build with -c release.
swift build
programs=$(swift build --show-bin-path)
labctl() { "$programs/labctl" "$@"; }

room=$(mktemp -d)
daemon=
finish() {
    if [ -n "$daemon" ] && kill -0 "$daemon" 2>/dev/null; then
        kill -TERM "$daemon"
        wait "$daemon" || true
    fi
    rm -rf "$room"
}
trap finish EXIT

say "starting labd on an empty, simulated log in $room"
export LABD_SOCKET="$room/labd.sock"
"$programs/labd" --config config/labd.toml --data "$room/data" --socket "$LABD_SOCKET" --simulated 2>"$room/labd.log" &
daemon=$!
for _ in $(seq 100); do
    [ -S "$LABD_SOCKET" ] && break
    if ! kill -0 "$daemon" 2>/dev/null; then cat "$room/labd.log" >&2; exit 1; fi
    sleep 0.1
done

say "importing a season: what social workers, mediators and educators recorded from May 2019 to June 2020"
labctl import deploy/demo/season.ndjson

say "the cases at the end of September 2019"
labctl caseload --on 2019-09-30

say "whether each town had got its hours by then, and what it would take to get there"
labctl compliance --on 2019-09-30

say "how many people were served, each counted once"
labctl indicators

say "imported again: every command is known, the log does not grow"
labctl import deploy/demo/season.ndjson

say "stopping"
kill -TERM "$daemon"
wait "$daemon"
daemon=
cat <<END

To go on by hand, on a log of your own:

  $programs/labd --config config/labd.toml --data ~/labd-try --socket ~/labd-try.sock --simulated &
  export LABD_SOCKET=~/labd-try.sock
  $programs/labctl --help
  $programs/labctl import deploy/demo/season.ndjson
  $programs/labctl case show c-000001
END
