#!/usr/bin/env bash
# Builds the documentation of every target from its pages and comments, and fails if docc has anything to say: a link that
# leads nowhere, a parameter that does not exist, a list that describes only some of the parameters. Also fails if the picture
# or the README's table of the targets does not agree with Package.swift.
#   bash deploy/docs.sh [DIRECTORY]    keeps the archives in DIRECTORY
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
archives=${1:-$work/archives}
mkdir -p "$archives"

# Writes what the command says only if it fails.
quietly() {
    "$@" >"$work/said" 2>&1 || { cat "$work/said"; return 1; }
}

install_region || say "no libnats-dev or no nats-server: without the programs of a region"
say "building the documentation"
env -u LABD_WITHOUT_REGION python3 deploy/docs/targets.py --check
python3 deploy/docs/paths.py
# With the tests: the symbol graphs are of every module, and one that is not built is an error.
quietly swift build --build-tests
quietly swift package dump-symbol-graph --minimum-access-level internal --skip-synthesized-members
graphs=$(sed -n 's/^Files written to //p' "$work/said")

# convert FOLDER: builds the documentation of a target. Says what docc says only if it fails.
convert() {
    local target
    target=$(basename "$1")
    # System libraries and programs have no documentation of their own.
    [ -e "$graphs/$target.symbols.json" ] || return 0
    mkdir "$work/$target"
    cp "$graphs/$target".symbols.json "$work/$target"
    find "$graphs" -name "$target@*.symbols.json" -exec cp -t "$work/$target" {} +
    docc convert $(find "$1" -maxdepth 1 -name '*.docc') --additional-symbol-graph-dir "$work/$target" \
        --output-dir "$archives/$target.doccarchive" --fallback-display-name "$target" \
        --fallback-bundle-identifier "labd.$target" --warnings-as-errors >"$work/$target.said" 2>&1 || {
        cat "$work/$target.said"
        return 1
    }
}
export -f convert
export graphs archives work
printf '%s\0' Sources/*/ | xargs -0 -n 1 -P "$(nproc)" bash -c 'convert "$1"' convert
say "the documentation of $(ls "$archives" | wc -l) targets builds without a warning"
