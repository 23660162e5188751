#!/usr/bin/env bash
# Fuzzes the code that reads bytes from outside: JSON, commands, notes and proofs, TOML, CSV, lines of the
# log, backups of the keys, and request targets.
#   bash Fuzz/run.sh [SECONDS [FUZZER...]]     60 seconds each by default, two at a time
# Starts with the stored inputs (Corpus/NAME.tar.gz) and with files of the project. Exits with 1 if there was a finding; its
# input is then in .build/findings. LABD_FUZZ_KEEP=1 stores the inputs that reached new code.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../deploy/prepare.sh"
top=$PWD
cd Fuzz
seconds=${1:-60}
[ $# -gt 0 ] && shift
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(json commands proofs toml csv lines keys paths)

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
export LABD_FUZZ_LINES=$work/lines.ndjson
# The directory to which keys are restored again and again, in memory if possible.
LABD_FUZZ_DIRECTORY=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "$work")")
export LABD_FUZZ_DIRECTORY
trap 'rm -rf "$LABD_FUZZ_DIRECTORY"' EXIT
# A crash is a finding. libFuzzer reports it and writes its input.
export SWIFT_BACKTRACE=enable=no

# Prints a line of the log for every event type and schema: the seeds, and the golden bytes in lines as labd writes them.
lines() {
    cat "$top/Fuzz/Seeds/lines.ndjson"
    local file name subject
    for file in "$top"/Tests/OfficeTests/Golden/*.json; do
        name=$(basename "$file" .json)
        subject=${name%%.*}
        [ "$subject" = project ] || [ "$subject" = log ] || subject=$subject/x-000001
        printf '{"actor":"anna","cause":"k-1","data":%s,"id":"7","occurred":"2019-06-03","position":7,"revision":1,' "$(cat "$file")"
        printf '"schema":%s,"source":"urn:labd:oglio-ovest:1","specversion":"1.0","subject":"%s",' "${name##*.}" "$subject"
        printf '"time":"2019-06-03T08:00:00.000000Z","type":"%s"}\n' "${name%.*}"
    done
}

# Copies settings, plan and maps, whole and table by table, and broken variants: cut off, without a line, with a line twice.
toml() {
    local into=$1 file name count line
    cp "$top"/config/*.toml "$into"
    for file in "$top"/config/*.toml; do
        name=$(basename "$file" .toml)
        csplit -s -z -f "$into/$name-table-" "$file" '/^\[/' '{*}'
        count=$(wc -l <"$file")
        for ((line = 1; line < count; line += 1 + count / 24)); do
            head -n "$line" "$file" >"$into/$name-cut-$line"
            sed "${line}d" "$file" >"$into/$name-lacking-$line"
            sed "${line}p" "$file" >"$into/$name-double-$line"
        done
    done
}

# Writes contents of a backup of the keys: the log's seed, then rows, each with its table, the lengths of key and value, and
# both.
keys() {
    local seed=0123456789abcdef0123456789abcdef
    printf %s "$seed" >"$1/empty"
    printf '%s\0\0\17\0\0\0\4person/p-000001KKKK\3\0\3\0\0\0\1log\1' "$seed" >"$1/rows"
    printf '%s\2\0\17\0\0\0\2person/p-000001{}\2\0\17\0\0\0\2person/p-000001[]' "$seed" >"$1/twice"
    printf '%s\7\0\1\0\0\0\1xy' "$seed" >"$1/unknown-table"
    printf '%s\0\0\0\0\0\0\0' "$seed" >"$1/no-key"
    printf '%s\1\0\17\377\377\377\377person/p-000001' "$seed" >"$1/beyond-the-end"
    printf 'labd keys backup 1\nlabd.example/fuzz\n2019-06-01T00:00:00.000000Z\n\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' >"$1/file"
}

# Copies the project's own inputs of each kind, one to a file.
seed() {
    local into=$work/$1/seeds
    mkdir -p "$into" "$work/$1/corpus"
    case $1 in
    json) cp "$top"/Tests/OfficeTests/Golden/*.json "$into" ;;
    commands) split -l 4 -a 4 "$LABD_FUZZ_SEASON" "$into/season-" ;;
    proofs) find "$top/Tests/TransparencyLogTests/Vectors" -type f -size -8k -exec cp {} "$into" \; ;;
    toml) toml "$into" ;;
    keys) keys "$into" ;;
    paths) split -l 1 -a 4 "$top/Fuzz/Seeds/paths.txt" "$into/path-" ;;
    csv) printf 'Operatore;Data;Dalle;Ore;Comune;Note\nsw-01;03/06/2019;09:00;7,5;Chiari;"a ""b"""\n' > "$into/hours.csv" ;;
    lines)
        local number=0 line
        lines >"$LABD_FUZZ_LINES"
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
        -rss_limit_mb=2048 -max_len=12288 -print_final_stats=1 -artifact_prefix="$found/$name-" \
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
