#!/usr/bin/env bash
# Demonstrates labd on real input: builds it, imports a season of an office's work, shows its answers, and cleans up.
#   bash deploy/demo.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

say "building labd and labctl (some minutes the first time)"
# Builds without optimisation, as the tests do, because that is faster to build. For speed, build with -c release.
swift build
programs=$(swift build --show-bin-path)
labctl() { "$programs/labctl" "$@"; }

work=$(mktemp -d)
daemon=
finish() {
    if [ -n "$daemon" ] && kill -0 "$daemon" 2>/dev/null; then
        kill -TERM "$daemon"
        wait "$daemon" || true
    fi
    rm -rf "$work"
}
trap finish EXIT

say "starting labd on an empty, simulated log in $work"
export LABD_SOCKET="$work/labd.sock"
"$programs/labd" --config config/labd.toml --data "$work/data" --socket "$LABD_SOCKET" --simulated 2>"$work/labd.log" &
daemon=$!
for _ in $(seq 100); do
    [ -S "$LABD_SOCKET" ] && break
    if ! kill -0 "$daemon" 2>/dev/null; then cat "$work/labd.log" >&2; exit 1; fi
    sleep 0.1
done

say "importing a season: what social workers, mediators and educators recorded from May 2019 to June 2020"
labctl import deploy/demo/season.ndjson

say "cases at the end of September 2019"
labctl caseload --on 2019-09-30

say "hours of each town by then, and what each still needs"
labctl compliance --on 2019-09-30

say "persons served, each counted once"
labctl indicators

say "importing the season again: every command is recognised, and the log does not grow"
labctl import deploy/demo/season.ndjson

# The pages as labd answers them, laid next to their stylesheet: a browser keeps the cookie of `labctl web` only while it runs.
picture() { # NAME ADDRESS WIDTH,HEIGHT
    curl --silent --fail --cookie "$work/cookies" --output "$work/$1.html" "$address$2"
    sed -i 's#"/pages/assets/#"#g; s#\(\.css\|\.svg\|\.js\)?v=[^"]*"#\1"#g' "$work/$1.html"
    chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/browser" --window-size="$3" \
        --screenshot="$pictures/$1.png" "file://$work/$1.html" >/dev/null 2>&1
}
if command -v chromium >/dev/null && command -v curl >/dev/null; then
    pictures="$programs/demo"
    say "two pages as pictures, in $pictures"
    mkdir -p "$pictures"
    labctl web --idle 5 >"$work/web" 2>/dev/null &
    web=$!
    for _ in $(seq 50); do grep -q http "$work/web" && break; sleep 0.1; done
    invitation=$(head -n 1 "$work/web")
    address=${invitation%%/\?*}
    curl --silent --cookie-jar "$work/cookies" --output "$work/first" "$invitation"
    curl --silent --cookie "$work/cookies" --output "$work/pages.css" "$address/pages/assets/pages.css"
    picture compliance "/pages/compliance?on=2020-02-15&lang=en" 1180,1100
    picture caseload "/pages/caseload?lang=en" 1180,1100
    kill "$web" && wait "$web" || true
    ls "$pictures"
fi

say "stopping"
kill -TERM "$daemon"
wait "$daemon"
daemon=
cat <<END

To try it by hand, on a new log:

  $programs/labd --config config/labd.toml --data ~/labd-try --socket ~/labd-try.sock --simulated &
  export LABD_SOCKET=~/labd-try.sock
  $programs/labctl --help
  $programs/labctl import deploy/demo/season.ndjson
  $programs/labctl case show c-000001
  $programs/labctl web --open        # the pages, in a browser
END
