#!/usr/bin/env bash
# Fuzzes everything that reads bytes from outside: JSON, commands, notes and proofs, TOML, CSV, lines of the log.
#   bash Fuzz/run.sh [SECONDS [FUZZER...]]     60 seconds each unless told, two at a time
# Begins with the kept inputs (Corpus/NAME.tar.gz) and with the project's own files, and ends with 1 if there was a finding,
# whose input then lies in .build/findings. LABD_FUZZ_KEEP=1 keeps the inputs that reached something new.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../deploy/prepare.sh"
top=$PWD
cd Fuzz
seconds=${1:-60}
[ $# -gt 0 ] && shift
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(json commands proofs toml csv lines)

say "building the fuzzers"
for name in "${names[@]}"; do
    swift build -c release --sanitize fuzzer -Xswiftc -parse-as-library --product "fuzz-$name"
done
built=$(swift build -c release --show-bin-path)
work=$PWD/.build/fuzzing
found=$PWD/.build/findings
rm -rf "$work"
mkdir -p "$work" "$found"
export LABD_FUZZ_SEASON=$top/Tests/ViewsTests/Season/season.ndjson
export LABD_FUZZ_LINES=$top/Fuzz/Seeds/lines.ndjson
# A crash is a finding; libFuzzer tells of it, and writes the input.
export SWIFT_BACKTRACE=enable=no

# What the project has of each kind, one input a file.
seed() {
    local into=$work/$1/seeds
    mkdir -p "$into" "$work/$1/corpus"
    case $1 in
    json) cp "$top"/Tests/OfficeTests/Golden/*.json "$into" ;;
    commands) split -l 4 -a 4 "$LABD_FUZZ_SEASON" "$into/season-" ;;
    proofs) find "$top/Tests/TransparencyLogTests/Vectors" -type f -size -8k -exec cp {} "$into" \; ;;
    toml) cp "$top"/config/*.toml "$into" ;;
    csv) printf 'Operatore;Data;Dalle;Ore;Comune;Note\nsw-01;03/06/2019;09:00;7,5;Chiari;"a ""b"""\n' > "$into/hours.csv" ;;
    lines)
        local number=0 line
        while IFS= read -r line; do
            number=$((number + 1))
            printf %s "$line" >"$into/line-$number"
        done <"$LABD_FUZZ_LINES"
        ;;
    esac
    if [ -f "Corpus/$1.tar.gz" ]; then tar -xzf "Corpus/$1.tar.gz" -C "$work/$1/corpus"; fi
}

fuzz() {
    local name=$1
    if "$built/fuzz-$name" "$work/$name/corpus" "$work/$name/seeds" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 -artifact_prefix="$found/$name-" \
        > "$work/$name/log" 2>&1
    then printf 'none' > "$work/$name/result"
    else printf 'FOUND' > "$work/$name/result"
    fi
}

say "fuzzing for $seconds s each"
for name in "${names[@]}"; do
    seed "$name"
    while [ "$(jobs -rp | wc -l)" -ge "${LABD_FUZZ_JOBS:-2}" ]; do wait -n; done
    fuzz "$name" &
done
wait

printf '\n%-10s %8s %14s %10s %9s  %s\n' fuzzer seconds executions features inputs findings
status=0
for name in "${names[@]}"; do
    result=$(cat "$work/$name/result")
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name/log")
    features=$(sed -n 's/.* ft: \([0-9]*\) .*/\1/p' "$work/$name/log" | tail -1)
    printf '%-10s %8s %14s %10s %9s  %s\n' "$name" "$seconds" "${executions:--}" "${features:--}" \
        "$(find "$work/$name/corpus" -type f | wc -l)" "$result"
    if [ "$result" != none ]; then
        status=1
        tail -n 25 "$work/$name/log"
    fi
done

if [ "${LABD_FUZZ_KEEP:-}" = 1 ]; then
    mkdir -p Corpus
    for name in "${names[@]}"; do
        rm -rf "$work/$name/kept"
        mkdir "$work/$name/kept"
        "$built/fuzz-$name" -merge=1 "$work/$name/kept" "$work/$name/corpus" "$work/$name/seeds" > "$work/$name/merge.log" 2>&1
        tar --sort=name --owner=0 --group=0 --mtime=@0 -C "$work/$name/kept" -cf - . | gzip -n9 > "Corpus/$name.tar.gz"
    done
fi
exit $status
