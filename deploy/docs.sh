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

say "building the documentation"
python3 deploy/docs/targets.py --check
python3 deploy/docs/paths.py
# With the tests: the symbol graphs are of every module, and one that is not built is an error.
quietly swift build --build-tests
quietly swift package dump-symbol-graph --minimum-access-level internal --skip-synthesized-members
graphs=$(sed -n 's/^Files written to //p' "$work/said")

failed=0
for folder in Sources/*/; do
    target=$(basename "$folder")
    # System libraries and programs have no documentation of their own.
    [ -e "$graphs/$target.symbols.json" ] || continue
    mkdir "$work/$target"
    cp "$graphs/$target".symbols.json "$work/$target"
    find "$graphs" -name "$target@*.symbols.json" -exec cp -t "$work/$target" {} +
    quietly docc convert $(find "$folder" -maxdepth 1 -name '*.docc') --additional-symbol-graph-dir "$work/$target" \
        --output-dir "$archives/$target.doccarchive" --fallback-display-name "$target" \
        --fallback-bundle-identifier "labd.$target" --warnings-as-errors || failed=1
done
[ "$failed" -eq 0 ]
say "the documentation of $(ls "$archives" | wc -l) targets builds without a warning"
